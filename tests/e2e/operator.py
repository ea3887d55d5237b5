"""Whoever runs the operator's commands against a deployment, as their users do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.pipeline import Pipeline


@dataclass(frozen=True)
class Operator:
    """Somebody at a terminal of their own.

    Attributes:
        pipeline: the deployment.
        folder: for files.
    """

    pipeline: Pipeline
    folder: Path

    def run(
        self,
        *command: str,
        outputs: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; `outputs` differ from those of the deployment."""
        config = self.folder / "outputs.json"
        known = self.pipeline.outputs | dict(outputs or {})
        config.write_text(json.dumps({n: {"value": v} for n, v in known.items()}))
        return subprocess.run(
            [sys.executable, "-m", "thumbnailer_cli", *command, "--config", str(config)],
            env={**os.environ, **self.pipeline.endpoint.environment(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def document(self, *command: str, **outputs: Any) -> dict[str, Any]:
        """What a command says as JSON."""
        done = self.run(*command, "--json", outputs=outputs)
        assert done.returncode in (0, 1), done.stderr
        document: dict[str, Any] = json.loads(done.stdout)
        return document
