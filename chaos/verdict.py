"""Whether anything was lost or is stale: every object held against what was uploaded last.

This knows what the function promises and nothing of how it does it: no code is shared but the
renderer's, and the recipe as Terraform wrote it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from itertools import combinations
from typing import Any

from PIL import Image

from chaos.uploads import Step
from thumbnailer.config.recipe import Recipe, Variant
from thumbnailer.config.recipe_json import parse_recipe
from thumbnailer.imaging import render

_THREADS = 8


@dataclass(frozen=True)
class Verdict:
    """What was found; a text for each finding.

    Attributes:
        outcomes: how many keys are settled, rejected, gone, lost or stale.
        lost: outputs or reports that should be there.
        stale: what is there and should not be, or is not of the newest source.
        dead_letters: messages that are still in the dead-letter queue.
    """

    outcomes: Counter[str]
    lost: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    dead_letters: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether there is nothing to complain about."""
        return not (self.lost or self.stale or self.dead_letters)


class Judge:
    """Looks at one bucket."""

    def __init__(self, s3: Any, outputs: dict[str, Any]) -> None:
        self._s3, self._bucket = s3, outputs["bucket_name"]
        self._recipe: Recipe = parse_recipe(outputs["recipe"])

    def judge(self, last: Iterable[Step], dead_letters: list[str]) -> Verdict:
        """Hold everything against the last step of each key."""
        steps = list(last)
        verdict = Verdict(Counter(), dead_letters=dead_letters)
        with ThreadPoolExecutor(_THREADS) as threads:
            verdict.outcomes.update(threads.map(lambda step: self._check(step, verdict), steps))
        allowed = {key for step in steps for key in self._keys_of(step)}
        for key in self._listed() - allowed:
            verdict.stale.append(f"{key}: should not be there")
        return verdict

    def _check(self, step: Step, verdict: Verdict) -> str:
        if step.data is None:
            return "gone"
        etag = hashlib.md5(step.data, usedforsecurity=False).hexdigest()
        source = self._get(step.key)
        if source is None or source["ETag"].strip('"') != etag:
            raise AssertionError(f"{step.key}: the bucket does not hold what was uploaded last")
        outcome = "settled" if step.good else "rejected"
        for key in sorted(self._keys_of(step) - {step.key}):
            found = self._get(key)
            if found is None:
                verdict.lost.append(f"{key}: missing")
                outcome = "lost"
            elif problem := self._problem(step, etag, key, found):
                verdict.stale.append(f"{key}: {problem}")
                outcome = "stale"
        return outcome

    def _problem(self, step: Step, etag: str, key: str, found: dict[str, Any]) -> str | None:
        names = ("source-etag", "variant-id", "recipe-id")
        origin = tuple(map(found["Metadata"].get, names))
        expected = (
            (etag, self._recipe.variant_ids[self._variant(key).name], None)
            if step.good
            else (etag, None, self._recipe.id)
        )
        if origin != expected:
            return f"of {origin}, not of {expected}"
        if not step.good:
            rejected = json.loads(found["Body"])["outcome"] == "rejected"
            return None if rejected else "no report of a rejected source"
        same = _pixels(found["Body"]) in self._fresh(step.data or b"", key)
        return None if same else "its pixels are not those of its source"

    def _keys_of(self, step: Step) -> set[str]:
        """What should be in the bucket for a key."""
        if step.data is None:
            return set()
        if not step.good:
            return {step.key, f"rejected/{step.key}.json"}
        return {step.key, *(self._output_key(step.key, v.name) for v in self._recipe.variants)}

    def _output_key(self, key: str, variant: str) -> str:
        stem, _, ext = key.removeprefix("uploads/").rpartition(".")
        return f"thumbnails/{stem}_{variant}.{ext}"

    def _fresh(self, data: bytes, key: str) -> Iterator[tuple[Any, ...]]:
        """The pixels that a rendition may have, the likeliest first.

        A picture is decoded at the smallest scale that is enough for the variants that are made at
        the same time, which are all of them or, after a failure, some.
        """
        variants = self._recipe.variants
        mine = self._variant(key)
        for size in range(len(variants), 0, -1):
            for together in combinations(variants, size):
                if mine in together:
                    made = render(data, self._recipe, together).renditions
                    yield next(_pixels(r.data) for r in made if r.variant == mine)

    def _variant(self, key: str) -> Variant:
        """The variant that an output is of."""
        return next(v for v in self._recipe.variants if f"_{v.name}." in key)

    def _get(self, key: str) -> dict[str, Any] | None:
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=key)
        except self._s3.exceptions.NoSuchKey:
            return None
        return {**answer, "Body": answer["Body"].read()}

    def _listed(self) -> set[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket)
        return {entry["Key"] for page in pages for entry in page.get("Contents", [])}


def _pixels(data: bytes) -> tuple[Any, ...]:
    image = Image.open(BytesIO(data))
    return image.format, image.mode, image.size, image.tobytes()
