"""The pictures: photographs and graphics as they are uploaded, and mosaics as cameras make them.

`pictures.toml` lists those that code is tuned on, `held_out.toml` those that it is not: these come
from other packages. Each picture is a file of a package as it is found, such a file scaled and
encoded as a phone or an editor does, or drawn. Files of packages are known by their SHA-256.
"""

import hashlib
import shutil
import sysconfig
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from PIL import Image, ImageCms

from benchmarks import drawn
from benchmarks.cases import PNG_LEVEL
from tools import debian
from tools.errors import ToolError
from tools.paths import ROOT

SETS = {"tuned": "pictures.toml", "held-out": "held_out.toml"}
# Quality, as phones and editors set it, where an entry names no other.
_QUALITY = 88
_NOISE = 3.0  # of a scaled photograph, standard deviation in steps of 8 bits


@dataclass(frozen=True)
class Picture:
    """One file of the corpus.

    Attributes:
        name: unique, such as "jpeg-large-sunset"; begins with the format.
        kind: what it is like, such as "jpeg-large".
        path: the file.
    """

    name: str
    kind: str
    path: Path

    @property
    def format(self) -> str:
        """Of the file: "jpeg" or "png"."""
        return self.kind.split("-")[0]


@dataclass(frozen=True)
class Corpus:
    """What could be had.

    Attributes:
        pictures: in order.
        missing: why others could not be had, by their names.
    """

    pictures: list[Picture]
    missing: dict[str, str]


def obtain(home: Path, chosen: str) -> Corpus:
    """Fetch and make the pictures of a set, unless they are there already.

    Args:
        home: a directory; each set gets one in it.
        chosen: a key of SETS.

    Returns:
        The pictures. Where Debian's packages cannot be had, the names of theirs are in `missing`.

    Raises:
        ToolError: a package has another file than the locked one.
    """
    path = ROOT / "benchmarks" / SETS[chosen]
    listed = tomllib.loads(path.read_text())
    home = home / chosen
    home.mkdir(parents=True, exist_ok=True)
    corpus = Corpus([], {})
    for kind, entries in listed["pictures"].items():
        for name, entry in entries.items():
            picture = Picture(f"{kind}-{name}", kind, home / f"{kind}-{name}")
            try:
                _make(picture, entry, listed["sha256"])
            except debian.Unobtainable as error:
                corpus.missing[picture.name] = str(error)
            else:
                corpus.pictures.append(picture)
    return corpus


def _make(picture: Picture, entry: dict[str, Any], digests: dict[str, str]) -> None:
    stamp = picture.path.with_name(f"{picture.name}.stamp")
    code = Path(__file__).read_bytes() + Path(drawn.__file__).read_bytes()
    wanted = hashlib.sha256(repr(sorted(entry.items())).encode() + code).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    source = _locked(entry["file"], digests) if "file" in entry else None
    if source and set(entry) == {"file"}:
        shutil.copyfile(source, picture.path)
    else:
        _save(_image(source, entry), picture, entry)
    stamp.write_text(wanted)


def _locked(file: str, digests: dict[str, str]) -> Path:
    source, _, name = file.partition(":")
    if source == "python":
        path = Path(sysconfig.get_path("platlib")) / name
    else:
        package, _, name = name.partition("/")
        path = debian.unpacked(package) / name
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"
    if found != digests[file]:
        reason = f"{file} is not the locked one (SHA-256 {found}): another version of the package"
        raise debian.Unobtainable(reason) if source == "debian" else ToolError(reason)
    return path


def _image(source: Path | None, entry: dict[str, Any]) -> Image.Image:
    if source is None:
        image = drawn.draw(entry["draw"], tuple(entry["size"]), entry["seed"])
    else:
        with Image.open(source) as opened:
            image = opened.convert("RGB") if opened.mode == "CMYK" else opened.copy()
    if "side" in entry:
        image = _scaled(image, entry["side"])
    mode = entry.get("mode")
    if mode == "P":
        colours = image.convert("RGBA" if "A" in image.getbands() else "RGB")
        return colours.quantize(entry.get("colours", 256), Image.Quantize.FASTOCTREE)
    return image.convert(mode) if mode else image


def _scaled(image: Image.Image, side: int) -> Image.Image:
    """As a camera with fewer pixels: smaller, with the noise of its sensor."""
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
    random = np.random.default_rng(0)
    pixels = np.asarray(image.convert("RGB"))
    noisy = np.empty_like(pixels)
    for row, line in enumerate(pixels):
        noisy[row] = np.clip(np.rint(line + random.normal(0.0, _NOISE, line.shape)), 0, 255)
    return Image.fromarray(noisy)


def _save(image: Image.Image, picture: Picture, entry: dict[str, Any]) -> None:
    options: dict[str, Any] = {}
    if "profile" in entry:
        options["icc_profile"] = _profile(entry["profile"])
    if picture.format == "png":
        image.save(picture.path, "PNG", compress_level=entry.get("level", PNG_LEVEL), **options)
        return
    exif = Image.Exif()
    exif[0x0112] = entry.get("orientation", 1)
    exif[0x010F], exif[0x0110] = "Maker", "Phone"
    image.convert(entry.get("mode", "RGB")).save(
        picture.path,
        "JPEG",
        quality=entry.get("quality", _QUALITY),
        subsampling=entry.get("subsampling", "4:2:0"),
        optimize=entry.get("optimize", False),
        progressive=entry.get("progressive", False),
        exif=exif,
        **options,
    )


def _profile(name: str) -> bytes:
    if name == "srgb":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    dot = pyvips.Image.black(1, 1, bands=3).copy(interpretation="srgb")
    return bytes(dot.icc_transform("p3", input_profile="srgb").get("icc-profile-data"))


def facts(picture: Picture) -> dict[str, Any]:
    """What is to be known of a picture to group it: kind, format, bytes, sides, mode, and scans."""
    with Image.open(picture.path) as image:
        return {
            "kind": picture.kind,
            "format": picture.format,
            "bytes": picture.path.stat().st_size,
            "width": image.width,
            "height": image.height,
            "mode": image.mode,
            "progressive": bool(image.info.get("progressive")),
        }
