"""The optional second layer: what it holds, and that HEIC is read with it and only with it."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path

from tests.artifact.archives import KIB, UNCHECKED_HASH, bytecode, names, wanted_bytecode
from tests.artifact.conftest import HeifLayer, unpacked_in
from tests.artifact.lambda_process import started
from tests.artifact.upload import Uploads
from tools.build import elf, wheels, zips
from tools.build.targets import TARGETS
from tools.build.zips import Artifacts
from tools.local_aws.endpoint import Endpoint
from tools.samples.pictures import encoded, png, quadrants

INPUTS = ["heic", "jpeg", "png"]
# Of Lambda, for a function with all its layers.
UNPACKED_LIMIT = 250 * KIB * KIB


def test_it_is_the_wheel_with_its_licences(each_heif_layer: HeifLayer) -> None:
    found = names(each_heif_layer.path)
    version = wheels.versions(wheels.HEIF_LOCK.read_text())["pillow-heif"]
    info = f"python/pillow_heif-{version}.dist-info"
    machine = TARGETS[each_heif_layer.beside.arch].machine
    python = each_heif_layer.beside.python.replace(".", "")
    extension = f"python/_pillow_heif.cpython-{python}-{machine}-linux-gnu.so"
    packages = ("python/pillow_heif/", "python/pillow_heif.libs/", f"{info}/")
    assert [name for name in found if not name.startswith(packages)] == [extension]
    licences = f"{info}/licenses/LICENSES_bundled.txt"
    with zipfile.ZipFile(each_heif_layer.path) as content:
        assert "Name: x265\nLicense: GPLv2" in content.read(licences).decode()


def test_it_goes_with_the_first_layer(each_heif_layer: HeifLayer) -> None:
    first = each_heif_layer.beside.layer
    assert not set(names(first)) & set(names(each_heif_layer.path))
    size = 0
    for archive in (first, each_heif_layer.path, each_heif_layer.beside.function):
        with zipfile.ZipFile(archive) as content:
            size += sum(entry.file_size for entry in content.infolist())
    assert size <= UNPACKED_LIMIT


def test_its_size_and_checksum(each_heif_layer: HeifLayer) -> None:
    path = each_heif_layer.path
    assert path.name == f"heif-layer-{each_heif_layer.beside.arch}.zip"
    assert path.stat().st_size <= 30 * KIB * KIB
    line = path.with_name(f"{path.name}.sha256").read_text()
    assert line == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def test_all_its_libraries_load_on_lambda(each_heif_layer: HeifLayer, tmp_path: Path) -> None:
    with zipfile.ZipFile(each_heif_layer.path) as content:
        content.extractall(tmp_path)
    libraries = elf.libraries(tmp_path)
    stems = {library.name.split("-")[0].split(".")[0] for library in libraries}
    assert stems == {"_pillow_heif", "libheif", "libde265", "libx265"}
    target = TARGETS[each_heif_layer.beside.arch]
    for library in libraries:
        assert elf.problems(library, target, each_heif_layer.beside.python) == []


def test_every_source_has_its_bytecode(each_heif_layer: HeifLayer) -> None:
    wanted = wanted_bytecode(each_heif_layer.path, each_heif_layer.beside.python)
    made = bytecode(each_heif_layer.path)
    assert wanted == set(made)
    tag = f"cpython-{each_heif_layer.beside.python.replace('.', '')}"
    assert f"python/pillow_heif/__pycache__/as_plugin.{tag}.pyc" in wanted
    assert {int.from_bytes(data[4:8], "little") for data in made.values()} == {UNCHECKED_HASH}


def test_another_umask_and_path_give_the_same_bytes(
    each_heif_layer: HeifLayer, tmp_path: Path
) -> None:
    beside = each_heif_layer.beside
    previous = os.umask(0o077)
    try:
        again = zips.build_heif_layer(beside.arch, beside.python, tmp_path / "out put")
    finally:
        os.umask(previous)
    assert again.read_bytes() == each_heif_layer.path.read_bytes()


def test_heic_becomes_a_jpeg(
    artifacts: Artifacts, runtime_python: Path, s3_endpoint: Endpoint, tmp_path: Path
) -> None:
    second = zips.build_heif_layer(artifacts.arch, artifacts.python, tmp_path)
    uploads = Uploads(s3_endpoint)
    event = uploads.put("uploads/phone.heic", encoded(quadrants(600, 400), "HEIC"))
    settings = uploads.settings(inputs=INPUTS)
    with (
        unpacked_in(tmp_path, artifacts.function, artifacts.layer, second) as unpacked,
        started(unpacked, runtime_python, settings, tmp_path / "log") as api,
    ):
        answer = api.invoke(event)
    assert (answer.kind, answer.body) == ("response", {"batchItemFailures": []})
    (key,) = uploads.keys("thumbnails/")
    thumb = uploads.picture(key)
    assert (thumb.format, thumb.size) == ("JPEG", (150, 100))


def test_without_it_heic_waits_and_other_pictures_do_not(
    artifacts: Artifacts, runtime_python: Path, s3_endpoint: Endpoint, tmp_path: Path
) -> None:
    uploads = Uploads(s3_endpoint)
    settings = uploads.settings(inputs=INPUTS)
    log = tmp_path / "log"
    with (
        unpacked_in(tmp_path, artifacts.function, artifacts.layer) as unpacked,
        started(unpacked, runtime_python, settings, log) as api,
    ):
        heic = api.invoke(uploads.put("uploads/a.heic", encoded(quadrants(), "HEIC")))
        other = api.invoke(uploads.put("uploads/b.png", png()))
    assert heic.body == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert other.body == {"batchItemFailures": []}
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    (line,) = (line for line in lines if line.get("key") == "uploads/a.heic")
    assert (line["outcome"], line["reason"]) == ("failed", "ModuleNotFoundError")
    assert "pillow_heif" in line["detail"]
