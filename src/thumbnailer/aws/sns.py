"""The SNS topic behind `ports.Notifier`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thumbnailer.aws.client import store_errors

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

    from thumbnailer.results.notice import Notice


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
