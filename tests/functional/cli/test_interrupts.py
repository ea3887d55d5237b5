"""Ctrl-C: every command says what was done and how to go on, and exits with code 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import Result

from tests.support.move_tasks import MoveTasks
from thumbnailer_cli.dlq import redrive
from thumbnailer_cli.shared import terminal
from thumbnailer_cli.shared.aws import Aws, Unsent
from tools.samples.account import Account
from tools.samples.pictures import jpeg

FAST = ("--rate", "100000", "--yes")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbnailer_cli.shared.aws._WAIT_SECONDS", 0)
    monkeypatch.setattr(redrive, "_POLL_SECONDS", 0)


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Press Ctrl-C in place of the n-th call of a method of Aws."""

    def at(method: str, number: int) -> None:
        original, calls = getattr(Aws, method), 0

        def call(*arguments: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                raise KeyboardInterrupt
            return original(*arguments)

        monkeypatch.setattr(Aws, method, call)

    return at


def interrupted(result: Result, says: str) -> None:
    assert result.exit_code == 130, result.output
    assert result.stderr.splitlines()[-1] == f"thumbnailer: interrupted: {says}"


def uploaded(deployment: Account, number: int) -> list[str]:
    keys = [f"uploads/{n:03}.jpg" for n in range(number)]
    for key in keys:
        deployment.upload(key)
    return keys


def dead(deployment: Account, number: int) -> list[str]:
    bodies = [f'{{"keys": ["uploads/{n:03}.jpg"]}}' for n in range(number)]
    deployment.send(*bodies, dead=True)
    return bodies


NOTHING = "nothing was changed; run it again"


def test_an_audit_that_only_looks(
    deployment: Account, interrupt: Callable[[str, int], None]
) -> None:
    uploaded(deployment, 3)
    deployment.settle("uploads/000.jpg")
    interrupt("head", 1)
    interrupted(deployment.run("audit", "--yes"), NOTHING)


def test_an_audit_that_mends(deployment: Account, interrupt: Callable[[str, int], None]) -> None:
    keys = uploaded(deployment, 25)
    interrupt("send", 3)
    interrupted(
        deployment.run("audit", "--fix", *FAST),
        "20 of 25 keys sent to the queue; when they are through, run it again to send the others",
    )
    assert deployment.enqueued() == keys[:20]


def test_an_audit_that_removes(deployment: Account, interrupt: Callable[[str, int], None]) -> None:
    for number in range(3):
        deployment.settle(f"uploads/{number}.jpg", etag="any")
    interrupt("delete", 3)
    result = deployment.run("audit", "--remove-orphans", "--yes")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1].endswith("removed; run it again to go on")
    assert len(deployment.stored()) == 1


def test_a_backfill_that_counts(deployment: Account, interrupt: Callable[[str, int], None]) -> None:
    interrupt("list_pages", 1)
    interrupted(deployment.run("backfill", *FAST), NOTHING)


def test_a_backfill_without_a_checkpoint(
    deployment: Account, interrupt: Callable[[str, int], None]
) -> None:
    uploaded(deployment, 25)
    interrupt("send", 3)
    interrupted(
        deployment.run("backfill", *FAST),
        "20 of 25 keys sent; to send the rest only, use: thumbnailer audit --fix",
    )


def test_a_backfill_with_a_checkpoint_goes_on(deployment: Account, tmp_path: Path) -> None:
    keys = uploaded(deployment, 25)
    command = ("backfill", *FAST, "--checkpoint", str(tmp_path / "checkpoint"))
    original, sent = Aws.send, 0

    def send(aws: Aws, url: str, bodies: Sequence[str]) -> list[Unsent]:
        nonlocal sent
        sent += 1
        if sent == 2:
            raise KeyboardInterrupt
        return original(aws, url, bodies)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Aws, "send", send)
        interrupted(
            deployment.run(*command),
            "10 of 25 keys sent; the same command goes on after the last of them",
        )
    assert deployment.enqueued() == keys[:10]
    assert deployment.run(*command).exit_code == 0
    assert deployment.enqueued() == keys[10:]


