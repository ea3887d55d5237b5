"""In which order Terraform makes things, and in reverse destroys them."""

from __future__ import annotations

import re

import pytest

from tests.terraform.test_terraform import NOBODY
from tools.local_aws.terraform import terraform
from tools.paths import ROOT


@pytest.fixture(scope="module")
def edges() -> set[tuple[str, str]]:
    terraform(["init", "-backend=false", "-no-color"], ROOT, NOBODY)
    graph = terraform(["graph"], ROOT, NOBODY).stdout
    return set(re.findall(r'^\s*"([^"]+)" -> "([^"]+)";$', graph, re.MULTILINE))


@pytest.mark.parametrize("bucket", ["bucket", "destination"])
def test_the_key_goes_after_the_bucket(edges: set[tuple[str, str]], bucket: str) -> None:
    assert (f"module.{bucket}.aws_s3_bucket.this", "module.key.aws_kms_key.this") in edges
