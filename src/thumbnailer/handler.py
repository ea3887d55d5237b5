"""What Lambda calls: `thumbnailer.handler.handler`.

Importing it reads the settings and makes the clients, so that wrong settings fail the start with
one message, and no invocation pays for either.
"""

from __future__ import annotations

import gc

# Imports leave next to no garbage, and collecting while they run costs a tenth of the cold start.
gc.disable()

import os  # noqa: E402
import time  # noqa: E402
from typing import Any  # noqa: E402

from thumbnailer.allocator import use_one_arena  # noqa: E402
from thumbnailer.aws.client import client  # noqa: E402
from thumbnailer.aws.s3 import S3Store, s3_client  # noqa: E402
from thumbnailer.aws.sns import SnsTopic  # noqa: E402
from thumbnailer.aws.sqs import SqsVisibility  # noqa: E402
from thumbnailer.config.settings import load_settings  # noqa: E402
from thumbnailer.results.log_line import Log, print_json  # noqa: E402
from thumbnailer.settling.service import AT_A_TIME, CONNECTIONS, Service  # noqa: E402
from thumbnailer.triggers.dispatch import handle, known_triggers  # noqa: E402
from thumbnailer.triggers.invocation import Invocation  # noqa: E402

use_one_arena()
_settings = load_settings(os.environ)
_service = Service(
    _settings,
    S3Store(s3_client(CONNECTIONS), _settings.bucket, _settings.destination_bucket),
    SnsTopic(client("sns", AT_A_TIME), _settings.topic_arn) if _settings.topic_arn else None,
)
_triggers = known_triggers(SqsVisibility())

gc.freeze()
gc.enable()


def handler(event: dict[str, Any], context: Any) -> Any:
    """Handle one invocation: of SQS, of S3 Batch Operations, or by hand."""
    log = Log(
        context.function_name, context.aws_request_id, print_json, time.time, _settings.metrics
    )
    invocation = Invocation(_service, log, context.get_remaining_time_in_millis)
    return handle(event, invocation, _triggers)
