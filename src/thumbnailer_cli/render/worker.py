"""Reads, renders, and writes one source. Returns the outcome; raises nothing."""

from __future__ import annotations

import errno
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from thumbnailer.config.recipe import Recipe
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import Picture, Point, render
from thumbnailer.results.outcome import Outcome, Settlement, Written
from thumbnailer_cli.render.plan import Job
from thumbnailer_cli.shared.files import write_whole


@dataclass(frozen=True)
class Inputs:
    """The inputs that all sources of a run share.

    Attributes:
        recipe: the recipe.
        focal_point: the focal point of every source.
        stamp: the bytes of the watermark image.
    """

    recipe: Recipe
    focal_point: Point
    stamp: bytes | None


@dataclass(frozen=True)
class Result:
    """A job, its outcome, and its duration."""

    job: Job
    end: Settlement
    milliseconds: float


def work(job: Job, inputs: Inputs) -> Result:
    """Run one job."""
    started = time.perf_counter()
    end = job.end or _end(job, inputs)
    return Result(job, end, (time.perf_counter() - started) * 1000)


def _end(job: Job, inputs: Inputs) -> Settlement:
    source_bytes = None
    try:
        source_bytes = job.source.path.stat().st_size
        picture = _render(job, inputs, source_bytes)
        for rendition, path in _places(job, picture):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, rendition)
    except Rejected as rejected:
        return Settlement(
            Outcome.REJECTED, rejected.reason, rejected.detail, source_bytes=source_bytes
        )
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, type(error).__name__)
        return Settlement(Outcome.FAILED, code, str(error), source_bytes=source_bytes)
    except Exception as error:  # an error with one source does not stop the others
        return Settlement(
            Outcome.FAILED, type(error).__name__, str(error), source_bytes=source_bytes
        )
    keys = {output.variant: output.key for output in job.outputs}
    return Settlement(
        Outcome.SETTLED,
        "rendered",
        source_bytes=source_bytes,
        source_width=picture.width,
        source_height=picture.height,
        outputs=tuple(
            Written(r.variant.name, keys[r.variant], r.width, r.height, len(r.data))
            for r in picture.renditions
        ),
    )


def _render(job: Job, inputs: Inputs, size: int) -> Picture:
    limit = inputs.recipe.limits.max_bytes
    if size > limit:
        raise Rejected(Reason.TOO_LARGE, f"{size} bytes; {limit} are allowed")
    variants = [output.variant for output in job.outputs]
    with warnings.catch_warnings():
        # Pillow warns about damaged metadata; the function does not log these warnings, either.
        warnings.simplefilter("ignore")
        return render(
            job.source.path.read_bytes(),
            inputs.recipe,
            variants,
            focal_point=inputs.focal_point,
            stamp=inputs.stamp,
        )


def _places(job: Job, picture: Picture) -> list[tuple[bytes, Path]]:
    paths = {output.variant: output.path for output in job.outputs}
    return [(rendition.data, paths[rendition.variant]) for rendition in picture.renditions]
