"""What an operator does after a bad hour: the project's own commands, on the deployment."""

import json
import subprocess
import sys
from typing import Any

from chaos.system import System
from tools.errors import ToolError
from tools.paths import BUILD, ROOT, SOURCE


def redrive(system: System) -> None:
    """Send all dead letters back to the queue."""
    _thumbnailer(system, "dlq", "redrive")


def audit(system: System) -> tuple[int, dict[str, Any]]:
    """Hold outputs against sources; gives the exit code and what was printed."""
    done = _thumbnailer(system, "audit", "--yes", "--json", good=(0, 1))
    return done.returncode, json.loads(done.stdout)


def dead_letters(system: System) -> list[str]:
    """The bodies of the messages in the dead-letter queue, which stay there."""
    bodies = []
    while messages := system.sqs.receive_message(
        QueueUrl=system.dead_letters,
        MaxNumberOfMessages=10,
        VisibilityTimeout=30,
        WaitTimeSeconds=1,
    ).get("Messages"):
        bodies += [str(message["Body"]) for message in messages]
    return bodies


def _thumbnailer(
    system: System, *command: str, good: tuple[int, ...] = (0,)
) -> subprocess.CompletedProcess[str]:
    config = BUILD / "chaos-outputs.json"
    config.write_text(json.dumps({k: {"value": v} for k, v in system.outputs.items()}))
    done = subprocess.run(
        [sys.executable, "-m", "thumbnailer_cli", *command, "--config", config],
        env=system.endpoint.environment() | {"PYTHONPATH": str(SOURCE)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in good:
        said = done.stdout + done.stderr
        raise ToolError(f"thumbnailer {' '.join(command)} failed ({done.returncode}):\n{said}")
    return done
