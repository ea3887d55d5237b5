from __future__ import annotations

from typing import Any

import pytest

from tools.local_aws.endpoint import Endpoint
from tools.local_aws.existing_bucket import ExistingBucket

ANSWERS: list[tuple[str, str]] = [("prefix", "suffix"), ("Prefix", "Suffix"), ("PREFIX", "SUFFIX")]


class Answering:
    """What S3 answers; the emulators and AWS differ in the letter case of rules."""

    def __init__(self, names: tuple[str, str]) -> None:
        self.names = names

    def get_bucket_notification_configuration(self, **_: Any) -> dict[str, Any]:
        rules = [{"Name": name, "Value": "a"} for name in self.names]
        queue = {"Id": "a", "QueueArn": "q", "Filter": {"Key": {"FilterRules": rules}}}
        return {
            "ResponseMetadata": {},
            "QueueConfigurations": [queue],
            "TopicConfigurations": [{"Id": "b", "TopicArn": "t"}],
            "EventBridgeConfiguration": {},
        }


@pytest.mark.parametrize("names", ANSWERS)
def test_the_names_of_filter_rules_are_as_written(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, str]
) -> None:
    monkeypatch.setattr(Endpoint, "client", lambda *_: Answering(names))
    found = ExistingBucket(Endpoint("http://127.0.0.1:1"), "pictures").notifications()
    (queue,) = found["QueueConfigurations"]
    assert [rule["Name"] for rule in queue["Filter"]["Key"]["FilterRules"]] == ["prefix", "suffix"]
    assert found["TopicConfigurations"] == [{"Id": "b", "TopicArn": "t"}]
    assert found["EventBridgeConfiguration"] == {}
    assert "ResponseMetadata" not in found
