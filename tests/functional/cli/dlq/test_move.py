"""Message move tasks: what moto lacks, by answers of botocore's Stubber."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.stub import Stubber

from tests.functional.cli.dlq.messages import event
from tests.support.move_tasks import MoveTasks
from thumbnailer_cli.dlq import move
from thumbnailer_cli.shared.aws.clients import Aws
from thumbnailer_cli.shared.aws.sqs import MoveUnsupported
from thumbnailer_cli.shared.errors import CommandError
from tools.samples.account import Account

SOURCE, DESTINATION = "arn:aws:sqs:eu-central-1:1:up-dlq", "arn:aws:sqs:eu-central-1:1:up"


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
    assert move.start_or_join(client.sqs, SOURCE, DESTINATION, 7) is None
    assert list(move.watch(client.sqs, SOURCE)) == [10, 15]


def test_a_move_that_fails_is_told(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    task(stubber, "FAILED", 3, FailureReason="AWS.SimpleQueueService.AccessDenied")
    with pytest.raises(
        CommandError, match=r"with the status FAILED after 3 messages: AWS.Simple\w+.AccessD"
    ):
        list(move.watch(client.sqs, SOURCE))


# AWS's, LocalStack's.
@pytest.mark.parametrize("code", ["UnsupportedOperation", "InvalidParameterValueException"])
def test_a_move_that_runs_already_is_joined(aws: tuple[Aws, Stubber], code: str) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", code, "There is already a task running.")
    task(stubber, "RUNNING", 10, DestinationArn=DESTINATION)
    joined = move.start_or_join(client.sqs, SOURCE, DESTINATION, None)
    assert joined
    assert joined.moved == 10


def test_a_move_to_another_queue_is_not_joined(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", "UnsupportedOperation", "already")
    task(stubber, "RUNNING", 10, DestinationArn="arn:aws:sqs:eu-central-1:1:other")
    with pytest.raises(
        CommandError,
        match="to arn:aws:sqs:eu-central-1:1:other; wait, or stop it with: thumbnailer",
    ):
        move.start_or_join(client.sqs, SOURCE, DESTINATION, None)


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
    with pytest.raises(MoveUnsupported, match="UnsupportedOperation: not here"):
        move.start_or_join(client.sqs, SOURCE, DESTINATION, None)


def test_a_move_is_cancelled(deployment: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = MoveTasks(step=3).install(monkeypatch)
    none = deployment.document("dlq", "cancel")
    assert (none["cancelled"], none["messages"]) == (False, None)
    deployment.send(*(event(f"uploads/{n}.jpg") for n in range(9)), dead=True)
    outputs = deployment.outputs
    Aws().sqs.start_move(outputs["dead_letter_queue_arn"], outputs["queue_arn"], None)
    document = deployment.document("dlq", "cancel")
    assert (document["cancelled"], document["messages"]) == (True, 3)
    assert [task["Status"] for task in tasks.tasks] == ["CANCELLED"]
    assert len(deployment.bodies(dead=True)) == 6
    result = deployment.run("dlq", "cancel")
    assert result.exit_code == 0
    assert "SQS is not moving messages of the dead-letter queue." in result.stderr


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
    assert "with the status CANCELLED after 3 messages" in result.stderr


@pytest.mark.parametrize("code", ["InvalidAction", "UnsupportedOperation"])
def test_endpoints_that_cannot_move_are_told_from_those_that_may_not(
    aws: tuple[Aws, Stubber], code: str
) -> None:
    client, stubber = aws
    stubber.add_client_error("start_message_move_task", code, "not here")
    with pytest.raises(MoveUnsupported, match=f"{code}: not here"):
        client.sqs.start_move(SOURCE, DESTINATION, None)
    stubber.add_client_error("start_message_move_task", "AccessDeniedException", "no")
    with pytest.raises(
        CommandError, match="access denied; the command needs sqs:StartMessageMoveTask"
    ):
        client.sqs.start_move(SOURCE, DESTINATION, None)
