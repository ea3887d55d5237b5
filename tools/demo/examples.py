"""Applies every example in an emulator, uploads a picture to each, plans again, and destroys it.

Exit code 0 only if each picture got its thumbnails, no second plan had changes, and nothing was
left.
"""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image
from rich.console import Console
from rich.table import Table

from tools.errors import ToolError
from tools.local_aws import deployment, emulator, function_state, log_lines
from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.existing_bucket import ExistingBucket
from tools.paths import ROOT

_PATIENCE_SECONDS = 60.0


@dataclass
class Result:
    """What came of one example.

    Attributes:
        name: of the example.
        resources: how many it applied.
        seconds: how long applying took, beside the others.
        thumbnails: the keys that came of the picture.
        problems: what is not as it should be.
    """

    name: str
    resources: int = 0
    seconds: float = 0.0
    thumbnails: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def names() -> list[str]:
    """The examples, by their directories."""
    return sorted(path.parent.name for path in ROOT.glob("examples/*/versions.tf"))


def run(deployed: Deployment) -> Result:
    """Apply an example, use it, plan it again, and destroy it."""
    result, endpoint = Result(deployed.directory.name), deployed.endpoint
    started = time.perf_counter()
    try:
        with deployment.applied(deployed) as outputs:
            result.seconds = time.perf_counter() - started
            result.resources = len(deployed.resources())
            if "notification_entries" in outputs:
                _owner(deployed).add(outputs["notification_entries"])
            for each in deployments(outputs):
                _upload(endpoint, each, result)
            if deployed.planned_changes():
                result.problems.append("the second plan is not empty")
    except ToolError as error:
        result.problems.append(str(error))
    if "bucket_name" in deployed.variables:
        _owner(deployed).remove()
    left = deployed.resources()
    if left:
        result.problems.append(f"left after destroy: {', '.join(left)}")
    return result


def _owner(deployed: Deployment) -> ExistingBucket:
    """Who plays the part of the bucket's owner in examples/existing-bucket."""
    return ExistingBucket(deployed.endpoint, deployed.variables["bucket_name"])


def deployments(outputs: Any) -> Iterator[dict[str, Any]]:
    """Find the outputs of each deployment of the module, however deep they lie.

    Args:
        outputs: of an example.

    Yields:
        The outputs of one deployment.
    """
    if not isinstance(outputs, dict):
        return
    if "log_group_name" in outputs:
        yield outputs
        return
    for inner in outputs.values():
        yield from deployments(inner)


def _upload(endpoint: Endpoint, each: dict[str, Any], result: Result) -> None:
    function_state.check(endpoint, each)
    # The gallery makes nothing of pictures beside its folders.
    folder = next(iter(_prefixes(each)), "")
    key = f"{each['uploads_prefix']}{folder}lake.jpg"
    endpoint.client("s3").put_object(Bucket=each["bucket_name"], Key=key, Body=_picture())
    line = log_lines.wait(endpoint.client("logs"), each["log_group_name"], key, _PATIENCE_SECONDS)
    if line and line["reason"] == "rendered":
        result.thumbnails += [output["key"] for output in line["outputs"]]
    elif line:
        result.problems.append(f"{key}: {json.dumps(line)}")
    else:
        told = function_state.describe(endpoint, each)
        result.problems.append(f"{key}: no log line in {_PATIENCE_SECONDS:.0f} seconds\n{told}")


def _prefixes(each: dict[str, Any]) -> list[str]:
    variants = json.loads(each["recipe"])["variants"].values()
    return sorted({variant.get("prefix", "") for variant in variants})


def _picture() -> bytes:
    buffer = BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def _table(results: list[Result]) -> Table:
    table = Table(title="Applied, used, planned again, destroyed")
    for heading in ("example", "thumbnails"):
        table.add_column(heading)
    for heading in ("resources", "seconds to apply"):
        table.add_column(heading, justify="right")
    for result in results:
        style = "red" if result.problems else None
        thumbnails = "\n".join(result.thumbnails)
        table.add_row(
            result.name, thumbnails, str(result.resources), f"{result.seconds:.0f}", style=style
        )
    return table


def main() -> int:
    """Run all examples side by side, and tell how each ended.

    Returns:
        The exit code.
    """
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(f"Applying {', '.join(names())}: about three minutes ...")
    try:
        with (
            emulator.available("examples", cloudfront=True) as endpoint,
            ThreadPoolExecutor(len(names())) as threads,
        ):
            examples = [deployment.of_example(name, endpoint, "examples") for name in names()]
            results = list(threads.map(run, examples))
    except ToolError as error:
        console.print(str(error), style="red", markup=False)
        return 1
    console.print(_table(results))
    problems = [f"{result.name}: {problem}" for result in results for problem in result.problems]
    for problem in problems:
        console.print(problem, style="red", markup=False)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
