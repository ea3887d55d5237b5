"""The tables of what a module needs and holds, as the Terraform registry shows them."""

from pathlib import Path

from tools.docs import hcl
from tools.docs.markdown import code, table


def requirements(module: Path) -> str:
    """Describe the versions of Terraform and of the providers that a module needs.

    Args:
        module: its directory.

    Returns:
        A table.
    """
    rows = []
    for settings in hcl.settings(module):
        if "required_version" in settings:
            rows.append((code("terraform"), "", code(hcl.text(settings["required_version"]))))
        for providers in settings.get("required_providers", []):
            rows += [
                (code(name), code(hcl.text(needed["source"])), code(hcl.text(needed["version"])))
                for name, needed in providers.items()
            ]
    return table(["Name", "Source", "Version"], rows)


def resources(module: Path) -> str:
    """List the resources, data sources and module calls of a module.

    Args:
        module: its directory.

    Returns:
        A table; "None." where it holds nothing but values.
    """
    rows = [
        (code(prefix + f"{kind}.{name}"), title)
        for block, prefix, title in (("resource", "", "resource"), ("data", "data.", "data source"))
        for kind, named in hcl.labelled(module, block)
        for name in named
    ]
    rows += [(code(f"module.{name}"), "module") for name in hcl.blocks(module, "module")]
    if not rows:
        return "None."
    return table(["Address", "Kind"], sorted(rows, key=lambda row: (row[1] != "resource", row)))
