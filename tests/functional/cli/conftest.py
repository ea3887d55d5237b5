"""Every test of a command runs in an empty folder, and none waits for SQS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.stub import Stubber

from thumbnailer_cli.dlq import move
from thumbnailer_cli.shared.aws.clients import Aws


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbnailer_cli.shared.aws.sqs._WAIT_SECONDS", 0)
    monkeypatch.setattr(move, "_POLL_SECONDS", 0)


@pytest.fixture
def aws() -> Iterator[tuple[Aws, Stubber]]:
    """Clients, and the answers that SQS gives them."""
    made = Aws("eu-central-1")
    with Stubber(made.sqs._client) as stubber:
        yield made, stubber
        stubber.assert_no_pending_responses()
