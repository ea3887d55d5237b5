"""The trigger S3 Batch Operations: settles objects of a job, and returns a result for each.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html, with both
schema versions: 1.0 contains the bucket's ARN, 2.0 its name.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from thumbnailer.results.objects import Hint
from thumbnailer.settling.service import ForeignSource
from thumbnailer.triggers.invocation import Job
from thumbnailer.triggers.s3_events import MalformedEvent, encoded_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.results.outcome import Settlement
    from thumbnailer.triggers.invocation import Invocation

_SUCCEEDED, _TRY_AGAIN, _FAILED = "Succeeded", "TemporaryFailure", "PermanentFailure"
# Errors for which a retry does not help.
_FOR_GOOD = {MalformedEvent.code, ForeignSource.code}
# Long enough for a sentence; a traceback would make a job's report hard to read.
_MAX_RESULT_STRING = 1024


def handle_tasks(event: Mapping[str, Any], invocation: Invocation) -> dict[str, Any]:
    """Settle the source of every task.

    A rejected source has the result `Succeeded`, with the reason: there is nothing left to do.
    Failed sources are retried, and so are those with a write without a response, but not tasks
    without an object, or with an object of another bucket or prefix.

    Args:
        event: the event of S3 Batch Operations.
        invocation: the invocation.
    """
    jobs = [Job(task["taskId"], partial(_sources, task)) for task in event["tasks"]]
    results = {end.job: _result(end.job, end.settlement) for end in invocation.settle(jobs)}
    return {
        "invocationSchemaVersion": event["invocationSchemaVersion"],
        "treatMissingKeysAs": _FAILED,
        "invocationId": event["invocationId"],
        "results": [results[job.id] for job in jobs],
    }


def _sources(task: Mapping[str, Any]) -> tuple[Hint]:
    bucket = task.get("s3Bucket") or str(task.get("s3BucketArn", "")).rpartition(":")[2]
    # Keys in manifests are URL-encoded, and so are those in tasks.
    return (Hint(encoded_source(bucket, task.get("s3Key"))),)


def _result(task: str, settlement: Settlement) -> dict[str, str]:
    code = _SUCCEEDED
    if settlement.comes_back:
        code = _FAILED if settlement.reason in _FOR_GOOD else _TRY_AGAIN
    text = f"{settlement.outcome} ({settlement.reason})"
    if settlement.detail:
        text += f": {settlement.detail}"
    return {"taskId": task, "resultCode": code, "resultString": text[:_MAX_RESULT_STRING]}
