"""Files of the current folder, and `thumbnailer render` run there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from thumbnailer_cli import main
from tools.samples.recipes import THUMB


def put(path: str, data: bytes) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def put_json(path: str, document: Mapping[str, object]) -> None:
    put(path, json.dumps(document).encode())


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main.app, ["render", *arguments], input=stdin)


def run_json(*arguments: str, stdin: str | None = None) -> dict[str, Any]:
    result = run(*arguments, "--json", stdin=stdin)
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def files(folder: str) -> dict[str, bytes]:
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def refused(*arguments: str, stdin: str | None = None) -> str:
    """What the command says when it does nothing at all."""
    before = files(".")
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert files(".") == before
    assert "Traceback" not in result.stderr
    return result.stderr


TWO = {
    "variants": {
        "thumb": THUMB,
        "square": {
            "width": 20,
            "height": 20,
            "fit": "cover",
            "gravity": "focal",
            "format": "webp",
            "key": "squares/{key}{ext}",
        },
    }
}
