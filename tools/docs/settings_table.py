"""The table of what the function reads from its environment."""

import re
from pathlib import Path

from thumbnailer.config import settings as function_settings
from tools.docs import explained, hcl
from tools.docs.markdown import code, prose, table

_SETTINGS = {
    "THUMBNAILER_BUCKET": "Name of the source bucket. Events about another bucket fail.",
    "THUMBNAILER_DESTINATION_BUCKET": "Name of the destination bucket. Omitted if it is the source"
    " bucket.",
    "THUMBNAILER_UPLOADS_PREFIX": "Prefix of the keys of sources. Events about other keys fail.",
    "THUMBNAILER_RECIPE": "The recipe as JSON: variants, inputs, limits and watermark. Default"
    " values are omitted.",
    "THUMBNAILER_ON_DELETE": "`remove`: delete the thumbnails of sources that no longer exist."
    " Omitted for `keep`.",
    "THUMBNAILER_REJECTED_PREFIX": "Prefix of the keys of reports of rejected sources. Omitted"
    " without reports.",
    "THUMBNAILER_TOPIC_ARN": "ARN of the topic for completion notices. Omitted without notices.",
    "THUMBNAILER_METRICS": "`none` or `all`: the metrics that the log lines carry. Omitted for"
    " `outcomes`.",
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
    explained.exactly(what, _SETTINGS, read, "tools/docs/settings_table.py")
    explained.exactly(what, written, read, "local.settings in main.tf")
    rows = [
        (code(name), _origins(hcl.expand(written[name], local)), prose(_SETTINGS[name]))
        for name in read
    ]
    return table(["Name", "Made from", "Meaning"], rows)


def _origins(expression: str) -> str:
    names = dict.fromkeys(re.findall(r"\b(?:var|module\.typed)\.(\w+)", expression))
    return ", ".join(code(name) for name in names)
