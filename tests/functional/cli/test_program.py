"""`python -m thumbnailer_cli`, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from tests.functional.cli.render.folder import TWO, files, put
from thumbnailer import __version__
from thumbnailer.imaging import render
from thumbnailer_cli import main
from tools.samples.pictures import RED, jpeg, plain_png
from tools.samples.recipes import made

SOURCE = Path(main.__file__).parents[1]


def test_the_version_is_that_of_the_package() -> None:
    result = CliRunner().invoke(main.app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"thumbnailer {__version__}\n")


def program(
    *arguments: str, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thumbnailer_cli", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
    )


def test_the_program_reads_a_deployments_recipe_from_standard_input() -> None:
    data = jpeg(400, 300)
    put("photos/a.jpg", data)
    put("photos/b.jpg", data)
    document = json.dumps(TWO)
    ended = program(
        "render", "photos", "--out", "out", "--recipe", "-", "--json", "--jobs", "2",
        stdin=document,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    assert json.loads(ended.stdout)["recipe_id"] == made(TWO).id
    expected = {r.variant.name: r.data for r in render(data, made(TWO)).renditions}
    assert files("out") == {
        "thumbnails/a_thumb.jpg": expected["thumb"],
        "thumbnails/b_thumb.jpg": expected["thumb"],
        "squares/uploads/a.jpg.webp": expected["square"],
        "squares/uploads/b.jpg.webp": expected["square"],
    }
    wrong = program("render", "photos", "--out", "out", "--recipe", "-", stdin="{}")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("thumbnailer: standard input: variants must be")


def test_the_program_says_which_extra_it_needs() -> None:
    put("absent/typer.py", b"raise ModuleNotFoundError(name='typer')")
    ended = program("render", PYTHONPATH=f"absent{os.pathsep}{SOURCE}")
    assert ended.returncode == 2
    assert ended.stderr == "thumbnailer: typer is not installed; run: pip install '.[cli]'\n"


def test_any_name_can_be_shown_in_any_encoding() -> None:
    put("photos/日本.png", plain_png(RED))
    ended = program("render", "photos", "--out", "out", PYTHONIOENCODING="ascii")
    assert ended.returncode == 0, ended.stderr
    assert "\\u65e5\\u672c" in ended.stdout
