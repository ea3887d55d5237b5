"""The whole pipeline in an emulator: applies the miniblog example, uploads pictures, shows the end.

Exit code 0 only if every upload ended as expected.
"""

import json
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from rich.console import Console
from rich.table import Table

from tools.demo import contact_sheet
from tools.demo.uploads import Upload, uploads
from tools.errors import ToolError
from tools.local_aws import deployment, emulator, function_state, log_lines
from tools.local_aws.endpoint import Endpoint
from tools.paths import BUILD

_SHEET = BUILD / "demo.png"
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Result:
    """What came of one upload.

    Attributes:
        upload: what was uploaded.
        line: the function's log line about it.
        seconds: from the end of the upload until its end was seen.
        thumbnail: what lies at the thumbnail's key.
        problem: how it differs from what is expected; None where it does not.
    """

    upload: Upload
    line: dict[str, Any]
    seconds: float
    thumbnail: Image.Image | None
    problem: str | None


class Demo:
    """The uploads into one deployment."""

    def __init__(self, endpoint: Endpoint, outputs: dict[str, Any]) -> None:
        self._endpoint, self._outputs = endpoint, outputs
        self._s3, self._logs = endpoint.client("s3"), endpoint.client("logs")
        self._bucket: str = outputs["bucket_name"]
        self._prefix: str = outputs["uploads_prefix"]
        self._group: str = outputs["log_group_name"]

    def run(self, upload: Upload) -> Result:
        """Upload a file, wait until its outcome is logged, and compare that with what is expected.

        Raises:
            ToolError: nothing is logged about it; nor would be about any other.
        """
        key = self._prefix + upload.name
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=upload.make())
        started = time.perf_counter()
        line = self._line_about(key)
        seconds = time.perf_counter() - started
        thumbnail = self._download(line)
        return Result(upload, line, seconds, thumbnail, _problem(upload, line, thumbnail))

    def _line_about(self, key: str) -> dict[str, Any]:
        line = log_lines.wait(self._logs, self._group, key, _PATIENCE_SECONDS)
        if line is None:
            told = function_state.describe(self._endpoint, self._outputs)
            raise ToolError(f"No log line about {key} in {_PATIENCE_SECONDS:.0f} seconds.\n{told}")
        return line

    def _download(self, line: dict[str, Any]) -> Image.Image | None:
        for output in line.get("outputs", []):
            body = self._s3.get_object(Bucket=self._bucket, Key=output["key"])["Body"].read()
            image = Image.open(BytesIO(body))
            image.load()
            return image
        return None


def _problem(upload: Upload, line: dict[str, Any], thumbnail: Image.Image | None) -> str | None:
    end = (line["outcome"], line["reason"])
    if end != (upload.outcome, upload.reason):
        return f"expected {upload.outcome} ({upload.reason}), got {end[0]} ({end[1]})"
    size = thumbnail.size if thumbnail else None
    if size != upload.size:
        return f"expected a thumbnail of {upload.size}, got {size}"
    return None


def _table(results: list[Result]) -> Table:
    table = Table(title="What came of it")
    for heading in ("source", "", "thumbnail, or why there is none"):
        table.add_column(heading)
    for heading in ("size", "bytes", "ms", "ms to end"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        line, settled = result.line, result.thumbnail is not None
        output = line["outputs"][0] if settled else {}
        table.add_row(
            result.upload.name,
            result.upload.about,
            output.get("key") or f"[yellow]{line['reason']}[/]: {line.get('detail', '')}",
            f"{output['width']}x{output['height']}" if settled else "",
            f"{output['bytes']:,}" if settled else "",
            f"{line.get('milliseconds', 0):.0f}",
            f"{result.seconds * 1000:.0f}",
            style="red" if result.problem else None,
        )
    table.caption = "ms: in the function; ms to end: from upload to log line"
    return table


def _sheet(results: list[Result]) -> None:
    ends = [(result.upload, result.thumbnail, result.line["reason"]) for result in results]
    contact_sheet.draw([contact_sheet.entry(*end) for end in ends]).save(_SHEET)


def _show(console: Console) -> list[str]:
    """Run the demo; gives what went wrong."""
    console.print("Starting the emulator, building what is missing ...")
    with emulator.available("demo") as endpoint:
        example = deployment.of_example("miniblog", endpoint, "demo")
        console.print(f"Applying examples/miniblog to {endpoint.url}: about a minute ...")
        with deployment.applied(example) as applied:
            outputs = applied["thumbnails"]
            function_state.check(endpoint, outputs)
            demo = Demo(endpoint, outputs)
            results = []
            for upload in uploads():
                result = demo.run(upload)
                results.append(result)
                end = f"{result.line['outcome']} ({result.line['reason']})"
                console.print(f"  {upload.name}: {end} after {result.seconds * 1000:.0f} ms")
            again = example.planned_changes()
            console.print(again or "A second plan is empty.")
            console.print(_table(results))
            _sheet(results)
            console.print(f"Contact sheet: {_SHEET.relative_to(BUILD.parent)}")
            console.print("Destroying ...")
        left = example.resources()
    problems = [f"{r.upload.name}: {r.problem}" for r in results if r.problem]
    problems += ["the second plan is not empty"] if again else []
    return problems + ([f"left after destroy: {json.dumps(left)}"] if left else [])


def main() -> int:
    """Run the demo and tell how it went.

    Returns:
        The exit code.
    """
    console = Console(width=None if sys.stdout.isatty() else 140)
    try:
        problems = _show(console)
    except ToolError as error:
        console.print(str(error), style="red", markup=False)
        return 1
    for problem in problems:
        console.print(problem, style="red", markup=False)
    console.print("[red]Not as expected.[/]" if problems else "[green]Everything as expected.[/]")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
