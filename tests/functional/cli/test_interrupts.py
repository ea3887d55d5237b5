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
from thumbnailer_cli.shared import terminal
from thumbnailer_cli.shared.aws.logs import Logs
from thumbnailer_cli.shared.aws.s3 import S3
from thumbnailer_cli.shared.aws.sqs import Sqs, Unsent
from tools.samples.account import Account
from tools.samples.pictures import jpeg

Interrupt = Callable[[type, str, int], None]

FAST = ("--rate", "100000", "--yes")


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Press Ctrl-C in place of the n-th call of a method."""

    def at(kind: type, method: str, number: int) -> None:
        original, calls = getattr(kind, method), 0

        def call(*arguments: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                raise KeyboardInterrupt
            return original(*arguments)

        monkeypatch.setattr(kind, method, call)

    return at


def interrupted(result: Result, says: str) -> None:
    assert result.exit_code == 130, result.output
    assert result.stderr.splitlines()[-1] == f"thumbnailer: interrupted: {says}"


def dead(deployment: Account, number: int) -> list[str]:
    bodies = [f'{{"keys": ["uploads/{n:03}.jpg"]}}' for n in range(number)]
    deployment.send(*bodies, dead=True)
    return bodies


NOTHING = "no changes were made; run the command again"


def test_an_audit_that_only_looks(deployment: Account, interrupt: Interrupt) -> None:
    deployment.upload_numbered(3)
    deployment.settle("uploads/000.jpg")
    interrupt(S3, "head", 1)
    interrupted(deployment.run("audit", "--yes"), NOTHING)


def test_an_audit_that_mends(deployment: Account, interrupt: Interrupt) -> None:
    keys = deployment.upload_numbered(25)
    interrupt(Sqs, "send", 3)
    interrupted(
        deployment.run("audit", "--fix", *FAST),
        "sent 20 of 25 keys to the queue; after the function has settled them, run the same command"
        " again to send the others",
    )
    assert deployment.enqueued() == keys[:20]


def test_an_audit_that_removes(deployment: Account, interrupt: Interrupt) -> None:
    for number in range(3):
        deployment.settle(f"uploads/{number}.jpg", etag="any")
    interrupt(S3, "delete", 3)
    result = deployment.run("audit", "--remove-orphans", "--yes")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1].endswith(
        "removed; run the same command again for the others"
    )
    assert len(deployment.stored()) == 1


def test_a_backfill_that_counts(deployment: Account, interrupt: Interrupt) -> None:
    interrupt(S3, "list_pages", 1)
    interrupted(deployment.run("backfill", *FAST), NOTHING)


def test_a_backfill_without_a_checkpoint(deployment: Account, interrupt: Interrupt) -> None:
    deployment.upload_numbered(25)
    interrupt(Sqs, "send", 3)
    interrupted(
        deployment.run("backfill", *FAST),
        "sent 20 of 25 keys; to send only the others, use: thumbnailer audit --fix",
    )


def test_a_backfill_with_a_checkpoint_goes_on(deployment: Account, tmp_path: Path) -> None:
    keys = deployment.upload_numbered(25)
    command = ("backfill", *FAST, "--checkpoint", str(tmp_path / "checkpoint"))
    original, sent = Sqs.send, 0

    def send(sqs: Sqs, url: str, bodies: Sequence[str], group: str) -> list[Unsent]:
        nonlocal sent
        sent += 1
        if sent == 2:
            raise KeyboardInterrupt
        return original(sqs, url, bodies, group)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sqs, "send", send)
        interrupted(
            deployment.run(*command),
            "sent 10 of 25 keys; run the same command again to send the others",
        )
    assert deployment.enqueued() == keys[:10]
    assert deployment.run(*command).exit_code == 0
    assert deployment.enqueued() == keys[10:]


def test_a_look_at_dead_letters_releases_them(deployment: Account, interrupt: Interrupt) -> None:
    bodies = dead(deployment, 12)
    interrupt(Logs, "of_messages", 1)
    interrupted(deployment.run("dlq", "peek"), NOTHING)
    assert sorted(deployment.bodies(dead=True)) == bodies


def test_a_redrive_by_reason(deployment: Account, interrupt: Interrupt) -> None:
    bodies = dead(deployment, 25)
    interrupt(Sqs, "send", 2)
    interrupted(
        deployment.run("dlq", "redrive", "--reason", "not_logged"),
        "10 messages sent back; the others are still in the dead-letter queue",
    )
    assert sorted(deployment.bodies() + deployment.bodies(dead=True)) == bodies


def test_a_redrive_by_hand(
    deployment: Account,
    interrupt: Interrupt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    MoveTasks(supported=False).install(monkeypatch)
    bodies = dead(deployment, 25)
    interrupt(Sqs, "send", 2)
    interrupted(
        deployment.run("dlq", "redrive"),
        "10 messages sent back; the others are still in the dead-letter queue",
    )
    # Those that had been received can be received again at once.
    assert sorted(deployment.bodies() + deployment.bodies(dead=True)) == bodies


def test_a_discard(deployment: Account, interrupt: Interrupt) -> None:
    dead(deployment, 25)
    interrupt(Sqs, "delete", 2)
    interrupted(
        deployment.run("dlq", "discard", "--reason", "not_logged", "--yes"),
        "10 messages deleted; the others are still in the dead-letter queue",
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
        "10 messages moved so far, and SQS continues to move the others; watch the move with:"
        f" thumbnailer dlq redrive --config {config}, or stop it with: thumbnailer dlq cancel"
        f" --config {config}",
    )
    tasks.before_look = lambda: None
    result = deployment.run("dlq", "redrive", "--rate", "5")
    assert result.exit_code == 0, result.output
    assert "this command watches that move and ignores --rate." in result.stderr
    assert "Sent 25 messages back to the queue." in result.stderr
    assert len(tasks.tasks) == 1
    assert sorted(deployment.bodies()) == bodies


@pytest.mark.parametrize("end", ["eof", "ctrl-c"])
def test_a_question_that_is_interrupted(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    deployment.upload_numbered(1)
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
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
    assert line.startswith("thumbnailer: interrupted: rendered ")
    assert line.endswith(" of 200 sources; run the same command again to render all")
    assert stdout == ""
    assert 0 < len(list(out.glob("thumbnails/*.jpg"))) < 200
    assert not list(out.glob("**/.thumbnailer-*"))
