"""Measures and writes the results; started by `benchmarks.run` in the benchmark's environment."""

import argparse
import json
import platform
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks import init_time, memory, overlap, plot, quality, summary
from benchmarks.cases import CASES
from benchmarks.corpus import Picture, pictures
from benchmarks.processes import Worker, use_one_processor
from benchmarks.setup import Setup
from benchmarks.timing import Effort, Job, medians, time_pictures
from tools.paths import BUILD

# What settling is held against: (module, case), both in `peers`.
_SETTLE = {
    "settle": Job("ours", "settle"),
    "render": Job("ours", "thumb"),
    "decode_encode": Job("pillow", "decode_encode"),
    "full_decode_encode": Job("pillow", "full_decode_encode"),
}


def _settle(setup: Setup, picture: Picture, effort: Effort) -> dict[str, float]:
    with Worker(setup, "ours") as ours, Worker(setup, "pillow") as pillow:
        seconds = medians({"ours": ours, "pillow": pillow}, _SETTLE, picture.path, effort)
    return {f"{name}_ms": value * 1000 for name, value in seconds.items()}


def _small(picture: Picture) -> Path:
    """A small JPEG of the same scene."""
    path = picture.path.with_name("small.jpg")
    with Image.open(picture.path) as image:
        image.thumbnail((640, 480))
        image.save(path, quality=80)
    return path


def measure(setup: Setup, *, quick: bool) -> dict[str, Any]:
    """Measure everything, on one processor.

    Args:
        setup: where everything is.
        quick: whether to be content with small pictures and few repetitions.

    Returns:
        What goes into build/bench.json.
    """
    corpus = pictures(BUILD / "bench-corpus", (12,) if quick else (12, 24, 48))
    processor = use_one_processor()
    effort = Effort(3, 9, 2) if quick else Effort(3, 11, 12)
    settled = next(picture for picture in corpus if picture.name == "jpeg-baseline-12")
    results: dict[str, Any] = {
        "quick": quick,
        "machine": {"system": platform.platform(), "processor": processor},
        "versions": summary.versions(setup),
        "pictures": {p.name: {"bytes": p.path.stat().st_size} for p in corpus},
    }
    print("start …", flush=True)
    results["init"] = init_time.measure(setup, 11 if quick else 31)
    print("settle …", flush=True)
    results["settle"] = _settle(setup, settled, Effort(21, 61, 5))
    print("overlap …", flush=True)
    results["overlap"] = overlap.measure(setup, _small(settled), 9 if quick else 31)
    results["seconds"] = {}
    for case in CASES:
        print(f"{case} …", flush=True)
        results["seconds"][case] = time_pictures(setup, corpus, case, effort)
    print("memory …", flush=True)
    results["peak_rss_mb"] = memory.peaks(setup, corpus)
    print("quality …", flush=True)
    results["quality"] = quality.judge(setup, corpus)
    return summary.ratios(results) | results


def main() -> None:
    """Measure, write, draw, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("setup", help="where everything is, as JSON")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    paths = {name: Path(path) for name, path in json.loads(arguments.setup).items()}
    results = measure(Setup(**paths), quick=arguments.quick)
    (BUILD / "bench.json").write_text(json.dumps(results, indent=2) + "\n")
    plot.draw(results, BUILD / "bench.png")
    print(summary.text(results))


if __name__ == "__main__":
    main()
