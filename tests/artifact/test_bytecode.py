"""Python must take the bytecode as it is: compiling triples the time of a cold start's imports."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.artifact.archives import UNCHECKED_HASH, bytecode, modules
from tools.build import interpreter
from tools.build.zips import Artifacts


@pytest.fixture(scope="module")
def magic(artifacts: Artifacts) -> bytes:
    program = "import importlib.util, sys; sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER)"
    python = interpreter.find(artifacts.python)
    return subprocess.run([python, "-c", program], capture_output=True, check=True).stdout


def test_it_is_for_the_python_and_unchecked(each_artifacts: Artifacts, magic: bytes) -> None:
    for compiled in (modules(each_artifacts.function), bytecode(each_artifacts.layer)):
        for name, data in compiled.items():
            assert data[:4] == magic, name
            assert int.from_bytes(data[4:8], "little") == UNCHECKED_HASH, name


def test_every_source_of_the_layer_has_it(each_artifacts: Artifacts) -> None:
    tag = f"cpython-{each_artifacts.python.replace('.', '')}"
    with zipfile.ZipFile(each_artifacts.layer) as content:
        sources = [Path(name) for name in content.namelist() if name.endswith(".py")]
    wanted = {str(path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc") for path in sources}
    assert wanted == set(bytecode(each_artifacts.layer))
    assert len(wanted) > 50


def test_it_names_the_paths_on_lambda(artifacts: Artifacts) -> None:
    handler = modules(artifacts.function)["handler.pyc"]
    assert b"/var/task/thumbnailer/handler.py" in handler
    image = bytecode(artifacts.layer)
    tag = sys.implementation.name + "-" + artifacts.python.replace(".", "")
    assert b"/opt/python/PIL/Image.py" in image[f"python/PIL/__pycache__/Image.{tag}.pyc"]
