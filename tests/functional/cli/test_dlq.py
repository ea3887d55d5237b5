"""`thumbnailer dlq` on moto; what moto cannot do, by answers of botocore's Stubber."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import Stubber

from tests.support.move_tasks import MoveTasks
from thumbnailer_cli.dlq import redrive
from thumbnailer_cli.shared.aws import Aws, CannotMove, Letter
from thumbnailer_cli.shared.deployment import parse_deployment
from thumbnailer_cli.shared.errors import CommandError
from tools.samples.account import Account
from tools.samples.messages import s3_record


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbnailer_cli.shared.aws._WAIT_SECONDS", 0)
    monkeypatch.setattr(redrive, "_POLL_SECONDS", 0)


def event(*keys: str) -> str:
    return json.dumps({"Records": [s3_record(key, "pictures") for key in keys]})


def log(deployment: Account, message_id: str, reason: str, detail: str = "") -> None:
    line = {"message_id": message_id, "outcome": "failed", "reason": reason, "detail": detail}
    deployment.log(line)


def filled(deployment: Account) -> list[str]:
    """Four dead letters: two denied, one that timed out, one malformed; gives their bodies."""
    bodies = [event("uploads/a b.jpg"), event("uploads/b.jpg", "uploads/c.jpg")]
    bodies += [json.dumps({"keys": ["uploads/slow.jpg"]}), "nonsense"]
    first, second, *_ = deployment.send(*bodies, dead=True)
    for message_id in (first, second):
        log(deployment, message_id, "SlowDown")
        log(deployment, message_id, "AccessDenied", "Traceback\nno s3:GetObject")
    return bodies


def test_peek_explains_every_message_and_leaves_it_there(deployment: Account) -> None:
    bodies = filled(deployment)
    document = deployment.document("dlq", "peek")
    assert document["totals"] == {"AccessDenied": 2, "not_logged": 1, "malformed_event": 1}
    explained = {m["body"]: m for m in document["messages"]}
    assert explained[bodies[0]]["keys"] == ["uploads/a b.jpg"]
    assert explained[bodies[1]]["keys"] == ["uploads/b.jpg", "uploads/c.jpg"]
    assert explained[bodies[1]]["detail"] == "Traceback\nno s3:GetObject"
    assert explained["nonsense"]["detail"].startswith("the message body is not JSON")
    assert {m["received"] for m in document["messages"]} == {1}
    # Visible again, all of them, at once.
    assert sorted(deployment.bodies(dead=True)) == sorted(bodies)


def test_peek_shows_a_person_one_line_each(deployment: Account) -> None:
    filled(deployment)
    result = deployment.run("dlq", "peek")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 5
    assert [line.split()[0] for line in lines] == [
        "reason",
        "AccessDenied",
        "AccessDenied",
        "malformed_event",
        "not_logged",
    ]
    assert "uploads/b.jpg, uploads/c.jpg" in lines[2]
    assert lines[2].rstrip().endswith("no s3:GetObject")
    assert "2 AccessDenied" in result.stderr


def test_peek_at_an_empty_queue(deployment: Account) -> None:
    result = deployment.run("dlq", "peek")
    assert result.exit_code == 0
    assert "There are no messages to be received." in result.stderr
    assert deployment.document("dlq", "peek")["messages"] == []


def test_peek_says_when_there_are_more(deployment: Account) -> None:
    deployment.send(*(event(f"uploads/{n}") for n in range(12)), dead=True)
    result = deployment.run("dlq", "peek", "--max-messages", "10")
    assert "about 12 messages in all" in result.stderr


@pytest.mark.parametrize("group", [None, "/aws/lambda/nobody"])
def test_without_the_log_a_message_is_explained_as_far_as_it_goes(
    deployment: Account, group: str | None
) -> None:
    filled(deployment)
    deployment.outputs["log_group_name"] = group
    document = deployment.document("dlq", "peek")
    assert document["totals"] == {"log_unreadable": 3, "malformed_event": 1}
    details = {m["detail"] for m in document["messages"] if m["reason"] == "log_unreadable"}
    assert details == {
        f"cannot read the log group {group}: ResourceNotFoundException: The specified log group"
        " does not exist."
        if group
        else 'there is no output "log_group_name"'
    }


def test_messages_are_released_when_something_breaks(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = filled(deployment)
    monkeypatch.setattr(Aws, "log_lines", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        raise deployment.run("dlq", "peek").exception or AssertionError
    assert sorted(deployment.bodies(dead=True)) == sorted(bodies)


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
    assert "The reasons there are: AccessDenied, malformed_event, not_logged." in result.stderr
    assert len(deployment.bodies(dead=True)) == 4


def test_where_sqs_does_not_move_messages_each_is_sent_and_deleted(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    MoveTasks(supported=False).install(monkeypatch)
    bodies = [event(f"uploads/{n}.jpg") for n in range(23)]
    deployment.send(*bodies, dead=True)
    result = deployment.run("dlq", "redrive")
    assert result.exit_code == 0
    assert "SQS does not move messages here (InvalidAction: no such action)" in result.stderr
    assert "Sent 23 messages back to the queue." in result.stderr
    assert sorted(deployment.bodies()) == sorted(bodies)
    assert deployment.bodies(dead=True) == []


def test_a_dry_run_of_redrive_counts(deployment: Account) -> None:
    filled(deployment)
    document = deployment.document("dlq", "redrive", "--dry-run")
    assert (document["messages"], document["by"], document["dry_run"]) == (4, None, True)
    assert len(deployment.bodies(dead=True)) == 4


def test_messages_are_sent_before_they_are_deleted(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def removed(_: Aws, __: str, letters: Sequence[Letter]) -> list[str]:
        return [f"{len(letters)} cannot be deleted"]

    MoveTasks(supported=False).install(monkeypatch)
    monkeypatch.setattr(Aws, "remove", removed)
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
SOURCE, DESTINATION = "arn:aws:sqs:eu-central-1:1:up-dlq", "arn:aws:sqs:eu-central-1:1:up"


@pytest.fixture
def aws() -> Iterator[tuple[Aws, Stubber]]:
    made = Aws("eu-central-1")
    with Stubber(made._sqs) as stubber:
        yield made, stubber
        stubber.assert_no_pending_responses()


def started(stubber: Stubber, **more: Any) -> None:
    expected = {"SourceArn": SOURCE, "DestinationArn": DESTINATION, **more}
    stubber.add_response("start_message_move_task", {"TaskHandle": "handle"}, expected)


def task(stubber: Stubber, status: str, moved: int, **more: Any) -> None:
    result = {"Status": status, "ApproximateNumberOfMessagesMoved": moved, **more}
    stubber.add_response(
        "list_message_move_tasks", {"Results": [result]}, {"SourceArn": SOURCE, "MaxResults": 1}
    )


def test_sqs_moves_the_messages_where_it_can(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    started(stubber, MaxNumberOfMessagesPerSecond=7)
    task(stubber, "RUNNING", 10, ApproximateNumberOfMessagesToMove=25)
    task(stubber, "COMPLETED", 25)
    assert redrive.begin_move(client, SOURCE, DESTINATION, 7) is None
    assert list(redrive.watch_move(client, SOURCE)) == [10, 15]


def test_a_move_that_fails_is_told(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    task(stubber, "FAILED", 3, FailureReason="AWS.SimpleQueueService.AccessDenied")
    with pytest.raises(CommandError, match=r"as FAILED after 3 messages: AWS.Simple\w+.AccessD"):
        list(redrive.watch_move(client, SOURCE))


# AWS's, LocalStack's.
@pytest.mark.parametrize("code", ["UnsupportedOperation", "InvalidParameterValueException"])
def test_a_move_that_runs_already_is_joined(aws: tuple[Aws, Stubber], code: str) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", code, "There is already a task running.")
    task(stubber, "RUNNING", 10, DestinationArn=DESTINATION)
    joined = redrive.begin_move(client, SOURCE, DESTINATION, None)
    assert joined
    assert joined.moved == 10


def test_a_move_to_another_queue_is_not_joined(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", "UnsupportedOperation", "already")
    task(stubber, "RUNNING", 10, DestinationArn="arn:aws:sqs:eu-central-1:1:other")
    with pytest.raises(CommandError, match="1:other already; wait, or stop that with: thumbnailer"):
        redrive.begin_move(client, SOURCE, DESTINATION, None)


@pytest.mark.parametrize("listed", ["none", "ended", "refused"])
def test_where_no_move_runs_the_first_answer_counts(aws: tuple[Aws, Stubber], listed: str) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", "UnsupportedOperation", "not here")
    if listed == "none":
        stubber.add_response("list_message_move_tasks", {"Results": []})
    elif listed == "ended":
        task(stubber, "COMPLETED", 10)
    else:
        stubber.add_client_error("list_message_move_tasks", "AccessDenied", "no")
    with pytest.raises(CannotMove, match="UnsupportedOperation: not here"):
        redrive.begin_move(client, SOURCE, DESTINATION, None)


def test_a_move_is_cancelled(deployment: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = MoveTasks(step=3).install(monkeypatch)
    none = deployment.document("dlq", "cancel")
    assert (none["cancelled"], none["messages"]) == (False, None)
    deployment.send(*(event(f"uploads/{n}.jpg") for n in range(9)), dead=True)
    outputs = deployment.outputs
    Aws().start_move(outputs["dead_letter_queue_arn"], outputs["queue_arn"], None)
    document = deployment.document("dlq", "cancel")
    assert (document["cancelled"], document["messages"]) == (True, 3)
    assert [task["Status"] for task in tasks.tasks] == ["CANCELLED"]
    assert len(deployment.bodies(dead=True)) == 6
    result = deployment.run("dlq", "cancel")
    assert result.exit_code == 0
    assert "SQS moves no messages of the dead-letter queue." in result.stderr


def test_a_move_that_somebody_else_cancels_is_told(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = MoveTasks(step=3).install(monkeypatch)
    deployment.send(*(event(f"uploads/{n}.jpg") for n in range(9)), dead=True)

    def cancel_after_a_look() -> None:
        if tasks.running and tasks.running["ApproximateNumberOfMessagesMoved"]:
            tasks.running["Status"] = "CANCELLED"

    tasks.before_look = cancel_after_a_look
    result = deployment.run("dlq", "redrive")
    assert result.exit_code == 2
    assert "as CANCELLED after 3 messages" in result.stderr


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
    assert 'Delete 2 messages with the reason "AccessDenied" for good?' in result.stderr
    assert deployment.run("dlq", "discard", "--yes").exit_code == 2
    result = deployment.run("dlq", "discard", "--reason", "SlowDown", "--yes")
    assert result.exit_code == 0
    assert "The reasons there are: AccessDenied, malformed_event, not_logged." in result.stderr
    assert len(deployment.bodies(dead=True)) == 4


def test_what_cannot_be_discarded_is_told(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(deployment)
    monkeypatch.setattr(Aws, "remove", lambda *_: ["InternalError"])
    result = deployment.run("dlq", "discard", "--reason", "AccessDenied", "--yes")
    assert result.exit_code == 2
    assert "a message was not deleted from https://" in result.stderr
    assert "InternalError" in result.stderr


@pytest.mark.parametrize("code", ["InvalidAction", "UnsupportedOperation"])
def test_endpoints_that_cannot_move_are_told_from_those_that_may_not(
    aws: tuple[Aws, Stubber], code: str
) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", code, "not here")
    with pytest.raises(CannotMove, match=f"{code}: not here"):
        client.start_move(SOURCE, DESTINATION, None)
    stubber.add_client_error("start_message_move_task", "AccessDeniedException", "no")
    with pytest.raises(CommandError, match="access denied; this needs sqs:StartMessageMoveTask"):
        client.start_move(SOURCE, DESTINATION, None)


def test_a_message_that_was_sent_but_not_deleted_is_told(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    failed = {"Id": "0", "Code": "InternalError", "SenderFault": False}
    stubber.add_response("send_message_batch", {"Successful": [], "Failed": []})
    stubber.add_response("delete_message_batch", {"Successful": [], "Failed": [failed]})
    letter = Letter("m", "body", 1, datetime.now(UTC), "handle")
    with pytest.raises(CommandError, match="InternalError; it is in both now"):
        redrive.send_back(client, parse_deployment(OUTPUTS), [letter], None)


def test_the_queues_refusals_are_read(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    failed = [
        {"Id": "1", "Code": "InternalError", "Message": "later", "SenderFault": False},
        {"Id": "2", "Code": "InvalidMessageContents", "SenderFault": True},
    ]
    stubber.add_response("send_message_batch", {"Successful": [], "Failed": failed})
    unsent = client.send("https://queue", ["a", "b", "c"])
    assert [(u.number, u.why, u.hopeless) for u in unsent] == [
        (1, "InternalError: later", False),
        (2, "InvalidMessageContents: ", True),
    ]


def test_the_log_is_asked_for_a_few_messages_at_a_time() -> None:
    client = Aws("eu-central-1")
    ids = [f"{number:08}-0000-0000-0000-000000000000" for number in range(16)]
    with Stubber(client._logs) as stubber:
        for part in (ids[:15], ids[15:]):
            pattern = " || ".join(f'($.message_id = "{i}")' for i in part)
            assert len(pattern) + 4 <= 1024
            lines = [{"message": json.dumps({"message_id": part[0]})}, {"message": "START"}]
            lines.append({"message": json.dumps({"message_id": "another"})})
            stubber.add_response(
                "filter_log_events",
                {"events": lines},
                {"logGroupName": "g", "startTime": 0, "filterPattern": f"{{ {pattern} }}"},
            )
        found = list(client.log_lines("g", ids, datetime.fromtimestamp(0, UTC)))
    assert [line["message_id"] for line in found] == [ids[0], ids[15]]
