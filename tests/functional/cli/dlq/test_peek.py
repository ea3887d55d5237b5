"""`thumbnailer dlq peek` on moto."""

from __future__ import annotations

import pytest

from tests.functional.cli.dlq.messages import event, filled
from thumbnailer_cli.shared.aws.logs import Logs
from tools.samples.account import Account


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
    assert "The dead-letter queue has no messages to receive." in result.stderr
    assert deployment.document("dlq", "peek")["messages"] == []


def test_peek_says_when_there_are_more(deployment: Account) -> None:
    deployment.send(*(event(f"uploads/{n}") for n in range(12)), dead=True)
    result = deployment.run("dlq", "peek", "--max-messages", "10")
    assert "about 12 messages in total" in result.stderr


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
        else 'the output "log_group_name" is missing'
    }


def test_messages_are_released_when_something_breaks(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = filled(deployment)
    monkeypatch.setattr(Logs, "of_messages", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        raise deployment.run("dlq", "peek").exception or AssertionError
    assert sorted(deployment.bodies(dead=True)) == sorted(bodies)
