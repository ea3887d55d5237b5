"""What the commands of docs/commands.md print, by running them on a deployment in memory.

Times, ids and durations, which differ each time, are replaced by others of the same length.
"""

import json
import os
import re
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError

from thumbnailer.aws.s3 import S3Store
from thumbnailer.results.log_line import Delivery, Log, log_line
from thumbnailer.results.objects import Origin, SourceRef
from thumbnailer.results.outcome import failed
from thumbnailer.settling.service import Service
from thumbnailer.triggers.direct import handle_keys
from thumbnailer.triggers.invocation import Invocation
from thumbnailer_cli.shared.aws.sqs import Sqs
from tools.samples.account import BUCKET, Account, account
from tools.samples.messages import s3_event
from tools.samples.pictures import jpeg
from tools.samples.recipes import deployed

_DENIED = (
    "An error occurred (AccessDenied) when calling the GetObject operation: User:"
    " arn:aws:sts::123456789012:assumed-role/blog-thumbnails-role/blog-thumbnails is not authorized"
    " to perform: s3:GetObject with an explicit deny in a resource-based policy"
)
RECEIVED = 5  # before somebody looks: the module's default of max_receive_count
_SAME = (
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "2026-11-22 02:59:55"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "734add62-06f4-438d-b63c-03f01312e18b"),
    (r"\d+,\d+ bytes", "11,419 bytes"),
    (r'"milliseconds": [0-9.]+', '"milliseconds": 12.5'),
)


def sample(name: str) -> str:
    """One sample."""
    return samples()[name]


NAMES = (
    "denied",
    "interrupted",
    "peek",
    "redrive",
    "discard",
    "invoke",
    "audit",
    "audit-fix",
    "backfill",
)


@cache
def samples() -> dict[str, str]:
    """All samples by name, as blocks of code."""
    # Neither an endpoint nor colours nor a time zone of whoever runs this.
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        tempfile.TemporaryDirectory() as folder,
        account(Path(folder)) as deployment,
        mock.patch("thumbnailer_cli.shared.aws.sqs._WAIT_SECONDS", 0),
    ):
        deployment.outputs["suffixes"] = [".jpg", ".JPG"]
        return {
            "denied": _block(_refused(deployment)),
            **_dead_letters(deployment),
            **_pictures(deployment),
            "interrupted": _block(_interrupted(deployment)),
        }


def _refused(deployment: Account) -> str:
    answer: Any = {"Error": {"Code": "AccessDenied", "Message": "no"}}
    with mock.patch(
        "botocore.client.BaseClient._make_api_call", side_effect=ClientError(answer, "ListObjects")
    ):
        return _printed(deployment, "audit")


def _interrupted(deployment: Account) -> str:
    for number in range(80):
        deployment.upload(f"uploads/{number}.jpg")
    send, checkpoint = Sqs.send, str(deployment.folder / "checkpoint")
    answers = iter([send, send, send])

    def call(*arguments: Any) -> Any:
        answer = next(answers, None)
        if answer is None:
            raise KeyboardInterrupt
        return answer(*arguments)

    with mock.patch.object(Sqs, "send", call):
        printed = _printed(
            deployment, "backfill", "--yes", "--rate", "100000", "--checkpoint", checkpoint
        )
    return printed.splitlines()[-1]


def _dead_letters(deployment: Account) -> dict[str, str]:
    keys = ["uploads/private/a.jpg", "uploads/private/b.jpg"]
    bodies = [*(s3_event(key, bucket=BUCKET) for key in keys), "nonsense"]
    ids = deployment.send(*bodies, dead=True)
    for message_id, key in zip(ids, keys, strict=False):
        end = failed("AccessDenied", _DENIED)
        delivery = Delivery("blog-thumbnails", "request", message_id)
        deployment.log(log_line(delivery, SourceRef(BUCKET, key), end, 1.0, time.time()))
    for _ in range(RECEIVED):
        deployment.sqs.receive_message(
            QueueUrl=deployment.outputs["dead_letter_queue_url"],
            MaxNumberOfMessages=10,
            VisibilityTimeout=0,
        )
    return {
        "peek": _block(_printed(deployment, "dlq", "peek")),
        "redrive": _block(_printed(deployment, "dlq", "redrive", "--reason", "AccessDenied")),
        "discard": _block(
            _printed(deployment, "dlq", "discard", "--reason", "malformed_event", "--yes")
        ),
    }


def _pictures(deployment: Account) -> dict[str, str]:
    for key in ("uploads/cat.jpg", "uploads/trip/lake.jpg", "uploads/dog.JPG"):
        deployment.upload(key, jpeg(640, 480))
    deployment.upload("uploads/broken.jpg", b"hello, world\n")
    deployment.upload("uploads/notes.txt", b"shopping")
    settings = deployed(deployment.recipe, bucket=BUCKET, destination_bucket=BUCKET)
    service = Service(settings, S3Store(deployment.s3, BUCKET, BUCKET))
    log = Log("blog-thumbnails", "request", deployment.log, time.time)

    def invoke(*keys: str) -> dict[str, Any]:
        return handle_keys({"keys": list(keys)}, Invocation(service, log, lambda: 60_000))

    invoke("uploads/cat.jpg", "uploads/trip/lake.jpg", "uploads/dog.JPG")
    answer = json.dumps(invoke("uploads/cat.jpg", "uploads/broken.jpg"), indent=2)
    deployment.s3.delete_object(Bucket=BUCKET, Key="thumbnails/cat_thumb.jpg")
    deployment.s3.delete_object(Bucket=BUCKET, Key="uploads/dog.JPG")
    older = "4f1c92d0aa31b7e8"
    deployment.settle("uploads/trip/lake.jpg", variant_id=older)
    deployment.write("thumbnails/old/cat_small.jpg", Origin("etag", older))
    return {
        "invoke": _block(answer, "json"),
        "audit": _block(_printed(deployment, "audit", "--yes")),
        "audit-fix": _block(_printed(deployment, "audit", "--fix", "--yes").splitlines()[-1]),
        "backfill": _block(_printed(deployment, "backfill", "--dry-run")),
    }


def _printed(deployment: Account, *command: str) -> str:
    """What a command prints to a terminal: results and remarks."""
    return deployment.run(*command).output


def _block(text: str, language: str = "") -> str:
    for pattern, same in _SAME:
        text = re.sub(pattern, same, text)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"```{language}\n{lines}\n```"
