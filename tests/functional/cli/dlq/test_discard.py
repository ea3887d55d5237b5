"""`thumbnailer dlq discard` on moto."""

from __future__ import annotations

import pytest

from tests.functional.cli.dlq.messages import filled
from thumbnailer_cli.shared.aws.sqs import Sqs
from tools.samples.account import Account


def test_discard_deletes_the_messages_with_one_reason(deployment: Account) -> None:
    bodies = filled(deployment)
    dry = deployment.document("dlq", "discard", "--reason", "malformed_event", "--dry-run")
    assert (dry["messages"], dry["dry_run"]) == (1, True)
    document = deployment.document("dlq", "discard", "--reason", "malformed_event", "--yes")
    assert (document["messages"], document["dry_run"]) == (1, False)
    assert sorted(deployment.bodies(dead=True)) == sorted(bodies[:3])
    assert deployment.bodies() == []


def test_discard_asks_first_and_needs_a_reason(deployment: Account) -> None:
    filled(deployment)
    result = deployment.run("dlq", "discard", "--reason", "AccessDenied")
    assert result.exit_code == 2
    assert 'Delete 2 messages with the reason "AccessDenied"?' in result.stderr
    assert deployment.run("dlq", "discard", "--yes").exit_code == 2
    result = deployment.run("dlq", "discard", "--reason", "SlowDown", "--yes")
    assert result.exit_code == 0
    assert (
        "No message has this reason. Reasons: AccessDenied, malformed_event, not_logged."
        in result.stderr
    )
    assert len(deployment.bodies(dead=True)) == 4


def test_what_cannot_be_discarded_is_told(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(deployment)
    monkeypatch.setattr(Sqs, "delete", lambda *_: ["InternalError"])
    result = deployment.run("dlq", "discard", "--reason", "AccessDenied", "--yes")
    assert result.exit_code == 2
    assert "a message was not deleted from https://" in result.stderr
    assert "InternalError" in result.stderr
