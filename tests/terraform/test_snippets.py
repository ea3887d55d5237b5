"""The configurations that the pages show can be planned, from the checkout instead of a release."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.terraform.offline import Offline
from tools.paths import BUILD, ROOT

PAGES = ("README.md", "docs/recipes.md")
SOURCE = re.compile(
    r'source = "(?:\./thumbnailer|https://[^"]+/terraform-aws-thumbnailer-[^"/]+-arm64\.zip)"'
)
# Without it Terraform does not put the mock in the provider's place.
PROVIDERS = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
"""
TEST = f"""
mock_provider "aws" {{
  source          = "{ROOT / "tests/terraform/mocks"}"
  override_during = plan
}}

# The artifacts in dist/ are the business of the end-to-end tests.
override_module {{
  target = module.thumbnails.module.artifacts
}}

override_module {{
  target  = module.thumbnails.module.function
  outputs = {{ arn = "arn:aws:lambda:eu-west-1:123456789012:function:thumbnails" }}
}}

run "plan" {{
  command = plan
}}
"""


def snippet(page: str) -> str:
    """The one configuration of a page, with this checkout as its source."""
    blocks = MarkdownIt("commonmark").parse((ROOT / page).read_text(encoding="utf-8"))
    [shown] = [
        block.content
        for block in blocks
        if block.type == "fence" and block.info == "hcl" and 'module "thumbnails"' in block.content
    ]
    changed, times = SOURCE.subn('source = "../.."', shown)
    assert times == 1, shown
    return changed


@pytest.fixture
def directory() -> Iterator[Path]:
    """An empty directory below the checkout, where Terraform keeps nothing."""
    path = BUILD / f"snippet-{os.getpid()}"
    path.mkdir(parents=True)
    yield path
    for file in path.iterdir():
        file.unlink()
    path.rmdir()


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_can_be_planned(terraform: Offline, directory: Path, page: str) -> None:
    (directory / "main.tf").write_text(snippet(page))
    (directory / "providers.tf").write_text(PROVIDERS)
    (directory / "main.tftest.hcl").write_text(TEST)
    done = terraform.run(directory, "test", "-no-color", check=False)
    assert "1 passed, 0 failed" in done.stdout, done.stdout + done.stderr
