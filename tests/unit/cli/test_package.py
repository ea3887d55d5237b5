"""What pip installs: every package, and the command `thumbnailer`."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_in_the_wheel() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wheel["packages"]) == sorted(
        path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "src").glob("*/__init__.py")
    )


def test_the_command_is_there() -> None:
    module, _, function = PROJECT["project"]["scripts"]["thumbnailer"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))
