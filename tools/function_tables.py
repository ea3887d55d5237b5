"""The tables of what the function is told and may do."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from thumbnailer import settings as function_settings
from tools import explained, hcl
from tools.errors import ToolError
from tools.markdown import code, prose, table

_SETTINGS = {
    "THUMBNAILER_BUCKET": "The bucket of the pictures and of their thumbnails. Events about another"
    " bucket fail.",
    "THUMBNAILER_UPLOADS_PREFIX": "What the keys of pictures begin with. Events about other keys"
    " fail.",
    "THUMBNAILER_RECIPE": "JSON: which thumbnails to make of what, within which limits, and with"
    " which watermark. What has its default is left out.",
}

_STATEMENTS = {
    "ReadUploads": "To read the uploaded pictures.",
    "ReadWatermark": "To read the image that is laid over thumbnails. Only with `watermark.image`.",
    "LookAtOutputs": "To see, by HEAD, whether a thumbnail is there and which picture it was made"
    " from: what is current is not made again.",
    "WriteOutputs": "To write the thumbnails.",
    "TellAbsentFromForbidden": "Without it S3 answers 403 instead of 404 for a missing key, and"
    " absent could not be told from forbidden. It lets the function list the keys of the bucket,"
    " too; the function never does.",
    "TakeMessages": "For Lambda, which polls the queue with this role.",
    "WriteLogs": "To write log lines, which are metrics, too. Creating groups is left out: a late"
    " invocation would make the group again after `destroy`, without its retention.",
}

# By the expression as it stands in the policy: when that changes, these words do not fit any more.
_RESOURCES = {
    '"${var.bucket_arn}/${var.uploads_prefix}*"': "`<bucket>/<uploads_prefix>*`",
    '[for key in var.watermark_key[*] : "${var.bucket_arn}/${key}"]': (
        "`<bucket>/<watermark.image>`"
    ),
    '[for prefix in sort(distinct(var.output_prefixes)) : "${var.bucket_arn}/${prefix}*"]': (
        "`<bucket>/<folder>*`, for each folder that the `key` of a variant begins with"
    ),
    "var.bucket_arn": "`<bucket>`",
    "var.queue_arn": "the queue",
    '"${aws_cloudwatch_log_group.this.arn}:*"': "the function's log group",
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
    written = local.get("environment", {})
    what = "the environment variables of src/thumbnailer/settings.py"
    explained.exactly(what, _SETTINGS, read, "tools/function_tables.py")
    explained.exactly(what, written, read, "local.environment in main.tf")
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
    explained.exactly(what, _STATEMENTS, statements, "tools/function_tables.py")
    rows = [
        (code(sid), _actions(sid, statement), _resources(sid, statement, local), prose(why))
        for sid, why in _STATEMENTS.items()
        for statement in [statements[sid]]
    ]
    return table(["Statement", "Actions", "On", "Why"], rows)


def _origins(expression: str) -> str:
    names = dict.fromkeys(re.findall(r"\bvar\.(\w+)", expression))
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
                f"tools/function_tables.py must explain the resource of {sid}: {expression}"
            )
    return ", ".join(_RESOURCES[expression] for expression in expressions)
