"""Every shared library of the layer is for its machine, its Python and Lambda's glibc."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.artifact.conftest import Unpacked
from tools.build import elf
from tools.build.targets import TARGETS
from tools.build.zips import Artifacts


def test_all_load_on_lambda_and_on_nothing_else(each_artifacts: Artifacts, tmp_path: Path) -> None:
    with zipfile.ZipFile(each_artifacts.layer) as content:
        content.extractall(tmp_path)
        named = [name for name in content.namelist() if ".so" in Path(name).suffixes]
    libraries = elf.libraries(tmp_path)
    assert len(libraries) == len(named) > 10

    python = each_artifacts.python
    own = TARGETS[each_artifacts.arch]
    other = next(target for target in TARGETS.values() if target != own)
    for library in libraries:
        assert elf.problems(library, own, python) == []
        assert f"{library.name} is for {own.elf}" in elf.problems(library, other, python)[0]

    extensions = [library for library in libraries if library.parent.name == "PIL"]
    assert extensions
    for extension in extensions:
        assert "no extension for Python 3.99" in elf.problems(extension, own, "3.99")[0]


def test_native_code_is_found_where_lambda_unpacks_it(
    unpacked: Unpacked, runtime_python: Path, tmp_path: Path
) -> None:
    script = (
        "from io import BytesIO; from PIL import Image\n"
        "from thumbnailer.imaging import geometry, resample\n"
        "from thumbnailer.imaging.formats import header, png_encode, png_strips\n"
        "file = BytesIO(); Image.new('RGB', (400, 300)).save(file, 'PNG')\n"
        "source = header.read_header(file.getvalue(), ['png'], 10**6)\n"
        "source.draft(geometry.Size(40, 30)); print(*source.reduction, source.decode().size)\n"
        "import thumbnailer_native.resampling; print(thumbnailer_native.__file__)"
    )
    paths = f"{unpacked.task}:{unpacked.opt / 'python'}"
    done = subprocess.run(
        [runtime_python, "-c", script],
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    where = unpacked.opt / "python/thumbnailer_native/__init__.py"
    assert done.stdout.splitlines() == ["4 4 (100, 75)", str(where)]


def test_a_newer_glibc_is_told(
    each_artifacts: Artifacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(each_artifacts.layer) as content:
        imaging = next(name for name in content.namelist() if "/_imaging." in name)
        library = Path(content.extract(imaging, tmp_path))
    monkeypatch.setattr(elf, "GLIBC", (2, 2))
    problems = elf.problems(library, TARGETS[each_artifacts.arch], each_artifacts.python)
    assert any("newer than the runtime's glibc 2.2" in problem for problem in problems)
