"""Tells what a layer holds, as a CycloneDX bill of materials (https://cyclonedx.org)."""

import email
import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.build import wheels

# What is taken of the bills that wheels carry of the libraries in them (PEP 770).
_KEPT = ("type", "name", "version", "description", "licenses", "purl", "scope")


def of_layer(layer: Path, contents: Sequence[Path], version: str) -> dict[str, Any]:
    """Describe a layer.

    The same layer gives the same text: the time and the serial number, both optional, are left out.

    Args:
        layer: the layer's zip.
        contents: the wheels in it, as fetched by their hashes.
        version: of the project, whose compiled loops are in the layer too.

    Returns:
        A document of CycloneDX 1.6.
    """
    loops = {"type": "library", "name": "thumbnailer_native", "version": version}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "file",
                "name": layer.name,
                "version": version,
                "hashes": _hashes(layer),
            }
        },
        "components": [*map(_component, sorted(contents)), loops],
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
    component = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": _hashes(wheel),
    }
    if expression := metadata["License-Expression"]:
        component["licenses"] = [{"expression": expression}]
    inner = [
        {key: each[key] for key in _KEPT if key in each}
        for bill in bills
        for each in bill.get("components", ())
        if wheels.normal(each["name"]) != name
    ]
    return component | ({"components": inner} if inner else {})


def _hashes(path: Path) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
