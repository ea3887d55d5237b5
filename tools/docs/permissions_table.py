"""The table of what the function's role may do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.docs import explained, hcl
from tools.docs.markdown import code, prose, table
from tools.errors import ToolError

_STATEMENTS = {
    "ReadUploads": "Read the sources.",
    "ReadWatermark": "Read the watermark image. Only with `watermark.image`.",
    "WriteOutputs": "Check by HEAD whether a thumbnail exists and is current, and write it. Only"
    " with `on_delete` = `keep`.",
    "WriteAndRemoveOutputs": "The same, and delete the thumbnails of sources that no longer exist."
    " Only with `on_delete` = `remove`.",
    "WriteReports": "Write and delete the reports of rejected sources. Only with"
    " `rejected_prefix`.",
    "TellAbsentFromForbidden": "Distinguish a missing object from a forbidden one: without this"
    " permission, S3 answers 403 instead of 404 for a missing key. It also permits listing the keys"
    " of the buckets, which the function never does.",
    "TakeMessages": "Lambda polls the queue with this role.",
    "RetryMessages": "Return failed messages to the queue before the visibility timeout ends."
    " Without this permission, they wait for it.",
    "SendNotices": "Publish completion notices. Only with `notices`.",
    "UseKey": "Read sources and messages that are encrypted with the key, and write encrypted"
    " outputs. Only with `encryption`.",
    "ReadWithOtherKeys": "Read objects and messages that are still encrypted with another key. Only"
    " with `encryption.retain_key` or `encryption.decrypt_key_arns`.",
    "WriteLogs": "Write log lines, which also contain the metrics. `logs:CreateLogGroup` is not"
    " granted: a late invocation would create the group again after `destroy`, without its"
    " retention.",
    "SendTraces": "Send traces. X-Ray has no resource-level permissions. Only with"
    " `function.tracing`.",
    "UseVpc": "Lambda creates and deletes network interfaces with this role. Their IDs are unknown"
    " in advance. Only with `function.vpc`.",
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
    explained.exactly(what, _STATEMENTS, statements, "tools/docs/permissions_table.py")
    rows = [
        (code(sid), _actions(sid, statement), _resources(sid, statement, local), prose(why))
        for sid, why in _STATEMENTS.items()
        for statement in [statements[sid]]
    ]
    return table(["Statement", "Actions", "Resources", "Purpose"], rows)


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
                f"tools/docs/permissions_table.py must explain the resource of {sid}: {expression}"
            )
    return ", ".join(_RESOURCES[expression] for expression in expressions)
