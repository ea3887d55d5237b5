"""Every command line of the pages for operators is one that the commands take."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thumbnailer_cli.main import app
from thumbnailer_cli.shared.terminal import CANNOT, FOUND, INTERRUPTED
from tools.docs import command_samples
from tools.paths import ROOT

TEXT = "".join(
    (ROOT / f"docs/{page}.md").read_text(encoding="utf-8") for page in ("commands", "operations")
)
LINES = sorted(
    {re.sub(r" +#.*", "", line) for line in re.findall(r"^ *(thumbnailer .*)$", TEXT, re.MULTILINE)}
)
# What the commands print when something is wrong begins alike, but for a colon.
COMMANDS = {"audit", "backfill", "dlq peek", "dlq redrive", "dlq cancel", "dlq discard"}


def test_the_pages_show_every_command() -> None:
    assert {line.removeprefix("thumbnailer ").partition(" --")[0] for line in LINES} == COMMANDS


@pytest.mark.parametrize("line", LINES)
def test_a_command_line_is_taken(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, shlex.split(line)[1:])
    # The options are right, and only then is the file missed.
    assert result.stderr == (
        "thumbnailer: cannot read --config outputs.json: No such file or directory\n"
    )


def test_the_pages_list_every_exit_code() -> None:
    table = re.findall(r"^\| (\d+) \| .* \|$", TEXT, re.MULTILINE)
    assert table == [str(code) for code in (0, FOUND, CANNOT, INTERRUPTED)]


def test_the_pages_show_every_sample_that_is_made() -> None:
    shown = re.findall(r"<!-- BEGIN generated: sample-(\S+) -->", TEXT)
    assert sorted(shown) == sorted(command_samples.NAMES)


def test_samples_do_not_differ_from_run_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    first = command_samples.samples()
    command_samples.samples.cache_clear()
    assert command_samples.samples() == first
    assert set(first) == set(command_samples.NAMES)
