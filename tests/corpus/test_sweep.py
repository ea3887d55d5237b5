"""Every file of every corpus gives a picture or a reason: soon, and within the memory estimated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.memory import is_covered
from tests.corpus.report import CORPORA, obtain, remember
from tests.corpus.sweeper import Outcome, sweep

SECONDS = 2
_DECODED = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")

# JPEGs and PNGs whose pixels are damaged or missing; libvips gives up on them too. Every other one
# has to be rendered.
_DAMAGED = {
    "broken.png",
    "broken_data_stream.png",
    "bug696331.png",
    "bug775697.jpg",
    "CVE-2017-2862.jpg",
    "invalid.1.png",
    "invalid.2.png",
    "invalid.3.png",
    "invalid.4.png",
    "invalid-crc32.png",
    "invalid-zlib.png",
    "syntax_num_frames_zero.png",
    "truncated_image.png",
    "ultrahdr.jpg",
}
# Claims to be of 800 gigapixels.
_HUGE = {"bug793470-crasher.png"}


@pytest.fixture(scope="session", params=CORPORA)
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    paths = obtain(request.param)
    swept = sweep(paths)
    assert {outcome.path for outcome in swept} == set(map(str, paths))
    remember(request.param, swept)
    return swept


def told(outcomes: list[Outcome]) -> list[str]:
    return [f"{Path(outcome.path).name}: {outcome.kind}, {outcome.detail}" for outcome in outcomes]


def test_a_picture_or_a_reason(outcomes: list[Outcome]) -> None:
    assert not told([o for o in outcomes if o.kind not in ("rendered", "rejected")])


def test_no_hang(outcomes: list[Outcome]) -> None:
    assert not told([o for o in outcomes if o.seconds > SECONDS])


@pytest.mark.filterwarnings("ignore")
def test_memory_stays_within_the_estimate(outcomes: list[Outcome]) -> None:
    rendered = [o for o in outcomes if o.kind == "rendered"]
    assert not told([o for o in rendered if not is_covered(Path(o.path).read_bytes(), o.peak)])


def test_what_can_be_seen_is_rendered(outcomes: list[Outcome]) -> None:
    ours = [o for o in outcomes if Path(o.path).read_bytes().startswith(_DECODED)]
    assert ours
    assert not told([o for o in ours if o.label != _due(Path(o.path).name)])


def _due(name: str) -> str:
    if name in _HUGE:
        return "rejected: too_many_pixels"
    return "rejected: corrupt" if name in _DAMAGED else "rendered"


def test_other_formats_are_refused_unread(outcomes: list[Outcome]) -> None:
    others = [o for o in outcomes if not Path(o.path).read_bytes().startswith(_DECODED)]
    allowed = {"rejected: unsupported_format", "rejected: not_an_image"}
    assert not told([o for o in others if o.label not in allowed])


@pytest.fixture(scope="module", params=["pillow", "decoders"])
def all_inputs(request: pytest.FixtureRequest) -> list[Outcome]:
    swept = sweep(obtain(request.param), "all inputs")
    remember(f"{request.param}, all inputs allowed", swept)
    return swept


def test_all_inputs_give_a_picture_or_a_reason(all_inputs: list[Outcome]) -> None:
    assert not told([o for o in all_inputs if o.kind not in ("rendered", "rejected")])
    assert not told([o for o in all_inputs if o.seconds > SECONDS])


@pytest.mark.filterwarnings("ignore")
def test_memory_of_all_inputs_stays_within_the_estimate(all_inputs: list[Outcome]) -> None:
    rendered = [o for o in all_inputs if o.kind == "rendered"]
    assert not told(
        [o for o in rendered if not is_covered(Path(o.path).read_bytes(), o.peak, "all inputs")]
    )


def test_most_pictures_of_the_allowed_formats_are_rendered(all_inputs: list[Outcome]) -> None:
    kinds = (".webp", ".gif", ".avif", ".tif", ".tiff", ".jpg", ".png")
    known = [o for o in all_inputs if Path(o.path).suffix in kinds]
    rendered = [o for o in known if o.kind == "rendered"]
    assert len(rendered) > 0.9 * len(known)
