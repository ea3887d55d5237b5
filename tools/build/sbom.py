"""Tells what a release holds, as a CycloneDX bill of materials (https://cyclonedx.org)."""

import email
import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tools.build import bundled, wheels

# What is taken of the bills that wheels carry of the libraries in them (PEP 770).
_KEPT = ("type", "name", "version", "description", "licenses", "purl", "scope")
# Not older than any bill that components are copied from: Pillow's is of 1.7.
_SPECIFICATION = "1.7"
_OWN = [{"license": {"id": "Apache-2.0"}}]


def of_release(
    name: str, version: str, function: Path, layer: Path, contents: Sequence[Path]
) -> dict[str, Any]:
    """Describe a release.

    The same release gives the same text: the time and the serial number, both optional, are left
    out.

    Args:
        name: of the module.
        version: of the project.
        function: the function's zip.
        layer: the layer's zip.
        contents: the wheels in the layer, as fetched by their hashes.

    Returns:
        A document of CycloneDX 1.7. The components of each zip are inside the zip's component.
    """
    held = [*map(_component, sorted(contents)), _own("thumbnailer_native", version)]
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{_SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": _SPECIFICATION,
        "version": 1,
        "metadata": {"component": _own(name, version, "application")},
        "components": [
            _zip(function, version, [_own("thumbnailer", version)]),
            _zip(layer, version, held),
        ],
    }


def _own(name: str, version: str, kind: str = "library") -> dict[str, Any]:
    return {"type": kind, "name": name, "version": version, "licenses": _OWN}


def _zip(path: Path, version: str, components: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "file",
        "name": path.name,
        "version": version,
        "hashes": _hashes(path),
        "components": components,
    }


def _component(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(archive.namelist())
        told = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(told))
        bills = [
            json.loads(archive.read(name))
            for name in names
            if ".dist-info/sboms/" in name and name.endswith(".json")
        ]
        name, version = wheels.normal(metadata["Name"]), metadata["Version"]
        inner = [
            *(_copied(each) for each in _described(bills) if wheels.normal(each["name"]) != name),
            *map(_bundled, bundled.libraries(name, archive)),
        ]
    component = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": _hashes(wheel),
    }
    if expression := metadata["License-Expression"]:
        component["licenses"] = [{"expression": expression}]
    return component | ({"components": inner} if inner else {})


def _described(bills: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for bill in bills:
        yield from (
            each for each in bill.get("components", ()) if each["name"] not in bundled.ABSENT
        )


def _copied(component: dict[str, Any]) -> dict[str, Any]:
    copy = {key: component[key] for key in _KEPT if key in component}
    known = bundled.LICENSES.get(component["name"])
    return copy | ({"licenses": [{"expression": known}]} if known else {})


def _bundled(library: bundled.Library) -> dict[str, Any]:
    version = {"version": library.version} if library.version else {}
    named = {"type": "library", "name": library.name, "licenses": [{"expression": library.license}]}
    return named | version


def _hashes(path: Path) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
