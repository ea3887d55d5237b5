"""The function, invoked for one new picture after the other: `python -P invoked.py KEY…`.

Tells, as JSON, when the process began and when each invocation began and ended, by
`time.monotonic`. Of the project it needs nothing but the handler, so that it runs any revision.
"""

import time

started = time.monotonic()

import contextlib  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402


class _Context:
    function_name = "thumbnails"
    aws_request_id = "request"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def _event(key: str) -> dict[str, object]:
    """A message of S3's about a new object, as SQS passes it to Lambda."""
    thing = {"key": key, "size": 1024, "sequencer": "0055AED6DCD90281E5"}
    record = {
        "eventVersion": "2.6",
        "eventSource": "aws:s3",
        "awsRegion": "eu-central-1",
        "eventTime": "2026-11-01T10:00:00.000Z",
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "pictures"}, "object": thing},
    }
    message = {
        "messageId": key,
        "receiptHandle": key,
        "body": json.dumps({"Records": [record]}),
        "attributes": {"ApproximateReceiveCount": "1"},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:uploads",
    }
    return {"Records": [message]}


def main() -> None:
    """Invoke, and tell the times."""
    from thumbnailer.handler import handler  # noqa: PLC0415 - its import is part of the cold start

    invocations = []
    for key in sys.argv[1:]:
        event = _event(key)
        begun = time.monotonic()
        with contextlib.redirect_stdout(io.StringIO()) as log:
            answer = handler(event, _Context())
        invocations.append((begun, time.monotonic()))
        if answer["batchItemFailures"]:
            raise RuntimeError(log.getvalue())
    print(json.dumps({"started": started, "invocations": invocations}))


if __name__ == "__main__":
    main()
