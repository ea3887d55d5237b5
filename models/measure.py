"""Measures what deployments.py says of rendering: `python -m models.measure PICTURE`.

The picture reckoned with is build/bench-corpus/jpeg-baseline-12.jpeg of `make bench`: a photograph
of 12 megapixels, as a phone makes it.
"""

import json
import statistics
import sys
import time
from pathlib import Path

from models.deployments import PRICED, Deployment
from thumbnailer.config.recipe_json import parse_recipe
from thumbnailer.imaging import render

_REPETITIONS = 9


def measure(deployment: Deployment, data: bytes) -> tuple[float, int]:
    """Render a picture several times.

    Returns:
        The median seconds of a processor, whatever else it does meanwhile, and the bytes of all
        outputs.
    """
    recipe = parse_recipe(json.dumps(deployment.recipe))
    seconds = []
    for _ in range(_REPETITIONS):
        started = time.process_time()
        picture = render(data, recipe)
        seconds.append(time.process_time() - started)
    return statistics.median(seconds), sum(len(r.data) for r in picture.renditions)


def main() -> int:
    """Measure every example.

    Returns:
        The exit code.
    """
    try:
        data = Path(sys.argv[1]).read_bytes()
    except (IndexError, OSError) as error:
        print(f"{error}\nusage: python -m models.measure PICTURE", file=sys.stderr)
        return 2
    print(f"source_bytes={len(data)}")
    for deployment in PRICED:
        seconds, size = measure(deployment, data)
        print(f"{deployment.name}: render_seconds={seconds:.3f} output_bytes={size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
