"""Finds a local mirror of the AWS provider, for machines that cannot reach the registry."""

import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.errors import ToolError

_REGISTRY = "registry.terraform.io"  # a directory of this name is in a mirror
_PROVIDER = "hashicorp/aws"
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}  # what Go calls them
_ROOTS = ("/opt", "/usr/local", "/usr/local/share", "/usr/share", "/srv", "/var/lib")


@dataclass(frozen=True)
class Mirror:
    """A directory that holds registry.terraform.io/hashicorp/aws."""

    path: Path

    def block(self) -> str:
        """Write the CLI configuration that takes the AWS provider from here.

        Returns:
            A provider_installation block.
        """
        names = json.dumps([f"{_REGISTRY}/{_PROVIDER}"])
        return (
            "provider_installation {\n"
            "  filesystem_mirror {\n"
            f"    path    = {json.dumps(str(self.path))}\n"
            f"    include = {names}\n"
            "  }\n"
            "  direct {\n"
            f"    exclude = {names}\n"
            "  }\n"
            "}"
        )


@cache
def find() -> Mirror | None:
    """Look for a mirror, shallowly, where machines keep such things.

    Returns:
        The mirror; None where there is none.

    Raises:
        ToolError: THUMBNAILER_TF_MIRROR names a directory that is no mirror for this machine.
    """
    chosen = os.environ.get("THUMBNAILER_TF_MIRROR")
    if chosen:
        if not _serves(Path(chosen)):
            raise ToolError(
                f"THUMBNAILER_TF_MIRROR={chosen} holds no {_REGISTRY}/{_PROVIDER} "
                f"for {_platform()}. Correct it, or unset it to download from the registry."
            )
        return Mirror(Path(chosen))
    for place in _places():
        if _serves(place):
            return Mirror(place)
    return None


def _places() -> Iterator[Path]:
    for root in (*map(Path, _ROOTS), Path.home()):
        for depth in ("", "*/", "*/*/"):
            for found in sorted(root.glob(f"{depth}{_REGISTRY}")):
                yield found.parent


def _serves(mirror: Path) -> bool:
    home = mirror / _REGISTRY / _PROVIDER
    wanted = _platform()
    unpacked = home.glob(f"*/{wanted}")
    packed = home.glob(f"terraform-provider-aws_*_{wanted}.zip")
    return any(unpacked) or any(packed)


def _platform() -> str:
    machine = platform.machine().lower()
    return f"{sys.platform}_{_MACHINES.get(machine, machine)}"
