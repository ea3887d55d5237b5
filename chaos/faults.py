"""What goes wrong between the function and S3: rules of microburst, by kind.

https://pypi.org/project/microburst/ describes the rules. Shares are of requests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# A request that hangs is held for longer than the function waits for an answer (3 s), and reaches
# S3 all the same: when the function has long sent it again, or is gone.
HANG_SECONDS = 12.0


@dataclass(frozen=True)
class Fault:
    """A kind of fault, and the rule that injects it."""

    kind: str
    rule: Mapping[str, Any]


def everywhere(hangs: float) -> list[Fault]:
    """Faults that may befall any request; about one in five meets one.

    Args:
        hangs: the share of those that hang, which cost most of the time.
    """
    return [
        _fault("slow_down", 0.05, error={"code": "SlowDown", "status": 503}),
        _fault("throttling", 0.03, error={"code": "ThrottlingException", "status": 400}),
        _fault("internal_error", 0.03, error={"code": "InternalError", "status": 500}),
        _fault("access_denied", 0.02, error={"code": "AccessDenied", "status": 403}),
        _fault("reset", 0.03, reset=True),
        _fault("time_out", hangs, latency=HANG_SECONDS * 1000),
        _fault("latency", 0.05, latency={"min": 50, "max": 1000}),
        _fault("truncated_body", 0.08, "GetObject", response={"abort_frac": 0.5}),
        _fault("corrupted_body", 0.08, "GetObject", response={"corrupt_bytes": 16}),
        _fault("cut_upload", 0.04, "PutObject", request={"cut_upload": {"after_bytes": 64}}),
    ]


def outage() -> list[Fault]:
    """Nothing is allowed and nothing works, as when a role or a network is broken."""
    return [
        _fault("access_denied", 0.5, error={"code": "AccessDenied", "status": 403}),
        _fault("service_unavailable", 1, error={"code": "ServiceUnavailable", "status": 503}),
    ]


def slow_writes(kind: str, source_etags: Iterable[str], seconds: float) -> list[Fault]:
    """Every write of an output of these sources takes so long."""
    return [
        _fault(
            kind,
            1,
            "PutObject",
            headers={"x-amz-meta-source-etag": etag},
            latency=seconds * 1000,
        )
        for etag in source_etags
    ]


def _fault(kind: str, share: float, operation: str | None = None, **what: Any) -> Fault:
    rule = {"service": "s3", "probability": share, **what}
    return Fault(kind, {**rule, "operation": operation} if operation else rule)
