"""The SQS queues behind `ports.Visibility`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbnailer.aws.client import client, store_errors
from thumbnailer.settling.ports import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import BatchResultErrorEntryTypeDef

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
_AT_ONCE = 10


def _connect() -> SQSClient:
    """The client; it sends each request once, since it only delays work that is already done."""
    sqs: SQSClient = client("sqs", 1, attempts=1)
    return sqs


class SqsVisibility:
    """Any queue of this Region; creates the client at its first use."""

    def __init__(self, connect: Callable[[], SQSClient] = _connect) -> None:
        self._connect = connect
        self._client: SQSClient | None = None
        self._urls: dict[str, str] = {}

    def change(
        self, queue_arn: str, seconds: Mapping[str, int], in_time: Callable[[], bool]
    ) -> None:
        """ChangeMessageVisibility, for ten messages at a time."""
        with store_errors():
            url = self._url(queue_arn)
            failed: list[BatchResultErrorEntryTypeDef] = []
            handles = list(seconds)
            for start in range(0, len(handles), _AT_ONCE):
                if not in_time():
                    raise StoreError("out_of_time", f"no time for {len(handles) - start} messages")
                answer = self._sqs.change_message_visibility_batch(
                    QueueUrl=url,
                    Entries=[
                        {
                            "Id": str(number),
                            "ReceiptHandle": handle,
                            "VisibilityTimeout": seconds[handle],
                        }
                        for number, handle in enumerate(handles[start : start + _AT_ONCE])
                    ],
                )
                failed += answer.get("Failed", [])
        for entry in failed:
            raise StoreError(entry["Code"], f"{len(failed)} messages: {entry.get('Message')}")

    @property
    def _sqs(self) -> SQSClient:
        self._client = self._client or self._connect()
        return self._client

    def _url(self, queue_arn: str) -> str:
        # AWS recommends not to build the URL from the parts of the ARN.
        if queue_arn not in self._urls:
            account, name = queue_arn.split(":")[4:6]
            answer = self._sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)
            self._urls[queue_arn] = answer["QueueUrl"]
        return self._urls[queue_arn]
