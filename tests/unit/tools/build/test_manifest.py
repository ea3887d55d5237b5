from __future__ import annotations

import hashlib
import json
from pathlib import Path

from thumbnailer import __version__
from tools.build import manifest
from tools.docs import hcl
from tools.paths import ROOT


def zipped(directory: Path, name: str) -> Path:
    path = directory / name
    path.write_text(name)
    return path


def told(directory: Path) -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = json.loads((directory / manifest.NAME).read_text())
    return entries


def test_it_tells_what_each_was_built_for(tmp_path: Path) -> None:
    manifest.record([zipped(tmp_path, "a.zip")], "3.13", "arm64")
    assert told(tmp_path) == {
        "a.zip": {
            "architecture": "arm64",
            "python": "3.13",
            "sha256": hashlib.sha256(b"a.zip").hexdigest(),
            "version": __version__,
        }
    }


def test_architectures_are_built_one_after_the_other_in_any_order(tmp_path: Path) -> None:
    made = []
    for order in (["arm64", "x86_64"], ["x86_64", "arm64"]):
        directory = tmp_path / order[0]
        directory.mkdir()
        for arch in order:
            manifest.record([zipped(directory, "function.zip")], "3.13")
            manifest.record([zipped(directory, f"layer-{arch}.zip")], "3.13", arch)
        made.append((directory / manifest.NAME).read_bytes())
    assert made[0] == made[1]
    assert set(json.loads(made[0])) == {"function.zip", "layer-arm64.zip", "layer-x86_64.zip"}


def test_what_was_built_anew_or_is_gone(tmp_path: Path) -> None:
    first, second = zipped(tmp_path, "a.zip"), zipped(tmp_path, "b.zip")
    manifest.record([first, second], "3.12")
    first.unlink()
    manifest.record([second], "3.13")
    assert {name: entry["python"] for name, entry in told(tmp_path).items()} == {"b.zip": "3.13"}


def test_a_manifest_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    for broken in ("{", "[]"):
        (tmp_path / manifest.NAME).write_text(broken)
        manifest.record([zipped(tmp_path, "a.zip")], "3.13")
        assert set(told(tmp_path)) == {"a.zip"}


def test_nothing_of_the_root_module_is_created_before_the_artifacts_are_checked() -> None:
    made = {
        name: call
        for name, call in hcl.blocks(ROOT, "module").items()
        if name not in ("artifacts", "typed")
    }
    for kind, resources in hcl.labelled(ROOT, "resource"):
        made |= {f"{kind}.{name}": resource for name, resource in resources.items()}
    assert {"function", "aws_lambda_layer_version.this"} <= made.keys()
    waiting = [list(map(hcl.expression, each.get("depends_on", []))) for each in made.values()]
    assert waiting == [["module.artifacts"]] * len(made)
