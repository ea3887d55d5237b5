"""`python -m chaos.run`: a chaos run, and what it has shown, in build/chaos.json.

Takes about six minutes; with --short, as in the tests, about three. Exit code 0 only if nothing was
lost, nothing is stale, no message is left in the dead-letter queue, every kind of fault was really
injected, and the audit finds nothing either.
"""

import argparse
import json
import sys
import time
from typing import Any

from chaos import commands, scenario, system
from chaos.scenario import Result
from tools.errors import ToolError
from tools.paths import BUILD

_REPORT = BUILD / "chaos.json"


def main() -> int:
    """Run, write the report, and tell the end.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m chaos.run", description=__doc__)
    parser.add_argument("--short", action="store_true", help="150 uploads instead of 2,000")
    size = scenario.SHORT if parser.parse_args().short else scenario.FULL
    started = time.monotonic()
    try:
        print("Starting the emulator, applying chaos/stack: about a minute ...")
        with system.running("chaos") as running:
            print(f"{size.uploads} uploads, under faults ...")
            result = scenario.run(running, size, print)
            found, _ = commands.audit(running)
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    report = summary(result) | {
        "audit_exit_code": found,
        "seconds": round(time.monotonic() - started),
    }
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))
    never = [kind for kind, times in result.injected.items() if not times]
    for kind in never:
        print(f"{kind} was never injected", file=sys.stderr)
    verdict = result.verdict
    for finding in [*verdict.lost, *verdict.stale, *verdict.dead_letters]:
        print(finding, file=sys.stderr)
    return 0 if verdict.clean and not never and not found else 1


def summary(result: Result) -> dict[str, Any]:
    """The report of a run."""
    verdict, steps = result.verdict, result.steps
    uploads = [step for step in steps if step.data is not None]
    return {
        "uploads": len(uploads),
        "bad_uploads": sum(not step.good for step in uploads),
        "deletes": len(steps) - len(uploads),
        "duplicate_events": result.duplicates,
        "keys": len({step.key for step in steps}),
        "faults": result.injected,
        "log_lines": dict(result.lines.most_common()),
        "redriven": result.redriven,
        "outcomes": dict(verdict.outcomes),
        "lost": len(verdict.lost),
        "stale": len(verdict.stale),
        "good_dead_lettered_after_redrive": len(verdict.dead_letters),
    }


if __name__ == "__main__":
    sys.exit(main())
