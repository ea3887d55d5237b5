"""How long after an upload its thumbnail is there, through the emulator: cold and warm.

`python -m benchmarks.latency` applies examples/miniblog, which takes about two minutes, and prints
medians. The emulator answers from memory on the same machine: what is measured is the function and
the calls it makes, not AWS.
"""

import json
import statistics
import sys
import time
from io import BytesIO
from typing import Any

from PIL import Image

from tools.errors import ToolError, exit_code
from tools.local_aws import deployment, emulator, release

_COLD, _WARM = 7, 30
_PATIENCE_SECONDS = 30.0


def main() -> int:
    """Measure and print.

    Returns:
        The exit code.
    """
    return exit_code(_show)


def _show() -> None:
    with emulator.available("latency") as endpoint:
        example = deployment.of_example("miniblog", endpoint, "latency")
        with deployment.applied(example) as outputs:
            print(json.dumps(_measure(endpoint.client, outputs["thumbnails"]), indent=2))


def _measure(client: Any, outputs: dict[str, Any]) -> dict[str, float]:
    s3, functions = client("s3"), client("lambda")
    bucket, function = outputs["bucket_name"], outputs["function_name"]
    data = _small_picture()
    cold = []
    for number in range(_COLD):
        # No process of a new version is warm.
        release.configure(functions, function, {"COLD": str(number)})
        cold.append(_seconds(s3, bucket, f"cold{number}", data))
    warm = [_seconds(s3, bucket, f"warm{number}", data) for number in range(_WARM)]
    return {
        "cold_seconds": round(statistics.median(cold), 3),
        "cold_seconds_worst": round(max(cold), 3),
        "warm_seconds": round(statistics.median(warm), 3),
        "warm_seconds_worst": round(max(warm), 3),
    }


def _small_picture() -> bytes:
    buffer = BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def _seconds(s3: Any, bucket: str, name: str, data: bytes) -> float:
    s3.put_object(Bucket=bucket, Key=f"uploads/{name}.jpg", Body=data)
    started = time.perf_counter()
    while time.perf_counter() - started < _PATIENCE_SECONDS:
        try:
            s3.head_object(Bucket=bucket, Key=f"thumbnails/{name}_thumb.jpg")
        except s3.exceptions.ClientError:
            time.sleep(0.005)
        else:
            return time.perf_counter() - started
    raise ToolError(f"no thumbnail of {name} in {_PATIENCE_SECONDS:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
