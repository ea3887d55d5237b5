"""Plain Pillow: the code of the seeds, and what a picture costs without any plumbing."""

from io import BytesIO

from PIL import Image

from benchmarks.cases import CASES, JPEG_QUALITY

_BOX = (CASES["thumb"][0],) * 2


def run(case: str, data: bytes) -> list[bytes]:
    """Run one of the functions below."""
    return [_CASES[case](data)]


def _seed_thumbnail(data: bytes) -> bytes:
    """As the first seed: `thumbnail`, then the format that the file had."""
    image = Image.open(BytesIO(data))
    image.thumbnail(_BOX)
    buffer = BytesIO()
    image.save(buffer, format=image.format)
    return buffer.getvalue()


def _seed_resize(data: bytes) -> bytes:
    """As the second seed: 300x300 whatever the shape, always JPEG."""
    image = Image.open(BytesIO(data)).resize((300, 300))
    buffer = BytesIO()
    image.save(buffer, format="JPEG")
    return buffer.getvalue()


def _decode_encode(data: bytes) -> bytes:
    """The least that makes the function's thumbnail: draft decode, reduce, Lanczos, encode."""
    image = Image.open(BytesIO(data))
    image.thumbnail(_BOX, Image.Resampling.LANCZOS)
    return _jpeg(image)


def _full_decode_encode(data: bytes) -> bytes:
    """The same from every pixel of the file."""
    image = Image.open(BytesIO(data))
    image.load()
    image.thumbnail(_BOX, Image.Resampling.LANCZOS, reducing_gap=None)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()


_CASES = {
    "seed_thumbnail": _seed_thumbnail,
    "seed_resize": _seed_resize,
    "decode_encode": _decode_encode,
    "full_decode_encode": _full_decode_encode,
}
