"""`thumbnailer dlq redrive`, message by message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from botocore.stub import Stubber

from tests.functional.cli.dlq.messages import event, filled
from tests.support.move_tasks import MoveTasks
from thumbnailer_cli.dlq import redrive
from thumbnailer_cli.shared.aws.clients import Aws
from thumbnailer_cli.shared.aws.sqs import Message, Sqs
from thumbnailer_cli.shared.deployment import parse_deployment
from thumbnailer_cli.shared.errors import CommandError
from tools.samples.account import Account


def test_redrive_by_reason_sends_those_and_releases_the_others(deployment: Account) -> None:
    bodies = filled(deployment)
    dry = deployment.document("dlq", "redrive", "--reason", "AccessDenied", "--dry-run")
    assert (dry["messages"], dry["dry_run"]) == (2, True)
    assert deployment.bodies() == []
    document = deployment.document("dlq", "redrive", "--reason", "AccessDenied", "--rate", "500")
    assert (document["messages"], document["by"]) == (2, "receive_send_delete")
    assert sorted(deployment.bodies()) == sorted(bodies[:2])
    assert sorted(deployment.bodies(dead=True)) == sorted(bodies[2:])


def test_redrive_by_a_reason_that_is_not_there_names_those_that_are(deployment: Account) -> None:
    filled(deployment)
    result = deployment.run("dlq", "redrive", "--reason", "SlowDown")
    assert result.exit_code == 0
    assert (
        "No message has this reason. Reasons: AccessDenied, malformed_event, not_logged."
        in result.stderr
    )
    assert len(deployment.bodies(dead=True)) == 4


def test_where_sqs_does_not_move_messages_each_is_sent_and_deleted(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    MoveTasks(supported=False).install(monkeypatch)
    bodies = [event(f"uploads/{n}.jpg") for n in range(23)]
    deployment.send(*bodies, dead=True)
    result = deployment.run("dlq", "redrive")
    assert result.exit_code == 0
    assert (
        "The endpoint does not support message move tasks (InvalidAction: no such action)"
        in result.stderr
    )
    assert "Sent 23 messages back to the queue." in result.stderr
    assert sorted(deployment.bodies()) == sorted(bodies)
    assert deployment.bodies(dead=True) == []


def test_what_the_command_sends_back_is_one_group(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    MoveTasks(supported=False).install(monkeypatch)
    deployment.send(*(event(f"uploads/{n}.jpg") for n in range(3)), dead=True)
    assert deployment.run("dlq", "redrive").exit_code == 0
    assert deployment.groups() == ["redrive"] * 3


def test_a_dry_run_of_redrive_counts(deployment: Account) -> None:
    filled(deployment)
    document = deployment.document("dlq", "redrive", "--dry-run")
    assert (document["messages"], document["by"], document["dry_run"]) == (4, None, True)
    assert len(deployment.bodies(dead=True)) == 4


def test_messages_are_sent_before_they_are_deleted(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted(_: Sqs, __: str, messages: Sequence[Message]) -> list[str]:
        return [f"{len(messages)} cannot be deleted"]

    MoveTasks(supported=False).install(monkeypatch)
    monkeypatch.setattr(Sqs, "delete", deleted)
    deployment.send(event("uploads/a.jpg"), dead=True)
    result = deployment.run("dlq", "redrive")
    assert result.exit_code == 2
    assert "1 cannot be deleted" in result.stderr
    assert deployment.enqueued() == ["uploads/a.jpg"]


OUTPUTS = {
    "bucket_name": "pictures",
    "uploads_prefix": "uploads/",
    "recipe": '{"variants": {"thumb": {"width": 150}}}',
    "queue_url": "https://queue",
    "dead_letter_queue_url": "https://dead",
}


def test_a_message_that_was_sent_but_not_deleted_is_told(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    failed = {"Id": "0", "Code": "InternalError", "SenderFault": False}
    stubber.add_response("send_message_batch", {"Successful": [], "Failed": []})
    stubber.add_response("delete_message_batch", {"Successful": [], "Failed": [failed]})
    message = Message("m", "body", 1, datetime.now(UTC), "handle")
    with pytest.raises(CommandError, match="InternalError; it is now in both queues"):
        redrive.send_back(client, parse_deployment(OUTPUTS), [message], None)
