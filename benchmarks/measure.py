"""Measures and writes the results; started by `benchmarks.run` in the benchmark's environment."""

import json
import platform
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks import (
    arguments,
    compared,
    corpus,
    init_time,
    memory,
    mosaics,
    overlap,
    plot,
    quality,
    summary,
    uploads,
)
from benchmarks.arguments import Arguments
from benchmarks.cases import CASES, PEERS
from benchmarks.corpus import Corpus, Picture
from benchmarks.processes import Worker, use_one_processor
from benchmarks.setup import Setup
from benchmarks.timing import Effort, Job, medians, time_pictures
from tools.paths import BUILD

_HOME = BUILD / "bench-corpus"
# Of each kind, in a quick run.
_FEW = 2
# What settling is held against: (module, case), both in `peers`.
_SETTLE = {
    "settle": Job("ours", "settle"),
    "render": Job("ours", "thumb"),
    "decode_encode": Job("pillow", "decode_encode"),
    "full_decode_encode": Job("pillow", "full_decode_encode"),
}


def _pictures(wanted: Arguments) -> Corpus:
    everyday = corpus.obtain(_HOME, "held-out" if wanted.held_out else "tuned")
    for name, reason in everyday.missing.items():
        print(f"not measured: {name}: {reason}", file=sys.stderr)
    pictures = everyday.pictures
    if wanted.quick:
        kinds: dict[str, list[Picture]] = {}
        for picture in pictures:
            kinds.setdefault(picture.kind, []).append(picture)
        pictures = [picture for group in kinds.values() for picture in group[-_FEW:]]
    pictures = [*pictures, *_large(wanted)]
    if wanted.kinds:
        pictures = [p for p in pictures if any(fnmatchcase(p.kind, k) for k in wanted.kinds)]
    return Corpus(pictures, everyday.missing)


def _large(wanted: Arguments) -> list[Picture]:
    return mosaics.pictures(_HOME, (12,) if wanted.quick else (12, 24, 48))


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


def measure(setup: Setup, wanted: Arguments) -> dict[str, Any]:
    """Measure everything, on one processor.

    Args:
        setup: where everything is.
        wanted: which pictures, and how thoroughly.

    Returns:
        What goes into build/bench.json.
    """
    quick = wanted.quick
    chosen = _pictures(wanted)
    large = _large(wanted)
    processor = use_one_processor()
    settled = next(picture for picture in large if picture.name == "jpeg-baseline-12")
    results: dict[str, Any] = {
        "quick": quick,
        "held_out": wanted.held_out,
        "before": wanted.before,
        "machine": {"system": platform.platform(), "processor": processor},
        "versions": summary.versions(setup),
        "pictures": {p.name: corpus.facts(p) for p in chosen.pictures},
        "missing": chosen.missing,
    }
    print("start …", flush=True)
    results["init"] = init_time.measure(setup, 11 if quick else 31)
    print("settle …", flush=True)
    results["settle"] = _settle(setup, settled, Effort(21, 61, 5))
    print("overlap …", flush=True)
    results["overlap"] = overlap.measure(setup, _small(settled), 9 if quick else 31)
    print("uploads …", flush=True)
    uploaded = next(p for p in chosen.pictures if p.kind == "jpeg-medium")
    results["uploads"] = uploads.measure(setup, uploaded.path, 3 if quick else 9)
    effort = Effort(2, 9, 0.4) if quick else Effort(3, 11, 3)
    results["seconds"] = {}
    for case in CASES:
        print(f"{case} …", flush=True)
        results["seconds"][case] = time_pictures(setup, chosen.pictures, case, effort)
    print("memory …", flush=True)
    results["peak_rss_mb"] = memory.peaks(setup, large)
    print("quality …", flush=True)
    judged = chosen.pictures[::3] if quick else chosen.pictures
    results["quality"] = quality.judge(setup, judged)
    return summary.ratios(results) | results


def _partial(setup: Setup, wanted: Arguments) -> None:
    pictures = _pictures(wanted).pictures
    use_one_processor()
    peers = ["ours", *wanted.peers] if wanted.peers else list(PEERS)
    if wanted.before:
        peers.append("before")
    facts = {picture.name: corpus.facts(picture) for picture in pictures}
    for case in wanted.cases or CASES:
        effort = Effort(5, 61, wanted.each)
        rows = time_pictures(setup, pictures, case, effort, list(dict.fromkeys(peers)))
        print(compared.single(case, rows), compared.table(case, rows, facts), sep="\n\n")
        print(flush=True)


def main(words: Sequence[str]) -> None:
    """Measure, write, draw, and print the ratios; or time some things, and print those.

    Args:
        words: a `Setup` as JSON, then the command line of `benchmarks.run`.
    """
    setup, wanted = Setup.from_json(words[0]), arguments.parse(words[1:])
    if wanted.partial:
        _partial(setup, wanted)
        return
    results = measure(setup, wanted)
    name = "bench-held-out" if wanted.held_out else "bench"
    (BUILD / f"{name}.json").write_text(json.dumps(results, indent=2) + "\n")
    plot.draw(results, BUILD / f"{name}.png")
    print(summary.text(results))


if __name__ == "__main__":
    main(sys.argv[1:])
