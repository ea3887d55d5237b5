"""In which order Terraform makes things, and in reverse destroys them."""

from __future__ import annotations

import re

import pytest

from tests.terraform.offline import Offline
from tools.paths import ROOT


@pytest.fixture(scope="module")
def edges(terraform: Offline) -> set[tuple[str, str]]:
    graph = terraform.run(ROOT, "graph").stdout
    return set(re.findall(r'^\s*"([^"]+)" -> "([^"]+)";$', graph, re.MULTILINE))


@pytest.mark.parametrize("bucket", ["bucket", "destination"])
def test_the_key_goes_after_the_bucket(edges: set[tuple[str, str]], bucket: str) -> None:
    assert (f"module.{bucket}.aws_s3_bucket.this", "module.key.aws_kms_key.this") in edges
