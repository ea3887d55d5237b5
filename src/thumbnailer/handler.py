"""What Lambda calls: `thumbnailer.handler.handler`.

Importing it reads the settings and makes the client, so that wrong settings fail the start with
one message, and no invocation pays for either.
"""

from __future__ import annotations

import gc

# Imports leave next to no garbage, and collecting while they run costs a tenth of the cold start.
gc.disable()

import json  # noqa: E402
import os  # noqa: E402
from typing import TYPE_CHECKING, Any  # noqa: E402

from thumbnailer.batch import handle_batch  # noqa: E402
from thumbnailer.settings import load_settings  # noqa: E402
from thumbnailer.store import S3Store, s3_client  # noqa: E402

if TYPE_CHECKING:
    from thumbnailer.batch import BatchResponse

_settings = load_settings(os.environ)
_store = S3Store(s3_client(), _settings.bucket)

gc.freeze()
gc.enable()


def handler(event: dict[str, Any], context: Any) -> BatchResponse:
    """Handle one batch of SQS messages."""
    return handle_batch(event, context, _settings, _store, _print_json)


def _print_json(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)
