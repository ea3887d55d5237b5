"""The clients of the services that the commands call."""

from __future__ import annotations

import boto3
from botocore.config import Config

from thumbnailer_cli.shared.aws.errors import command_errors
from thumbnailer_cli.shared.aws.logs import Logs
from thumbnailer_cli.shared.aws.s3 import CONNECTIONS, S3
from thumbnailer_cli.shared.aws.sqs import Sqs


class Aws:
    """Clients for S3, SQS, and CloudWatch Logs.

    boto3 finds the credentials and the endpoint, and the Region if none is given.

    Attributes:
        s3: for objects.
        sqs: for queues, their messages, and message move tasks.
        logs: for the function's log.
    """

    def __init__(self, region: str | None = None) -> None:
        # An endpoint that does not answer is reported within seconds.
        config = Config(
            connect_timeout=2,
            read_timeout=15,
            retries={"mode": "standard", "total_max_attempts": 4},
            max_pool_connections=CONNECTIONS,
        )
        with command_errors("cannot create the AWS clients"):
            session = boto3.session.Session(region_name=region)
            self.s3 = S3(session.client("s3", config=config))
            self.sqs = Sqs(session.client("sqs", config=config))
            self.logs = Logs(session.client("logs", config=config))
