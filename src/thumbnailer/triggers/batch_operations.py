"""The S3 Batch Operations adapter: from a few objects of a job to a result for each.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html, in both of its
schemas: 1.0 names a bucket by its ARN, 2.0 by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thumbnailer.results.objects import MalformedEvent
from thumbnailer.settling.service import failure_of
from thumbnailer.triggers.s3_events import encoded_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.results.log_line import Log
    from thumbnailer.results.objects import SourceRef
    from thumbnailer.results.outcome import Settlement
    from thumbnailer.settling.service import Service

_SUCCEEDED, _TRY_AGAIN, _FAILED = "Succeeded", "TemporaryFailure", "PermanentFailure"
# What trying again cannot mend.
_FOR_GOOD = {"malformed_event", "foreign_source"}
# A sentence fits; a traceback would make a job's report hard to read.
_MAX_RESULT_STRING = 1024


def handle_tasks(
    event: Mapping[str, Any], service: Service, log: Log, remaining: Callable[[], int]
) -> dict[str, Any]:
    """Settle the source of every task.

    A rejected picture has succeeded: nothing is left to be done, and the result tells why. Failed
    ones are tried again, and those of which a write had no answer, but not those that name no
    object, or one of another bucket or prefix.

    Args:
        event: of S3 Batch Operations.
        service: the deployment.
        log: of the invocation.
        remaining: milliseconds left of the invocation.
    """
    results = {}

    def tell(task: str, ref: SourceRef | None, end: Settlement, milliseconds: float) -> None:
        log.tell(task, ref, end, milliseconds)
        results[task] = _result(task, end)

    work = []
    for task in event["tasks"]:
        try:
            work.append((task["taskId"], _ref(task)))
        except MalformedEvent as error:
            tell(task["taskId"], None, failure_of(error), 0)
    for done in service.settle_all(work, remaining):
        tell(done.token, done.ref, done.settlement, done.milliseconds)
    return {
        "invocationSchemaVersion": event["invocationSchemaVersion"],
        "treatMissingKeysAs": _FAILED,
        "invocationId": event["invocationId"],
        "results": [results[task["taskId"]] for task in event["tasks"]],
    }


def _ref(task: Mapping[str, Any]) -> SourceRef:
    bucket = task.get("s3Bucket") or str(task.get("s3BucketArn", "")).rpartition(":")[2]
    # Manifests hold keys URL-encoded, and tasks pass them on.
    return encoded_source(bucket, task.get("s3Key"))


def _result(task: str, settlement: Settlement) -> dict[str, str]:
    code = _SUCCEEDED
    if settlement.comes_back:
        code = _FAILED if settlement.reason in _FOR_GOOD else _TRY_AGAIN
    text = f"{settlement.outcome} ({settlement.reason})"
    if settlement.detail:
        text += f": {settlement.detail}"
    return {"taskId": task, "resultCode": code, "resultString": text[:_MAX_RESULT_STRING]}
