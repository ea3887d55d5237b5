"""Dead-letter messages, and what the function logged about them."""

from __future__ import annotations

import json

from tools.samples.account import Account
from tools.samples.messages import s3_record


def event(*keys: str) -> str:
    return json.dumps({"Records": [s3_record(key, "pictures") for key in keys]})


def log(deployment: Account, message_id: str, reason: str, detail: str = "") -> None:
    line = {"message_id": message_id, "outcome": "failed", "reason": reason, "detail": detail}
    deployment.log(line)


def filled(deployment: Account) -> list[str]:
    """Four dead letters: two denied, one that timed out, one malformed; gives their bodies."""
    bodies = [event("uploads/a b.jpg"), event("uploads/b.jpg", "uploads/c.jpg")]
    bodies += [json.dumps({"keys": ["uploads/slow.jpg"]}), "nonsense"]
    first, second, *_ = deployment.send(*bodies, dead=True)
    for message_id in (first, second):
        log(deployment, message_id, "SlowDown")
        log(deployment, message_id, "AccessDenied", "Traceback\nno s3:GetObject")
    return bodies
