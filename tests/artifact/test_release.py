"""The archives of a release: what is in them, and that they are the same everywhere."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from cyclonedx import spdx
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from thumbnailer import __version__
from tools.build import release, wheels
from tools.build.targets import TARGETS
from tools.docs import links
from tools.paths import ROOT

LONG_AGO = 1_000_000_000


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("release")
    release.make(made)
    return made


def base(arch: str) -> str:
    return f"{release.NAME}-{__version__}-{arch}"


def bill(output: Path, arch: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((output / f"{base(arch)}.cdx.json").read_text())
    return told


def components(of: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in of.get("components", ()):
        yield each
        yield from components(each)


def test_the_checksums_are_of_all_that_is_released(output: Path) -> None:
    lines = (output / release.CHECKSUMS).read_text().splitlines()
    assert lines == [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted(output.iterdir())
        if path.name != release.CHECKSUMS
    ]
    assert len(lines) == 2 * len(TARGETS)


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_archive_is_the_module_with_its_artifacts(output: Path, arch: str) -> None:
    with zipfile.ZipFile(output / f"{base(arch)}.zip") as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("dist/manifest.json"))
        digests = {
            name: hashlib.sha256(archive.read(f"dist/{name}")).hexdigest() for name in manifest
        }
        read = {name: archive.read(name).decode() for name in names if re.search(r"\.tf$", name)}
    assert set(manifest) == {"thumbnailer.zip", f"pillow-layer-{arch}.zip"}
    assert {name: told["sha256"] for name, told in manifest.items()} == digests
    # Whatever the module's code reads beside it, and every module it calls, is there.
    for name, text in read.items():
        if name.startswith("examples/"):
            continue
        directory = Path(name).parent
        for file in re.findall(r'file\("\$\{path\.module\}/([^"]+)"\)', text):
            assert (directory / file).as_posix() in names
        for module in re.findall(r'source\s+= "\./([^"]+)"', text):
            assert any(other.startswith(f"{module}/") for other in names)
    own = {path.name for path in ROOT.glob("*.tf")}
    assert own | {"README.md", "src/thumbnailer/__init__.py"} <= names
    assert not {name for name in names if name.startswith(("tests/", "tools/", "requirements/"))}
    assert not {name for name in names if ".terraform" in name or ".tfstate" in name}


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_licences_of_every_wheel_are_in_the_archive(output: Path, arch: str) -> None:
    with zipfile.ZipFile(output / f"{base(arch)}.zip") as archive:
        names = archive.namelist()
    for package, version in wheels.versions(wheels.LOCK.read_text()).items():
        start = f"licenses/{package.replace('-', '_')}-{version}.dist-info/"
        assert [name for name in names if name.startswith(start)], package
    assert "licenses/isal/isa-l/LICENSE" in names


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_links_in_the_unpacked_archive_lead_somewhere(
    output: Path, arch: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(output / f"{base(arch)}.zip") as archive:
        archive.extractall(tmp_path)
    assert (tmp_path / "docs/recipes.md").is_file()
    assert links.broken(tmp_path) == []


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_bill_of_materials_is_valid(output: Path, arch: str) -> None:
    text = (output / f"{base(arch)}.cdx.json").read_text()
    version = SchemaVersion.from_version(json.loads(text)["specVersion"])
    assert JsonStrictValidator(version).validate_str(text) is None
    assert "timestamp" not in json.loads(text)["metadata"]
    assert "serialNumber" not in json.loads(text)


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_every_component_of_the_bill_has_a_license_of_the_spdx_list(
    output: Path, arch: str
) -> None:
    told = bill(output, arch)
    described = [told["metadata"]["component"], *components(told)]
    for each in described:
        if each["type"] == "file":
            continue  # each component in it has its own
        for entry in each["licenses"]:
            expression = entry.get("expression") or entry["license"]["id"]
            assert spdx.is_expression(expression), each["name"]
    # The schema knows the identifiers, but not what an expression holds.
    assert not spdx.is_expression("Apache-2.0 AND No-Such-License")


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_bill_of_materials_names_the_zips_and_what_is_in_them(output: Path, arch: str) -> None:
    told = bill(output, arch)
    own = {
        told["metadata"]["component"]["name"]: told["metadata"]["component"],
        **{each["name"]: each for each in components(told) if "thumbnailer" in each["name"]},
    }
    assert set(own) == {release.NAME, "thumbnailer.zip", "thumbnailer", "thumbnailer_native"}
    for each in own.values():
        assert each["version"] == __version__
    with zipfile.ZipFile(output / f"{base(arch)}.zip") as archive:
        for each in told["components"]:
            content = archive.read(f"dist/{each['name']}")
            assert each["hashes"][0]["content"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_bill_of_materials_names_the_locked_wheels(output: Path, arch: str) -> None:
    (layer,) = (each for each in bill(output, arch)["components"] if "layer" in each["name"])
    lock = wheels.LOCK.read_text()
    packages = {each["name"]: each for each in layer["components"] if "purl" in each}
    assert {name: each["version"] for name, each in packages.items()} == wheels.versions(lock)
    for each in packages.values():
        assert f"sha256:{each['hashes'][0]['content']}" in lock
    (isa_l,) = packages["isal"]["components"]
    assert re.fullmatch(r"isa-l 2\.\d+(\.\d+)?", f"{isa_l['name']} {isa_l['version']}")


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_the_bill_of_materials_names_each_library_in_the_wheels_of_pillow(
    output: Path, arch: str
) -> None:
    (pillow,) = (each for each in components(bill(output, arch)) if each["name"] == "pillow")
    told = {re.sub(r"\W", "", each["name"]).lower() for each in pillow["components"]}
    license_file = distribution("pillow").read_text("licenses/LICENSE") or ""
    bundled = re.findall(r"^----\n\n(\w+)\n", license_file, re.MULTILINE)
    assert len(bundled) > 20
    names = {"LCMS2": "littlecms2", "FREETYPE2": "freetype", "LIBJPEG": "libjpeglibjpegturbo"}
    for each in bundled:
        assert told & {names.get(each, each.lower()), f"lib{each.lower()}"}, each
    assert not told & {"fribidi", "libimagequant"}


@pytest.mark.parametrize("arch", sorted(TARGETS))
def test_what_the_bill_of_materials_leaves_out_is_not_in_the_layer(output: Path, arch: str) -> None:
    with zipfile.ZipFile(output / f"{base(arch)}.zip") as archive:
        layer = io.BytesIO(archive.read(f"dist/pillow-layer-{arch}.zip"))
    with zipfile.ZipFile(layer) as content:
        libraries = {n: content.read(n) for n in content.namelist() if ".so" in n}
    assert len(libraries) > 20
    # The prefix of all functions of libimagequant; of aom's, which is there, for comparison.
    assert [name for name, data in libraries.items() if b"liq_" in data] == []
    assert [name for name, data in libraries.items() if b"aom_codec" in data]
    # FriBiDi is a library that Pillow loads by its name.
    assert [name for name in libraries if "fribidi" in name] == []


def test_another_umask_path_and_time_give_the_same_bytes(output: Path, tmp_path: Path) -> None:
    root = tmp_path / "some where else"
    files = release.tracked()
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, root / file)
    for path in root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
        path.chmod(0o700)
    previous = os.umask(0o077)
    try:
        again = release.write("arm64", files, tmp_path / "out put", root)
    finally:
        os.umask(previous)
    for path in again:
        assert path.read_bytes() == (output / path.name).read_bytes()
