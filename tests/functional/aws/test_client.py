"""How long a client waits and pauses, and which botocore it needs."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.retries.standard import ExponentialBackoff, RetryContext

from thumbnailer.aws import client as aws
from thumbnailer.aws.s3 import s3_client
from thumbnailer.settling.service import MIN_REMAINING_MILLISECONDS

# Seconds that a function has at least: the variable `function.timeout`.
SHORTEST_TIMEOUT = 30


def longest(config: Any, between: float) -> float:
    """Seconds that a request takes whose every attempt hangs; `between` is the back-off's scale."""
    attempts = config.retries["total_max_attempts"]
    pauses = [min(between * 2**n, 20) for n in range(attempts - 1)]
    return float(attempts * (config.connect_timeout + config.read_timeout) + sum(pauses))


@pytest.mark.parametrize("service", ["s3", "sns"])
def test_a_request_that_hangs_leaves_time_to_end_the_invocation(service: str) -> None:
    config: Any = aws.client(service, 10).meta.config
    assert config.retries["mode"] == "standard"
    # Whatever is begun last has so much time left, and an invocation has at least 30 s.
    assert longest(config, between=1) * 1000 <= MIN_REMAINING_MILLISECONDS
    assert MIN_REMAINING_MILLISECONDS <= SHORTEST_TIMEOUT / 2 * 1000


def test_botocore_pauses_no_longer_than_that() -> None:
    # The scale of the pauses above, from botocore itself.
    backoff = ExponentialBackoff(random=lambda: 1)
    context = RetryContext(1, caught_exception=ReadTimeoutError(endpoint_url="https://s3"))
    for attempt in (1, 2):
        context.attempt_number = attempt
        assert backoff.delay_amount(context) <= 2 ** (attempt - 1)


def test_a_botocore_that_is_too_old_fails_the_start_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client: Any = boto3.client("s3")
    shapes = client.meta.service_model._service_description["shapes"]
    members = shapes["DeleteObjectRequest"]["members"]
    monkeypatch.setattr(aws, "client", lambda *_: client)
    monkeypatch.delitem(members, "IfMatch")
    with pytest.raises(
        aws.BotocoreTooOld,
        match=r"IfMatch of DeleteObject; the function requires 1\.35\.69 or later\. ",
    ):
        s3_client(1)
