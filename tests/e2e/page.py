"""docs/pipelines.md, as its reader follows it on a machine of its own."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.workflow import Runner, shell
from tools import files
from tools.build import release
from tools.docs import snippets
from tools.local_aws import terraform
from tools.local_aws.endpoint import Endpoint
from tools.paths import BUILD, ROOT

# The programs that a machine has. Parts of git are shell scripts.
MACHINES = {
    "terraform": ("terraform",),
    "terraform-and-git": ("terraform", "git", "basename", "sed", "uname"),
}
SNIPPETS = snippets.labelled((ROOT / "docs/pipelines.md").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Page:
    """The page, and where its reader is.

    Attributes:
        home: holds everything that is made.
        aws: where stacks are applied.
        here: what stands here for what stands on the page, such as addresses.
    """

    home: Path
    aws: Endpoint
    here: Mapping[str, str]

    def snippet(self, label: str) -> str:
        """A snippet of the page, as it is here."""
        text = SNIPPETS[label]
        for there, here in self.here.items():
            assert there in "".join(SNIPPETS.values()), f"{there} is no longer on the page"
            text = text.replace(there, here)
        return text

    def environment(self, machine: str) -> dict[str, str]:
        """All variables of a job.

        Args:
            machine: that it runs on: a name in MACHINES.
        """
        own = {
            "PATH": str(self.home / machine),
            "TF_DATA_DIR": ".terraform",
            # Where the repository of the page is.
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.file://{self.home}/git/.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://git.example.com/",
        }
        return terraform.environment(self.home, self.aws.environment() | own)

    def repository(self, stack: str, lock: Path | None = None) -> Path:
        """Make the repository of a stack: its configuration, and the lock file of the provider.

        Args:
            stack: what its snippets are called.
            lock: the lock file of another stack; None: as the page says, of `terraform init`.
        """
        directory = self.home / stack / "repository"
        directory.mkdir(parents=True)
        (directory / "main.tf").write_text(self.snippet(f"{stack}/main.tf"))
        if lock:
            shutil.copy(lock, directory)
        else:
            shell("terraform init -input=false", directory, self.environment("terraform-and-git"))
            shutil.rmtree(directory / ".terraform")
        return directory

    def jobs(self, stack: str, repository: Path, machine: str) -> Path:
        """Run all jobs of a stack's workflow, the last of which applies it.

        Args:
            stack: what its snippets are called.
            repository: what jobs check out.
            machine: that jobs run on which do not set up Python.

        Returns:
            The directory of the last one.
        """
        runner = Runner(
            home=self.home / stack,
            checkout=repository,
            environment=self.environment(machine),
            python={"PATH": os.environ["PATH"], "GIT_TEMPLATE_DIR": str(self.home / "template")},
        )
        workflow = self.snippet(f"{stack}/github")
        return [runner.run(workflow, job) for job in yaml.safe_load(workflow)["jobs"]][-1]


def prepare(home: Path) -> None:
    """Make the repository of the page, of the project as it is here, and the machines of jobs."""
    repository = home / "git/platform/thumbnailer.git"
    for name in files.names(ROOT):
        copy = repository / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    for step in (["init"], ["add", "."], ["commit", "-m", "The module"], ["tag", "v1.0.0"]):
        subprocess.run(["git", *who, *step], cwd=repository, check=True, capture_output=True)
    for machine, programs in MACHINES.items():
        for program in programs:
            found = shutil.which(program) or program
            command = terraform.command() if program == "terraform" else (found,)
            _script(home / machine / program, f'exec {shlex.join(command)} "$@"')
    # git runs it in the clone that builds: our build/ is the cache that the page speaks of.
    _script(home / "template/hooks/post-checkout", f"ln -s {shlex.quote(str(BUILD))} build")


@contextmanager
def serving_release(arch: str, directory: Path) -> Iterator[dict[str, str]]:
    """Serve the release archive of an architecture on this machine.

    Args:
        arch: "arm64" or "x86_64".
        directory: where to put it.

    Yields:
        Its address and its checksum, by what stands for them on the page.
    """
    [(address, name, checksum)] = re.findall(
        r"(https://\S+/)(\S+\.zip)\?checksum=sha256:(\w+)", SNIPPETS["archive/main.tf"]
    )
    archive = release.write(arch, release.tracked(), directory)[0]
    archive = archive.rename(directory / name.replace("arm64", arch))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=directory)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield {address: f"http://127.0.0.1:{server.server_port}/", checksum: digest}
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


def _script(path: Path, command: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{command}\n")
    path.chmod(0o755)
