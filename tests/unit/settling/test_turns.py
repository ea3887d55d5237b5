"""What a picture holds of the invocation while its header is read, and while it is rendered."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from thumbnailer.config.recipe import Recipe, Variant
from thumbnailer.imaging import Picture, Prepared, prepare
from thumbnailer.settling import verdict as module
from thumbnailer.settling.gate import Gate, Supply
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import RED, plain_png
from tools.samples.recipes import deployed, recipe

KEY = "uploads/a.png"


class Watched(Supply):
    """A supply that tells when some of it is taken and given back."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__(math.inf)
        self.name = name
        self.log = log

    @contextmanager
    def held(self, share: float, place: int) -> Iterator[None]:
        with super().held(share, place):
            self.log.append(f"+{self.name}")
            yield
            self.log.append(f"-{self.name}")


def test_the_processor_is_held_before_the_header_is_read_and_memory_before_pixels_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log: list[str] = []

    class Told(Prepared):
        def render(self, **options: Any) -> Picture:
            log.append("pixels")
            return super().render(**options)

        def __del__(self) -> None:
            log.append("pixels are gone")

    def told(data: bytes, recipe: Recipe, variants: Sequence[Variant]) -> Prepared:
        log.append("header")
        prepared = prepare(data, recipe, variants)
        prepared.__class__ = Told
        return prepared

    monkeypatch.setattr(module, "prepare", told)
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    watched = Gate(
        Watched("bytes", log), Watched("processor", log), Watched("memory", log), lambda: True
    )
    assert settle(KEY, deployed(recipe()), store, watched).reason == "rendered"
    assert log == [
        *("+bytes", "+processor", "header"),
        *("+memory", "pixels", "pixels are gone", "-memory"),
        *("-processor", "-bytes"),
    ]
