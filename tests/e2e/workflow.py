"""Runs the jobs of a GitHub workflow: each in a directory of its own, with what others uploaded.

Only the actions that docs/pipelines.md uses are known.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.local_aws import terraform

# A machine of the tests has Terraform and credentials from the start.
_ALREADY_DONE = {"hashicorp/setup-terraform", "aws-actions/configure-aws-credentials"}


@dataclass(frozen=True)
class Runner:
    """Where jobs run.

    Attributes:
        home: holds the directories of the jobs, and what they uploaded.
        checkout: the files that are in the repository of the workflow.
        environment: all the variables of a job.
        python: what a job gets in addition that sets up Python.
    """

    home: Path
    checkout: Path
    environment: Mapping[str, str]
    python: Mapping[str, str]

    def run(self, workflow: str, job: str) -> Path:
        """Run one job.

        Args:
            workflow: the text of the workflow.
            job: its name.

        Returns:
            The directory that it ran in.
        """
        directory = self.home / job
        directory.mkdir()
        environment = dict(self.environment)
        for step in yaml.safe_load(workflow)["jobs"][job]["steps"]:
            for line in step.get("run", "").splitlines():
                shell(line, directory, environment)
            action = step.get("uses", "").partition("@")[0]
            if action == "actions/setup-python":
                environment |= self.python
            elif action and action not in _ALREADY_DONE:
                self._transfer(action, step.get("with", {}), directory)
        return directory

    def _transfer(self, action: str, given: Mapping[str, Any], directory: Path) -> None:
        there = self.home / "uploaded" / given.get("name", "")
        here = directory / given.get("path", "")
        if action == "actions/checkout":
            _copy(self.checkout, directory)
        elif action == "actions/upload-artifact":
            _copy(here, there)
        elif action == "actions/download-artifact":
            _copy(there, here)
        else:
            raise AssertionError(f"{action} is not known here")


def shell(line: str, directory: Path, environment: Mapping[str, str]) -> str:
    """Run a line of a script.

    Args:
        line: the command.
        directory: where to.
        environment: all of its variables.

    Returns:
        What it wrote to stdout.
    """
    with terraform.alone() if line.startswith("terraform init") else nullcontext():
        done = subprocess.run(
            ["/bin/sh", "-euc", line],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    assert not done.returncode, f"{line} in {directory} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


def _copy(source: Path, destination: Path) -> None:
    """Copy a file into a directory, or what a directory holds, as an artifact's path means it."""
    if source.is_dir():
        shutil.copytree(source, destination, dirs_exist_ok=True)
    else:
        destination.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, destination)
