"""Tables of what a module needs and holds."""

from pathlib import Path

from tools.docs import requirement_tables

CONFIGURATION = """
terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

data "aws_partition" "current" {}

resource "aws_sns_topic" "notices" {}

resource "aws_s3_bucket" "this" {}

module "queue" {
  source = "./queue"
}
"""


def test_requirements_are_the_versions_of_terraform_and_of_each_provider(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    *_, terraform, aws = requirement_tables.requirements(tmp_path).strip().splitlines()
    assert terraform == "| `terraform` |  | `>= 1.9` |"
    assert aws == "| `aws` | `hashicorp/aws` | `>= 5.100, < 7.0` |"


def test_resources_come_first_and_modules_and_data_sources_are_listed(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    assert requirement_tables.resources(tmp_path).strip().splitlines()[2:] == [
        "| `aws_s3_bucket.this` | resource |",
        "| `aws_sns_topic.notices` | resource |",
        "| `data.aws_partition.current` | data source |",
        "| `module.queue` | module |",
    ]


def test_a_module_of_values_has_no_resources(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("locals {\n  one = 1\n}\n")
    assert requirement_tables.resources(tmp_path) == "None."