def test_a_look_at_dead_letters_releases_them(
    deployment: Account, interrupt: Callable[[str, int], None]
) -> None:
    bodies = dead(deployment, 12)
    interrupt("log_lines", 1)
    interrupted(deployment.run("dlq", "peek"), NOTHING)
    assert sorted(deployment.bodies(dead=True)) == bodies


def test_a_redrive_by_reason(deployment: Account, interrupt: Callable[[str, int], None]) -> None:
    bodies = dead(deployment, 25)
    interrupt("send", 2)
    interrupted(
        deployment.run("dlq", "redrive", "--reason", "not_logged"),
        "10 messages sent back; the others are still there",
    )
    assert sorted(deployment.bodies() + deployment.bodies(dead=True)) == bodies


def test_a_redrive_by_hand(
    deployment: Account, interrupt: Callable[[str, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    MoveTasks(supported=False).install(monkeypatch)
    bodies = dead(deployment, 25)
    interrupt("send", 2)
    interrupted(
        deployment.run("dlq", "redrive"), "10 messages sent back; the others are still there"
    )
    # Those that had been received can be received again at once.
    assert sorted(deployment.bodies() + deployment.bodies(dead=True)) == bodies


def test_a_discard(deployment: Account, interrupt: Callable[[str, int], None]) -> None:
    dead(deployment, 25)
    interrupt("remove", 2)
    interrupted(
        deployment.run("dlq", "discard", "--reason", "not_logged", "--yes"),
        "10 messages deleted; the others are still there",
    )
    assert len(deployment.bodies(dead=True)) == 15


def test_a_move_by_sqs_goes_on_and_is_joined_by_the_next_run(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = MoveTasks().install(monkeypatch)
    bodies = dead(deployment, 25)
    looks = 0

    def press() -> None:
        nonlocal looks
        looks += 1
        if looks == 2:
            raise KeyboardInterrupt

    tasks.before_look = press
    config = f"{deployment.folder}/outputs.json"
    interrupted(
        deployment.run("dlq", "redrive"),
        "10 messages moved so far, and SQS goes on moving the others; watch that with:"
        f" thumbnailer dlq redrive --config {config}, or stop it with: thumbnailer dlq cancel"
        f" --config {config}",
    )
    tasks.before_look = lambda: None
    result = deployment.run("dlq", "redrive", "--rate", "5")
    assert result.exit_code == 0, result.output
    assert "at the rate that it began with: this watches that move." in result.stderr
    assert "Sent 25 messages back to the queue." in result.stderr
    assert len(tasks.tasks) == 1
    assert sorted(deployment.bodies()) == bodies


@pytest.mark.parametrize("end", ["eof", "ctrl-c"])
def test_a_question_that_is_interrupted(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    uploaded(deployment, 1)
    monkeypatch.setattr(terminal, "is_a_person_there", lambda: True)
    if end == "ctrl-c":

        def press(*_: Any, **__: Any) -> bool:
            raise typer.Abort

        monkeypatch.setattr(typer, "confirm", press)
    result = deployment.run("backfill", stdin="")
    assert result.exit_code == 130
    assert result.stderr.endswith(f"thumbnailer: interrupted: {NOTHING}\n")
    assert deployment.bodies() == []


@pytest.mark.parametrize("jobs", ["1", "2", "8"])  # of eight, some still start
def test_rendering_by_the_signal_itself(tmp_path: Path, jobs: str) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    data = jpeg(3000, 2000)
    for number in range(200):
        (photos / f"{number:03}.jpg").write_bytes(data)
    out = tmp_path / "out"
    command = ["render", str(photos), "--out", str(out), "--jobs", jobs]
    # Tests that a shell runs in the background ignore the signal, and so would what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "thumbnailer_cli", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    while not list(out.glob("thumbnails/*.jpg")):
        assert running.poll() is None
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all processes
    stdout, stderr = running.communicate(timeout=60)
    assert running.returncode == 130, stderr
    (line,) = stderr.splitlines()
    assert line.startswith("thumbnailer: interrupted: ")
    assert line.endswith(" of 200 photos done; run it again to render all of them")
    assert stdout == ""
    assert 0 < len(list(out.glob("thumbnails/*.jpg"))) < 200
    assert not list(out.glob("**/.thumbnailer-*"))
