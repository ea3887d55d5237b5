"""`thumbnailer backfill` on moto."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from thumbnailer_cli.shared import enqueue as enqueueing
from thumbnailer_cli.shared import terminal
from thumbnailer_cli.shared.aws.sqs import Sqs, Unsent
from thumbnailer_cli.shared.errors import CommandError
from tools.samples.account import Account
from tools.samples.recipes import THUMB

AWKWARD = ["uploads/Été +1 %2B/a b&c.JPG", "uploads/<x>.jpg", "uploads/%41.jpg"]
FAST = ("--rate", "100000", "--yes")


def test_every_key_is_sent_once(deployment: Account) -> None:
    keys = deployment.upload_numbered(23) + AWKWARD
    for key in AWKWARD:
        deployment.upload(key)
    deployment.upload("uploads/folder/", b"")
    deployment.upload("elsewhere/a.jpg")
    document = deployment.document("backfill", *FAST)
    assert (document["keys"], document["enqueued"], document["dry_run"]) == (26, 26, False)
    assert document["source_bytes"] == 26 * len(b"picture")
    bodies = deployment.bodies()
    assert sorted(json.loads(body)["keys"] for body in bodies) == sorted([key] for key in keys)


def test_a_dry_run_sends_nothing_and_says_what_it_would_cost(deployment: Account) -> None:
    deployment.upload_numbered(5)
    document = deployment.document("backfill", "--dry-run", "--seconds", "1", "--memory", "1024")
    assert (document["keys"], document["enqueued"], document["dry_run"]) == (5, 0, True)
    each = 1 / 1e6 * (3 * 0.4 + 5 + 0.5 * 0.4)
    assert document["dollars"]["requests"] == pytest.approx(5 * each + 2 * 0.005 / 1000, abs=1e-6)
    assert document["dollars"]["function"] == pytest.approx(5 * (16.6667 + 0.2) / 1e6, abs=1e-6)
    assert deployment.bodies() == []
    result = deployment.run("backfill", "--dry-run", "--rate", "0.01")
    assert result.exit_code == 2
    result = deployment.run("backfill", "--dry-run", "--rate", "0.1")
    assert "5 keys to send, 35 bytes" in result.stderr
    assert "At 0.1 keys a second, sending takes 50 s" in result.stderr


def test_only_what_the_recipe_makes_something_of_is_sent(deployment: Account) -> None:
    deployment.outputs["recipe"] = json.dumps({"variants": {"thumb": THUMB | {"prefix": "trips/"}}})
    deployment.outputs["suffixes"] = [".jpg"]
    for key in ("a.jpg", "trips/a.jpg", "trips/b.JPG", "trips/c.png"):
        deployment.upload(f"uploads/{key}")
    deployment.document("backfill", *FAST)
    assert deployment.enqueued() == ["uploads/trips/a.jpg", "uploads/trips/b.JPG"]


def test_a_prefix_narrows_it_down(deployment: Account) -> None:
    deployment.upload("uploads/2025/a.jpg")
    deployment.upload("uploads/2026/a.jpg")
    result = deployment.run("backfill", *FAST, "--prefix", "uploads/2026")
    assert "Sources: every key below s3://pictures/uploads/2026, since" in result.stderr
    assert deployment.enqueued() == ["uploads/2026/a.jpg"]
    result = deployment.run("backfill", *FAST, "--prefix", "elsewhere/")
    assert result.exit_code == 2
    assert '--prefix "elsewhere/" must begin with' in result.stderr


def test_more_keys_than_meant_are_refused_before_anything_is_sent(deployment: Account) -> None:
    deployment.upload_numbered(12)
    result = deployment.run("backfill", *FAST, "--max-keys", "11")
    assert result.exit_code == 2
    assert "there are more than 11 keys" in result.stderr
    assert deployment.bodies() == []
    assert deployment.document("backfill", "--dry-run", "--max-keys", "11")["keys"] == 12
    assert deployment.document("backfill", *FAST, "--max-keys", "12")["enqueued"] == 12


def test_what_is_uploaded_after_the_count_is_left_to_its_own_event(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.upload_numbered(3)
    monkeypatch.setattr(
        "thumbnailer_cli.backfill.command.confirm", lambda *_: deployment.upload("uploads/z.jpg")
    )
    assert deployment.document("backfill", "--max-keys", "3")["enqueued"] == 3
    assert "uploads/z.jpg" not in deployment.enqueued()


def test_nobody_is_asked_where_nobody_is(deployment: Account) -> None:
    deployment.upload_numbered(1)
    result = deployment.run("backfill")
    assert result.exit_code == 2
    assert "Send 1 key to the queue? stdin is not a terminal; pass --yes" in result.stderr
    assert deployment.bodies() == []


@pytest.mark.parametrize(("answer", "code", "sent"), [("y\n", 0, 1), ("n\n", 2, 0)])
def test_a_person_is_asked(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, sent: int
) -> None:
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    deployment.upload_numbered(1)
    assert deployment.run("backfill", stdin=answer).exit_code == code
    assert len(deployment.bodies()) == sent


def test_an_interrupted_backfill_goes_on_where_it_was(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = deployment.upload_numbered(35)
    file = str(tmp_path / "checkpoint")
    original, sent = Sqs.send, 0

    def send(sqs: Sqs, url: str, bodies: Sequence[str], group: str) -> list[Unsent]:
        nonlocal sent
        sent += len(bodies)
        if sent > 20:
            raise CommandError("the network is down")
        return original(sqs, url, bodies, group)

    with monkeypatch.context() as patch:
        patch.setattr(Sqs, "send", send)
        result = deployment.run("backfill", *FAST, "--checkpoint", file)
    assert result.exit_code == 2
    assert "the network is down" in result.stderr
    assert deployment.enqueued() == keys[:20]
    document = deployment.document("backfill", *FAST, "--checkpoint", file)
    assert (document["keys"], document["enqueued"]) == (15, 15)
    assert deployment.enqueued() == keys[20:]
    # And it is not begun a second time by mistake.
    again = deployment.run("backfill", *FAST, "--checkpoint", file)
    assert again.exit_code == 0
    assert "is finished; to start over, delete the file" in again.stderr
    assert deployment.bodies() == []


def test_the_messages_are_one_group_so_that_live_uploads_do_not_wait_behind_them(
    deployment: Account,
) -> None:
    deployment.upload_numbered(12)
    deployment.document("backfill", *FAST)
    assert deployment.groups() == ["backfill"] * 12


def test_a_checkpoint_of_another_prefix_is_refused(deployment: Account, tmp_path: Path) -> None:
    deployment.upload_numbered(1)
    file = str(tmp_path / "checkpoint")
    deployment.document("backfill", *FAST, "--checkpoint", file)
    deployment.bodies()
    result = deployment.run("backfill", *FAST, "--checkpoint", file, "--prefix", "uploads/0")
    assert result.exit_code == 2
    assert (
        "is the checkpoint of another backfill: prefix is 'uploads/' in the file" in result.stderr
    )
    assert deployment.bodies() == []


def test_without_a_place_for_the_checkpoint_nothing_is_sent(deployment: Account) -> None:
    deployment.upload_numbered(1)
    result = deployment.run("backfill", *FAST, "--checkpoint", "none/checkpoint")
    assert result.exit_code == 2
    assert "cannot write --checkpoint none/checkpoint: " in result.stderr
    assert deployment.bodies() == []


def test_what_the_queue_does_not_take_at_once_is_sent_again(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = deployment.upload_numbered(12)
    original, calls = Sqs.send, 0

    def send(sqs: Sqs, url: str, bodies: Sequence[str], group: str) -> list[Unsent]:
        nonlocal calls
        calls += 1
        if calls % 2 == 0:
            return original(sqs, url, bodies, group)
        taken = original(sqs, url, bodies[1:], group)
        return [*taken, Unsent(0, "InternalError: try again", sender_fault=False)]

    monkeypatch.setattr(Sqs, "send", send)
    monkeypatch.setattr(enqueueing, "_FIRST_PAUSE_SECONDS", 0)
    assert deployment.document("backfill", *FAST)["enqueued"] == 12
    assert deployment.enqueued() == keys


def test_what_the_queue_will_never_take_is_told_at_once(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.upload_numbered(1)
    calls: list[Any] = []

    def send(*call: Any) -> list[Unsent]:
        calls.append(call)
        return [Unsent(0, "InvalidMessageContents: no", sender_fault=True)]

    monkeypatch.setattr(Sqs, "send", send)
    result = deployment.run("backfill", *FAST)
    assert result.exit_code == 2
    assert "does not accept a message: InvalidMessageContents: no" in result.stderr
    assert len(calls) == 1


def test_the_rate_is_kept(deployment: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment.upload_numbered(25)
    now, slept = 0.0, list[float]()

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        slept.append(seconds)

    monkeypatch.setattr("thumbnailer_cli.shared.enqueue.time.monotonic", lambda: now)
    monkeypatch.setattr("thumbnailer_cli.shared.enqueue.time.sleep", sleep)
    deployment.document("backfill", "--yes", "--rate", "5")
    assert slept == [1.0] * 4  # five at once, then five each second
    assert len(deployment.bodies()) == 25
