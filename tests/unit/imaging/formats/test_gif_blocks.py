"""What is left of a GIF: its frames as they are, and nothing that is not needed to show them."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import render
from thumbnailer.imaging.formats.gif_blocks import essence, frames
from tools.samples.pictures import BLUE, GREEN, RED, encoded, opened
from tools.samples.recipes import made

COMMENT, TEXT, APPLICATION = 0xFE, 0x01, 0xFF
MOVING = made({"inputs": ["gif"], "variants": {"moving": {"width": 32, "animation": "keep"}}})
STILL = made({"inputs": ["gif"], "variants": {"still": {"width": 32}}})


def gif(**options: object) -> bytes:
    """Three frames with their own durations and palettes."""
    first, *others = (Image.new("RGB", (64, 48), colour) for colour in (RED, GREEN, BLUE))
    return encoded(
        first,
        "GIF",
        **{"save_all": True, "append_images": others, "duration": [50, 100, 150]} | options,
    )


def blocks(content: bytes, size: int = 255) -> bytes:
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    return b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"


def extension(label: int, content: bytes, size: int = 255) -> bytes:
    return bytes([0x21, label]) + blocks(content, size)


def with_part(data: bytes, part: bytes) -> bytes:
    """A part between the palette and the first frame."""
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    return data[:at] + part + data[at:]


def frame(left: int, top: int, width: int, height: int) -> bytes:
    """A frame's header, and next to no pixels."""
    return struct.pack("<BHHHHB", 0x2C, left, top, width, height, 0) + b"\2" + blocks(b"\x44\1")


def seen(data: bytes) -> list[tuple[bytes, object]]:
    image = Image.open(BytesIO(data))
    return [
        (each.convert("RGBA").tobytes(), each.info.get("duration"))
        for each in ImageSequence.Iterator(image)
    ]


@pytest.mark.parametrize(
    "options", [{}, {"loop": 0}, {"loop": 7}, {"disposal": 2}, {"interlace": 1}]
)
def test_frames_timing_and_loops_are_as_they_were(options: dict[str, int]) -> None:
    data = gif(**options)
    assert seen(essence(data)) == seen(data)
    assert opened(essence(data)).info.get("loop") == opened(data).info.get("loop")
    assert frames(essence(data)) == (3, (64, 48))


@pytest.mark.parametrize(
    "part",
    [
        extension(COMMENT, b"a comment"),
        extension(COMMENT, b"c" * 900, size=1),
        extension(TEXT, bytes(12) + b"a text"),
        extension(APPLICATION, b"XMP DataXMP" + b"x" * 1000),
        b"\0" * 1000,
    ],
    ids=["comment", "comment in pieces", "text", "application", "nothing"],
)
def test_what_is_no_picture_is_left_out(part: bytes) -> None:
    data = gif()
    assert essence(with_part(data, part)) == essence(data)


def test_a_file_that_is_cut_off_keeps_what_it_has() -> None:
    data = gif()
    for length in range(13, len(data), 7):
        assert len(essence(data[:length])) <= length


@pytest.mark.parametrize(
    "bomb",
    [
        with_part(gif(), bytes([0x21, COMMENT]) + b"\1c" * 2_000_000 + b"\0"),
        with_part(gif(), frame(0, 0, 1, 1)[:11] + b"\1\0" * 2_000_000 + b"\0"),
        with_part(gif(), struct.pack("<BHHHHBBB", 0x2C, 0, 0, 1, 1, 0, 2, 0) * 300_000),
    ],
    ids=["comment", "pixels", "frames"],
)
def test_far_more_parts_than_a_picture_needs_are_corrupt(bomb: bytes) -> None:
    with pytest.raises(Rejected) as rejected:
        essence(bomb)
    assert rejected.value.reason is Reason.CORRUPT


def test_a_later_frame_beyond_the_canvas_is_refused_where_the_picture_goes_on_moving() -> None:
    data = gif()
    beyond = data.removesuffix(b";") + frame(0, 0, 13_000, 13_000) + b";"
    with pytest.raises(Rejected, match="extends to 13000x13000") as rejected:
        render(beyond, MOVING)
    assert rejected.value.reason is Reason.CORRUPT
    (still,) = render(beyond, STILL).renditions
    assert (still.width, still.height) == (32, 24)


def test_a_first_frame_beyond_the_canvas_makes_it_larger() -> None:
    data = gif()
    smaller = data[:6] + struct.pack("<HH", 8, 8) + data[10:]
    (moving,) = render(smaller, MOVING).renditions
    assert (moving.width, moving.height) == (32, 24)
