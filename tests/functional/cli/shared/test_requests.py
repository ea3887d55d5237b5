"""Requests to SQS and CloudWatch Logs, by answers of botocore's Stubber."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from botocore.stub import Stubber

from thumbnailer_cli.shared.aws.clients import Aws


def test_the_queues_refusals_are_read(aws: tuple[Aws, Stubber]) -> None:
    client, stubber = aws
    failed = [
        {"Id": "1", "Code": "InternalError", "Message": "later", "SenderFault": False},
        {"Id": "2", "Code": "InvalidMessageContents", "SenderFault": True},
    ]
    stubber.add_response("send_message_batch", {"Successful": [], "Failed": failed})
    unsent = client.sqs.send("https://queue", ["a", "b", "c"], "backfill")
    assert [(u.number, u.why, u.sender_fault) for u in unsent] == [
        (1, "InternalError: later", False),
        (2, "InvalidMessageContents: ", True),
    ]


def test_the_log_is_asked_for_a_few_messages_at_a_time() -> None:
    client = Aws("eu-central-1")
    ids = [f"{number:08}-0000-0000-0000-000000000000" for number in range(16)]
    with Stubber(client.logs._client) as stubber:
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
        found = list(client.logs.of_messages("g", ids, datetime.fromtimestamp(0, UTC)))
    assert [line["message_id"] for line in found] == [ids[0], ids[15]]
