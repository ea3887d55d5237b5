"""pytest finds every test: by default it passes over directories with names like `build`."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import PurePath

from tools import files
from tools.paths import ROOT


def test_no_directory_with_tests_is_passed_over() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    passed_over: list[str] = options["norecursedirs"]
    modules = [name for name in files.names(ROOT) if fnmatch(PurePath(name).name, "test_*.py")]
    assert "tests/unit/tools/build/test_archive.py" in modules
    assert not [
        name
        for name in modules
        for part in PurePath(name).parts[:-1]
        if any(fnmatch(part, pattern) for pattern in passed_over)
    ]


def test_every_module_of_tests_lies_below_a_path_that_is_searched() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    searched = tuple(f"{path}/" for path in options["testpaths"])
    modules = [name for name in files.names(ROOT) if fnmatch(PurePath(name).name, "test_*.py")]
    assert not [name for name in modules if not name.startswith(searched)]
