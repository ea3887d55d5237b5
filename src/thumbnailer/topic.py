"""The SNS topic behind `ports.Notifier`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thumbnailer.aws import client, store_errors

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

    from thumbnailer.notice import Notice


def sns_client(connections: int) -> SNSClient:
    """The client for `SnsTopic`.

    Args:
        connections: how many requests there are at a time.
    """
    sns: SNSClient = client("sns", connections)
    return sns


@dataclass(frozen=True)
class SnsTopic:
    """One topic."""

    client: SNSClient
    arn: str

    def publish(self, notice: Notice) -> None:
        """Publish a notice with its attributes."""
        with store_errors():
            self.client.publish(
                TopicArn=self.arn,
                Message=notice.body,
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value}
                    for name, value in notice.attributes.items()
                },
            )
