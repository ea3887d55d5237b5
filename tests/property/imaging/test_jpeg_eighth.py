"""Baseline JPEGs at an eighth are libjpeg's to the bit, or left to it."""

from __future__ import annotations

import sys
from io import BytesIO
from random import Random
from unittest import mock

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from tests.property.imaging.pngs import NOISE
from tests.support.baseline_jpegs import COLOURS, GREY, Kind, drawn, segment
from thumbnailer.imaging import render
from thumbnailer.imaging.formats.jpeg_segments import essence, segments
from thumbnailer_native import jpeg_scan
from thumbnailer_native.jpeg_scan import Eighth, decode_eighth
from tools.samples.pictures import encoded, jpeg, quadrants
from tools.samples.recipes import recipe

# Where a side has less than 8 pixels, Pillow cannot be asked for an eighth.
SIDES = st.one_of(st.integers(8, 40), st.integers(8, 300))


def libjpeg(data: bytes) -> Image.Image:
    image = JpegImageFile(BytesIO(data))
    image.draft(None, (image.width // 8, image.height // 8))
    assert image.decoderconfig[0] == 8
    image.load()
    return image


def assert_alike(made: Eighth, data: bytes) -> None:
    wanted = libjpeg(data)
    assert (made.size, made.channels) == (wanted.size, len(wanted.getbands()))
    assert made.pixels == wanted.tobytes("raw", {1: "L", 3: "RGBX"}[made.channels])


@st.composite
def kinds(draw: st.DrawFn) -> Kind:
    """Any JPEG of one sequential scan; magnitudes as in pictures, or up to the largest."""
    wild = draw(st.booleans())
    return Kind(
        size=(draw(SIDES), draw(SIDES)),
        factors=draw(st.sampled_from([*GREY, *COLOURS])),
        restart=draw(st.sampled_from([0, 0, 1, 2, 7, 30])),
        quantizer=draw(st.sampled_from([1, 2, 16, 255, 65535] if wild else [1, 2, 8])),
        density=draw(st.sampled_from([0.0, 0.02, 0.2, 1.0])),
        first=draw(st.sampled_from([0, 10, 120, 1023] if wild else [0, 10, 100])),
        reach=draw(st.sampled_from([1, 3, 30, 1023] if wild else [1, 3, 30])),
    )


@settings(max_examples=300)
@given(NOISE, kinds())
def test_pixels_are_those_of_libjpeg(noise: Random, kind: Kind) -> None:
    data = drawn(noise, kind)
    made = decode_eighth(data)
    if made:
        assert_alike(made, data)
    event("left to libjpeg" if made is None else "decoded")


@st.composite
def encodings(draw: st.DrawFn) -> bytes:
    """What Pillow writes of a picture, in any of its ways."""
    noise, size = draw(NOISE), (draw(SIDES), draw(SIDES))
    mode = draw(st.sampled_from(["RGB", "L"]))
    coarse = Image.frombytes(mode, (5, 5), noise.randbytes(25 * len(mode)))
    image = coarse.resize(size, noise.choice(list(Image.Resampling)))
    restart = draw(st.sampled_from([{}, {"restart_marker_blocks": 3}, {"restart_marker_rows": 1}]))
    return encoded(
        image,
        "JPEG",
        quality=draw(st.sampled_from([1, 30, 75, 95, 100])),
        optimize=draw(st.booleans()),
        subsampling=draw(st.sampled_from([0, 1, 2])),
        **restart,
    )


@settings(max_examples=100)
@given(encodings())
def test_what_encoders_write_is_decoded(data: bytes) -> None:
    made = decode_eighth(essence(data))
    assert made
    assert_alike(made, data)


# With the standard's tables, of which many codes are not used.
ENCODED = essence(jpeg(80, 60))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A JPEG with some bytes of its scan or its tables changed, doubled or cut off."""
    noise = draw(NOISE)
    kind = Kind(
        (40, 30),
        draw(st.sampled_from([*GREY, *COLOURS])),
        draw(st.sampled_from([0, 2])),
        8,
        0.2,
        99,
        9,
    )
    data = bytearray(draw(st.sampled_from([ENCODED, drawn(noise, kind)])))
    end = draw(st.sampled_from([len(data), data.index(b"\xff\xda") + 14]))
    for _ in range(draw(st.integers(1, 4))):
        at = noise.randrange(2, min(end, len(data)))
        change = draw(st.sampled_from(["bit", "byte", "double", "cut", "marker"]))
        if change == "bit":
            data[at] ^= 1 << noise.randrange(8)
        elif change == "byte":
            data[at] = noise.randrange(256)
        elif change == "double":
            data[at:at] = data[at : at + noise.randrange(1, 9)]
        elif change == "cut":
            del data[at : at + noise.randrange(1, 9)]
        else:
            data[at : at + 2] = bytes([0xFF, noise.choice([0x00, 0xD0, 0xD7, 0xD9, 0xFF])])
    return bytes(data)


@settings(max_examples=500)
@given(damaged())
def test_what_is_damaged_is_left_to_libjpeg_or_alike(data: bytes) -> None:
    made = decode_eighth(data)
    if made:
        assert_alike(made, data)


def changed(before: bytes, after: bytes) -> bytes:
    assert before in ENCODED
    return ENCODED.replace(before, after, 1)


def with_segment(marker: int, body: bytes) -> bytes:
    """A JPEG with another segment before its scan."""
    return changed(b"\xff\xda", segment(marker, body) + b"\xff\xda")


DQT, DHT, SOF, SOS, DRI, APP0, ADOBE = 0xDB, 0xC4, 0xC0, 0xDA, 0xDD, 0xE0, 0xEE
ONE_CODE = bytes([1, *15 * [0], 5])
GREY_AND_FLAT = Kind((40, 30), ((1, 1),), 0, 1, 0, 0, 1)
QUANTIZER = bytes(range(1, 65))
BODIES = dict(segments(ENCODED))
JFIF = segment(APP0, BODIES[APP0])
OTHERS = {
    "progressive": jpeg(80, 60, progressive=True),
    "CMYK": encoded(quadrants(80, 60).convert("CMYK"), "JPEG"),
    "RGB": encoded(quadrants(80, 60), "JPEG", keep_rgb=True),
    "RGB, as Adobe's segment says": changed(JFIF, segment(ADOBE, b"Adobe", bytes(7))),
    "RGB, as the components' names say": changed(JFIF, b"")
    .replace(b"\x01\x11\x00\x02\x11\x01\x03\x11\x01", b"R\x11\x00G\x11\x01B\x11\x01")
    .replace(b"\x01\x00\x02\x11\x03\x11\x00", b"R\x00G\x11B\x11\x00"),
    "two components": drawn(Random(0), GREY_AND_FLAT._replace(factors=2 * ((1, 1),))),
    "four components": drawn(Random(0), GREY_AND_FLAT._replace(factors=4 * ((1, 1),))),
    "no JPEG": b"\xff\xd8\xff",
    "nothing": b"",
    "another beginning": b"\xff\xd0" + ENCODED[2:],
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_kinds_are_left_to_libjpeg(name: str) -> None:
    assert decode_eighth(OTHERS[name]) is None


# libjpeg refuses a file for any of these.
FAULTS = {
    "a difference of 98 bits": changed(b"\x09\x0a\x0b", b"\x09\x0a\x62"),
    "a difference of 16 bits": changed(b"\x09\x0a\x0b", b"\x09\x0a\x10"),
    "more codes than bits": changed(b"\x00\x00\x01\x05\x01", b"\x00\x00\x01\x07\x01"),
    "a code of ones": changed(b"\x00\x01\x05\x01\x01", b"\x02\x01\x05\x01\x01"),
    "a fifth table of differences": with_segment(DHT, b"\x04" + ONE_CODE),
    "a fifth table of coefficients": with_segment(DHT, b"\x14" + ONE_CODE),
    "a table of a third class": with_segment(DHT, b"\x20" + ONE_CODE),
    "fewer codes than counted": with_segment(DHT, b"\x03" + ONE_CODE[:-1]),
    "257 codes": with_segment(DHT, bytes([3, *14 * [0], 2, 255]) + bytes(257)),
    "half a table of codes": with_segment(DHT, b"\x03" + ONE_CODE + bytes(9)),
    "a fifth quantizer": with_segment(DQT, b"\x04" + QUANTIZER),
    "half a quantizer": with_segment(DQT, b"\x03" + QUANTIZER[:-1]),
    "a byte more than a quantizer": with_segment(DQT, b"\x03" + QUANTIZER + b"\x01"),
    "a restart interval of a byte": with_segment(DRI, b"\x01"),
    "a restart interval of three bytes": with_segment(DRI, b"\x00\x01\x00"),
    "two frames": with_segment(SOF, BODIES[SOF]),
    "no frame": changed(segment(SOF, BODIES[SOF]), b""),
    "a frame with a rest": changed(segment(SOF, BODIES[SOF]), segment(SOF, BODIES[SOF] + bytes(3))),
    "12 bits": changed(b"\x08\x00\x3c\x00\x50", b"\x0c\x00\x3c\x00\x50"),
    "65,501 columns": drawn(Random(0), GREY_AND_FLAT._replace(size=(65501, 8))),
    "65,501 rows": drawn(Random(0), GREY_AND_FLAT._replace(size=(8, 65501))),
    "a scan of fewer components": changed(b"\xff\xda\x00\x0c\x03", b"\xff\xda\x00\x0c\x02"),
    "two beginnings": changed(b"\xff\xda", b"\xff\xd8\xff\xda"),
    "a quantizer that there is not": changed(b"\x03\x11\x01\xff", b"\x03\x11\x03\xff"),
    "codes that there are not": changed(b"\x03\x11\x00\x3f", b"\x03\x41\x00\x3f"),
    "one component twice": changed(b"\x02\x11\x03\x11\x00", b"\x02\x11\x02\x11\x00"),
    "a component that there is not": changed(b"\x02\x11\x03\x11\x00", b"\x02\x11\x04\x11\x00"),
    "a scan with a rest": changed(b"\xff\xda\x00\x0c", b"\xff\xda\x00\x0d"),
    "no rows": changed(b"\x08\x00\x3c\x00\x50", b"\x08\x00\x00\x00\x50"),
    "grey of 11 times 14 blocks": encoded(Image.new("L", (80, 60)), "JPEG").replace(
        b"\x01\x11\x00", b"\x01\xbe\x00"
    ),
    "components in another order": changed(
        b"\x01\x00\x02\x11\x03\x11\x00", b"\x02\x11\x01\x00\x03\x11\x00"
    ),
    "eleven blocks in a unit": drawn(
        Random(0), GREY_AND_FLAT._replace(factors=((4, 2), (2, 1), (1, 1)))
    ),
    "no sampling": changed(b"\x02\x11\x01", b"\x02\x01\x01"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_libjpeg_refuses_is_left_to_it(name: str) -> None:
    assert decode_eighth(ENCODED)
    with pytest.raises((OSError, SyntaxError, ZeroDivisionError)):
        libjpeg(FAULTS[name])
    assert decode_eighth(FAULTS[name]) is None


# Grey, of 8 pixels by 8, and four times fifteen zeros and a coefficient.
OVERFULL = b"".join(
    [
        b"\xff\xd8",
        segment(DQT, b"\x00", QUANTIZER),
        segment(SOF, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00"),
        segment(DHT, b"\x00\x01", bytes(16), b"\x10\x01", bytes(15), b"\xf1"),
        segment(SOS, b"\x01\x01\x00\x00\x3f\x00"),
        b"\x2a\xff\x00\xff\xd9",
    ]
)

RESTARTED = drawn(Random(0), GREY_AND_FLAT._replace(restart=2, first=9))

# libjpeg decodes these, and no encoder writes them.
ODDITIES = {
    "a table twice": with_segment(DHT, BODIES[DHT]),
    "a quantizer twice": with_segment(DQT, b"\x00" + QUANTIZER),
    "a comment": with_segment(0xFE, b"what essence() leaves out"),
    "padding before a segment": changed(b"\xff\xda", b"\xff\xff\xda"),
    "a quantizer of 0": changed(b"\xff\xdb\x00\x43\x00\x03", b"\xff\xdb\x00\x43\x00\x00"),
    "a segment whose marker lacks a bit": changed(b"\xff\xda", b"\xfe\xe5\x00\x02\xff\xda"),
    "two components of one name": changed(b"\x02\x11\x01", b"\x01\x11\x01").replace(
        b"\x02\x11\x03\x11\x00", b"\x01\x11\x03\x11\x00"
    ),
    "Adobe's segment without colours": changed(JFIF, segment(ADOBE, b"Adobe", bytes(6))),
    "a byte after the last unit": changed(b"\xff\xd9", b"\x55\xff\xd9"),
    "coefficients beyond their block": OVERFULL,
    "a scan of one component": changed(
        segment(SOS, BODIES[SOS]), segment(SOS, b"\x01\x01\x00\x00\x3f\x00")
    ),
    "three blocks across": drawn(
        Random(0), GREY_AND_FLAT._replace(factors=((3, 1), (1, 1), (1, 1)))
    ),
    "a restart marker that is absent": RESTARTED.replace(b"\xff\xd1", b"\x2a"),
    "a restart marker that is not due": RESTARTED.replace(b"\xff\xd1", b"\xff\xd2"),
    "no such code": OVERFULL.replace(b"\x2a\xff\x00", b"\x7f\xff\x00"),
    "other frequencies": changed(b"\x03\x11\x00\x3f\x00", b"\x03\x11\x00\x00\x00"),
}


@pytest.mark.parametrize("name", ODDITIES)
def test_what_no_encoder_writes_is_left_to_libjpeg(name: str) -> None:
    assert libjpeg(ODDITIES[name]).tobytes()
    assert decode_eighth(RESTARTED)
    assert decode_eighth(ODDITIES[name]) is None


def test_whatever_is_cut_off_is_left_to_libjpeg() -> None:
    for length in range(len(ENCODED)):
        assert decode_eighth(ENCODED[:length]) is None


THUMB = recipe({"max_pixels": 10_000_000}, thumb={"width": 100, "height": 100})


def test_one_switch_takes_it_out() -> None:
    data = jpeg(1600, 1200)
    with mock.patch.object(jpeg_scan, "decode_eighth", wraps=decode_eighth) as decode:
        (skipped,) = render(data, THUMB).renditions
        assert decode.call_count == 1
        with mock.patch("thumbnailer.imaging.formats.jpeg._SKIPS_COEFFICIENTS", new=False):
            (whole,) = render(data, THUMB).renditions
        assert decode.call_count == 1
    assert skipped.data == whole.data


def test_libjpeg_decodes_where_there_is_no_native_code() -> None:
    data = jpeg(1600, 1200)
    with mock.patch.dict(sys.modules, {"thumbnailer_native.jpeg_scan": None}):
        (without,) = render(data, THUMB).renditions
    (native,) = render(data, THUMB).renditions
    assert without.data == native.data
