"""SQS events as Lambda passes them, with S3's notifications inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote_plus

REGION = "eu-central-1"
BUCKET = "miniblog-user-images-test"

TEST_EVENT = json.dumps(
    {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": "2026-11-01T10:00:00.000Z",
        "Bucket": BUCKET,
        "RequestId": "5582815E1AEA5ADF",
        "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR",
    }
)


def s3_record(key: str, bucket: str = BUCKET, event: str = "ObjectCreated:Put") -> dict[str, Any]:
    """One entry of an S3 event; `key` is the object's, and gets URL-encoded as S3 does it."""
    return {
        "eventVersion": "2.6",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": "2026-11-01T10:00:00.000Z",
        "eventName": event,
        "userIdentity": {"principalId": "AWS:AIDAEXAMPLE"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "S3ToSQSNotification-jpg",
            "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"},
            "object": {
                "key": quote_plus(key, safe="/"),
                "size": 1024,
                "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                "sequencer": "0055AED6DCD90281E5",
            },
        },
    }


def s3_event(*keys: str, bucket: str = BUCKET) -> str:
    """The body of a message that names these keys."""
    return json.dumps({"Records": [s3_record(key, bucket) for key in keys]})


QUEUE_ARN = f"arn:aws:sqs:{REGION}:123456789012:image-upload-queue"


def sqs_event(*bodies: str, receives: Sequence[int] = ()) -> dict[str, Any]:
    """What Lambda gets for messages of these bodies; ids m0, m1 and so on, handles h0, h1.

    `receives` says how often each has been received; otherwise it is once.
    """
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": f"h{number}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": str(count)},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": QUEUE_ARN,
                "awsRegion": REGION,
            }
            for number, (body, count) in enumerate(
                zip(bodies, receives or [1] * len(bodies), strict=True)
            )
        ]
    }
