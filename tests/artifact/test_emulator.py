"""The emulator of AWS as the tools start it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import venvs
from tools.build import interpreter
from tools.local_aws import emulator
from tools.paths import ROOT

STOP_SECONDS = 10


def test_it_speaks_tls_on_the_loopback_address_and_ends() -> None:
    with emulator.run("test") as endpoint:
        assert endpoint.url.startswith("https://127.0.0.1:")
        assert endpoint.ca_bundle
        assert endpoint.client("sts").get_caller_identity()["Account"]
        pid = endpoint.pid
    assert pid
    assert not Path(f"/proc/{pid}").exists()
    assert not endpoint.ca_bundle.parent.exists()


def test_its_environment_has_boto3_and_no_pillow() -> None:
    version = interpreter.local_python()
    python = venvs.ensure(f"emulator-{version}", interpreter.find(version), "emulator.txt")
    program = "import boto3, importlib.util; print(importlib.util.find_spec('PIL'))"
    said = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "None\n"


def test_it_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    program = (
        "from tools.local_aws import emulator\n"
        "with emulator.run('orphan') as endpoint:\n"
        "    print(endpoint.pid, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},  # nobody is left to remove its files
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout
        pid = int(owner.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        owner.kill()
    deadline = time.monotonic() + STOP_SECONDS
    while _runs(pid):
        if time.monotonic() > deadline:
            pytest.fail(f"the emulator (process {pid}) outlives its owner")
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
