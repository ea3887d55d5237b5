"""Python must take the bytecode as it is: compiling triples the time of a cold start's imports."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.artifact.archives import UNCHECKED_HASH, bytecode, wanted_bytecode
from tools.build import interpreter
from tools.build.zips import Artifacts


@pytest.fixture(scope="module")
def magic(artifacts: Artifacts) -> bytes:
    program = "import importlib.util, sys; sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER)"
    python = interpreter.find(artifacts.python)
    return subprocess.run([python, "-c", program], capture_output=True, check=True).stdout


def test_it_is_for_the_python_and_unchecked(each_artifacts: Artifacts, magic: bytes) -> None:
    for archive in (each_artifacts.function, each_artifacts.layer):
        for name, data in bytecode(archive).items():
            assert data[:4] == magic, name
            assert int.from_bytes(data[4:8], "little") == UNCHECKED_HASH, name


def test_every_source_has_it(each_artifacts: Artifacts) -> None:
    for archive in (each_artifacts.function, each_artifacts.layer):
        wanted = wanted_bytecode(archive, each_artifacts.python)
        assert wanted == set(bytecode(archive))
        assert len(wanted) > 50


def test_it_names_the_paths_on_lambda(artifacts: Artifacts) -> None:
    tag = sys.implementation.name + "-" + artifacts.python.replace(".", "")
    handler = bytecode(artifacts.function)[f"thumbnailer/__pycache__/handler.{tag}.pyc"]
    assert b"/var/task/thumbnailer/handler.py" in handler
    image = bytecode(artifacts.layer)
    assert b"/opt/python/PIL/Image.py" in image[f"python/PIL/__pycache__/Image.{tag}.pyc"]


def test_the_functions_has_no_docstrings(artifacts: Artifacts) -> None:
    """They are in the sources beside it; without them it is smaller and loads faster."""
    compiled = bytecode(artifacts.function)
    tag = f"cpython-{artifacts.python.replace('.', '')}"
    with zipfile.ZipFile(artifacts.function) as content:
        sources = [Path(name) for name in content.namelist() if name.endswith(".py")]
        for source in sources:
            text = ast.get_docstring(ast.parse(content.read(str(source))))
            assert text, source
            data = compiled[str(source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc")]
            assert text.splitlines()[0].encode() not in data, source


def test_no_source_has_an_assertion_that_its_bytecode_lacks(artifacts: Artifacts) -> None:
    """What strips docstrings strips assertions, too."""
    with zipfile.ZipFile(artifacts.function) as content:
        for name in content.namelist():
            if name.endswith(".py"):
                nodes = ast.walk(ast.parse(content.read(name)))
                assert not any(isinstance(node, ast.Assert) for node in nodes), name
