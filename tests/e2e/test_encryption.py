"""Objects stay readable when the encryption changes and when a destroy stops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tools.build import zips
from tools.errors import ToolError
from tools.local_aws import deployment
from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint
from tools.paths import ROOT

KEY = "uploads/kept.txt"
OTHER_KEY = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012"


@pytest.fixture
def encrypted(aws: Endpoint) -> Iterator[Deployment]:
    artifacts = zips.for_local_runs()
    paths = {"function_zip": str(artifacts.function), "layer_zip": str(artifacts.layer)}
    variables = {
        "id": "e2e",
        "architecture": artifacts.arch,
        "artifacts": json.dumps(paths),
        "encryption": json.dumps({"create_key": True}),
    }
    fixture = ROOT / "tests/terraform/fixtures/encryption"
    state = deployment.fresh_state("encryption-e2e")
    applied = Deployment(aws, fixture, state, variables)
    try:
        applied.apply()
        yield applied
    finally:
        if applied.resources():
            applied.destroy()


def test_the_key_outlives_the_objects(encrypted: Deployment) -> None:
    endpoint, outputs = encrypted.endpoint, encrypted.outputs()
    s3, kms, key = endpoint.client("s3"), endpoint.client("kms"), outputs["kms_key_arn"]
    buckets = {outputs["bucket_name"], outputs["destination_bucket_name"]}
    for bucket in buckets:
        # No suffix that is reported: nothing but this object is in the way of the destroy.
        assert s3.put_object(Bucket=bucket, Key=KEY, Body=b"kept")["SSEKMSKeyId"] == key

    def assert_readable() -> None:
        assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
        for bucket in buckets:
            assert s3.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"kept"

    with pytest.raises(ToolError, match=r"encryption\.retain_key = true"):
        _with(encrypted, None).planned_changes()
    with pytest.raises(ToolError, match=r"encryption\.retain_key = true"):
        _with(encrypted, {"kms_key_arn": OTHER_KEY}).planned_changes()
    # Not applied: the emulator cannot change the key of a log group.
    changes = _with(encrypted, {"kms_key_arn": OTHER_KEY, "retain_key": True}).planned_changes()
    assert "0 to destroy" in changes
    assert "ReadWithOtherKeys" in changes

    with pytest.raises(ToolError, match="BucketNotEmpty"):
        encrypted.destroy(pictures=False)
    assert_readable()
    for bucket in buckets:
        deployment.empty(endpoint, bucket)
    encrypted.destroy()
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def _with(deployed: Deployment, encryption: object) -> Deployment:
    return replace(deployed, variables={**deployed.variables, "encryption": json.dumps(encryption)})
