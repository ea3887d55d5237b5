"""The configurations fit version 6 of the AWS provider, which the other tests do not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform import provider_schema
from tests.terraform.provider_schema import Schema
from tools.docs import hcl
from tools.paths import ROOT

HELD = sorted(
    {
        path.parent
        for pattern in ("*.tf", "modules/*/*.tf", "examples/*/*.tf", "tests/terraform/*/*/*.tf")
        for path in ROOT.glob(pattern)
    }
)

RIGHT = """
resource "aws_s3_bucket" "this" {
  bucket = "pictures"
}

resource "aws_sqs_queue_policy" "this" {
  count     = 1
  queue_url = "https://example.org"
  policy    = "{}"
}

resource "aws_s3_bucket_cors_configuration" "this" {
  bucket = "pictures"
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["https://example.org"]
  }
}

resource "aws_s3_bucket_notification" "this" {
  bucket = "pictures"
  dynamic "queue" {
    for_each = []
    content {
      queue_arn = "arn:aws:sqs:us-east-1:123456789012:uploads"
      events    = ["s3:ObjectCreated:*"]
    }
  }
}

data "aws_service_principal" "s3" {
  service_name = "s3"
}
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return provider_schema.load()


@pytest.mark.parametrize("module", HELD, ids=[str(path.relative_to(ROOT)) for path in HELD])
def test_provider_6_accepts(schema: Schema, module: Path) -> None:
    assert list(provider_schema.problems(schema, module)) == []


def test_every_resource_is_held() -> None:
    found = [name for module in HELD for name, _ in hcl.labelled(module, "resource")]
    written = sum(
        path.read_text().count('\nresource "') + path.read_text().startswith('resource "')
        for module in HELD
        for path in module.glob("*.tf")
    )
    assert len(found) == written > 40


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("", "", None),
        ("allowed_methods", "allowed_method", "cors_rule: argument allowed_methods is missing"),
        ('  policy    = "{}"\n', "", "aws_sqs_queue_policy.this: argument policy is missing"),
        ('bucket = "pictures"\n}', 'buckt = "p"\n}', "unknown argument or block buckt"),
        ("cors_rule {", "cors_rules {", "unknown argument or block cors_rules"),
        ("cors_rule {", "cors_rules {", "block cors_rule is missing"),
        ('dynamic "queue"', 'dynamic "queues"', "unknown block queues"),
        ("events    =", "event =", "queue: unknown argument or block event"),
        ("events    =", "event =", "queue: argument events is missing"),
        ('"aws_sqs_queue_policy"', '"aws_sqs_policy"', "resource aws_sqs_policy.this: unknown"),
        ("  service_name", "  service", "data aws_service_principal.s3: argument service_name"),
        ('data "aws_service_principal"', 'data "aws_principal"', "data aws_principal.s3: unknown"),
    ],
)
def test_it_can_fail(
    schema: Schema, tmp_path: Path, was: str, now: str, problem: str | None
) -> None:
    assert was in RIGHT
    (tmp_path / "main.tf").write_text(RIGHT.replace(was, now, 1) if was else RIGHT)
    found = list(provider_schema.problems(schema, tmp_path))
    assert any(problem in each for each in found) if problem else found == []
