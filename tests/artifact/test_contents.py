"""What the archives hold, and what they must not."""

from __future__ import annotations

import hashlib
import stat
import zipfile

from tests.artifact.archives import KIB, names, wanted_bytecode
from tools.build import wheels
from tools.build.zips import Artifacts
from tools.paths import SOURCE


def test_the_function_is_its_sources_with_bytecode_and_nothing_else(artifacts: Artifacts) -> None:
    sources = (SOURCE / "thumbnailer").rglob("*.py")
    wanted = {path.relative_to(SOURCE).as_posix() for path in sources}
    assert "thumbnailer/handler.py" in wanted
    found = set(names(artifacts.function))
    assert found == wanted | wanted_bytecode(artifacts.function, artifacts.python)
    with zipfile.ZipFile(artifacts.function) as content:
        for name in wanted:
            assert content.read(name) == (SOURCE / name).read_bytes(), name


def test_the_layer_is_its_wheels_with_their_licences_and_native_code(
    each_artifacts: Artifacts,
) -> None:
    found = names(each_artifacts.layer)
    assert {name.split("/")[0] for name in found} == {"python"}
    infos = {
        f"{name.replace('-', '_')}-{version}.dist-info"
        for name, version in wheels.versions(wheels.LOCK.read_text()).items()
    }
    packages = {"PIL", "pillow.libs", "isal", "fontpkg_open_sans", "thumbnailer_native"}
    assert {name.split("/")[1] for name in found} == packages | infos
    for info in infos:
        assert f"python/{info}/RECORD" in found
        assert any(name.startswith(f"python/{info}/licenses/") for name in found)


def test_native_code_is_its_modules_and_one_library(each_artifacts: Artifacts) -> None:
    home = "python/thumbnailer_native/"
    found = {
        name.removeprefix(home)
        for name in names(each_artifacts.layer)
        if name.startswith(home) and "__pycache__" not in name
    }
    modules = {path.name for path in (SOURCE / "thumbnailer_native").glob("*.py")}
    assert found == modules | {"libthumbnailer_native.so"}


def test_sizes(each_artifacts: Artifacts) -> None:
    assert each_artifacts.function.stat().st_size <= 400_000
    assert each_artifacts.layer.stat().st_size <= 30 * KIB * KIB


def test_checksums(each_artifacts: Artifacts) -> None:
    for path in (each_artifacts.function, each_artifacts.layer):
        line = path.with_name(f"{path.name}.sha256").read_text()
        assert line == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def test_everybody_may_read_everything(each_artifacts: Artifacts) -> None:
    for path in (each_artifacts.function, each_artifacts.layer):
        with zipfile.ZipFile(path) as content:
            modes = {stat.S_IMODE(entry.external_attr >> 16) for entry in content.infolist()}
        assert modes <= {0o644, 0o755}
