"""The tables of what the function is told and may do."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from thumbnailer.config import settings as function_settings
from tools.docs import explained, hcl
from tools.docs.markdown import code, prose, table
from tools.errors import ToolError

_SETTINGS = {
    "THUMBNAILER_BUCKET": "The bucket of the pictures. Events about another bucket fail.",
    "THUMBNAILER_DESTINATION_BUCKET": "The bucket of the thumbnails. Left out where it is the"
    " same.",
    "THUMBNAILER_UPLOADS_PREFIX": "What the keys of pictures begin with. Events about other keys"
    " fail.",
    "THUMBNAILER_RECIPE": "JSON: which thumbnails to make of what, within which limits, and with"
    " which watermark. What has its default is left out.",
    "THUMBNAILER_ON_DELETE": "`remove`: thumbnails of pictures that are gone are deleted. Left out"
    " where they are kept.",
    "THUMBNAILER_REJECTED_PREFIX": "What the keys of the reports about rejected pictures begin"
    " with. Left out where there are none.",
    "THUMBNAILER_TOPIC_ARN": "The topic that completion notices are sent to. Left out where there"
    " are none.",
}

_STATEMENTS = {
    "ReadUploads": "To read the uploaded pictures.",
    "ReadWatermark": "To read the image that is laid over thumbnails. Only with `watermark.image`.",
    "WriteOutputs": "To see, by HEAD, whether a thumbnail is there and which picture it was made"
    " from (what is current is not made again), and to write it. Only with `on_delete` = `keep`.",
    "WriteAndRemoveOutputs": "The same, and to delete the thumbnails of pictures that are gone."
    " Only with `on_delete` = `remove`.",
    "WriteReports": "To keep a report about each rejected picture as long as it is rejected. Only"
    " with `rejected_prefix`.",
    "TellAbsentFromForbidden": "Without it S3 answers 403 instead of 404 for a missing key, and"
    " absent could not be told from forbidden. It lets the function list the keys of the buckets,"
    " too; the function never does.",
    "TakeMessages": "For Lambda, which polls the queue with this role.",
    "RetryMessages": "To return failed messages to the queue sooner than after the visibility"
    " timeout. Without it, they wait for that.",
    "SendNotices": "To send completion notices. Only with `notices`.",
    "UseKey": "To read pictures and messages that are encrypted with the key, and to write what"
    " shall be. Only with `encryption`.",
    "ReadWithOtherKeys": "To read objects and messages that are still encrypted with another key."
    " Only with `encryption.retain_key` or `encryption.decrypt_key_arns`.",
    "WriteLogs": "To write log lines, which are metrics, too. Creating groups is left out: a late"
    " invocation would make the group again after `destroy`, without its retention.",
    "SendTraces": "To send traces; X-Ray knows no resources. Only with `function.tracing`.",
    "UseVpc": "For Lambda, which makes and removes the network interfaces with this role; their ids"
    " are not known before. Only with `function.vpc`.",
}

_DESTINATION = "coalesce(var.destination_bucket_arn, var.bucket_arn)"
_OUTPUTS = (
    f'[for prefix in sort(distinct(var.output_prefixes)) : "${{{_DESTINATION}}}/${{prefix}}*"]'
)
_EACH_FOLDER = "`<destination>/<folder>*`, for each folder that the `key` of a variant begins with"

# By the expression as it stands in the policy: when that changes, these words do not fit any more.
_RESOURCES = {
    '"${var.bucket_arn}/${var.uploads_prefix}*"': "`<bucket>/<uploads_prefix>*`",
    '[for key in var.watermark_key[*] : "${var.bucket_arn}/${key}"]': (
        "`<bucket>/<watermark.image>`"
    ),
    f"var.remove_outputs ? [] : {_OUTPUTS}": _EACH_FOLDER,
    f"var.remove_outputs ? {_OUTPUTS} : []": _EACH_FOLDER,
    f'[for prefix in var.rejected_prefix[*] : "${{{_DESTINATION}}}/${{prefix}}*"]': (
        "`<destination>/<rejected_prefix>*`"
    ),
    f"distinct([var.bucket_arn, {_DESTINATION}])": "`<bucket>`, `<destination>`",
    "var.queue_arn": "the queue",
    "var.topic_arn[*]": "the topic",
    "var.kms_key_arn[*]": "the key",
    "sort(distinct(var.decrypt_key_arns))": "the keys",
    '"${aws_cloudwatch_log_group.this.arn}:*"': "the function's log group",
    'var.tracing ? ["*"] : []': "everything",
    'var.vpc != null ? ["*"] : []': "everything",
}


def settings(root: Path) -> str:
    """Describe the environment variables that the function reads.

    Args:
        root: the directory of the root module.

    Returns:
        A table.

    Raises:
        ToolError: function, Terraform and the explanations here know different ones.
    """
    # Those of Lambda itself are nobody's to set.
    read = [
        value
        for name, value in vars(function_settings).items()
        if name.isupper() and isinstance(value, str) and not value.startswith("AWS_LAMBDA_")
    ]
    local = hcl.local_values(root)
    written = local.get("settings", {})
    what = "the environment variables of src/thumbnailer/config/settings.py"
    explained.exactly(what, _SETTINGS, read, "tools/docs/function_tables.py")
    explained.exactly(what, written, read, "local.settings in main.tf")
    rows = [
        (code(name), _origins(hcl.expand(written[name], local)), prose(_SETTINGS[name]))
        for name in read
    ]
    return table(["Name", "Made from", "Meaning"], rows)


def permissions(root: Path) -> str:
    """Describe what the function's role may do.

    Args:
        root: the directory of the root module.

    Returns:
        A table.

    Raises:
        ToolError: a statement is not explained here, or is more than the table tells.
    """
    local = hcl.local_values(root / "modules/function")
    statements = {hcl.text(statement["Sid"]): statement for statement in local["statements"]}
    what = "local.statements in modules/function/main.tf"
    explained.exactly(what, _STATEMENTS, statements, "tools/docs/function_tables.py")
    rows = [
        (code(sid), _actions(sid, statement), _resources(sid, statement, local), prose(why))
        for sid, why in _STATEMENTS.items()
        for statement in [statements[sid]]
    ]
    return table(["Statement", "Actions", "On", "Why"], rows)


def _origins(expression: str) -> str:
    names = dict.fromkeys(re.findall(r"\b(?:var|module\.typed)\.(\w+)", expression))
    return ", ".join(code(name) for name in names)


def _actions(sid: str, statement: Mapping[str, Any]) -> str:
    if (
        set(statement) != {"Sid", "Effect", "Action", "Resource"}
        or statement["Effect"] != '"Allow"'
    ):
        raise ToolError(
            f"the statement {sid} must have Sid, Effect, Action and Resource, and allow: the table"
            f" tells of nothing else; got {hcl.expression(dict(statement))}"
        )
    return ", ".join(code(hcl.text(action)) for action in statement["Action"])


def _resources(sid: str, statement: Mapping[str, Any], local: dict[str, Any]) -> str:
    resource = statement["Resource"]
    expressions = [
        hcl.expand(item, local) for item in (resource if isinstance(resource, list) else [resource])
    ]
    for expression in expressions:
        if expression not in _RESOURCES:
            raise ToolError(
                f"tools/docs/function_tables.py must explain the resource of {sid}: {expression}"
            )
    return ", ".join(_RESOURCES[expression] for expression in expressions)
