"""Draws docs/demo.png: what `make demo` uploads, and what comes of it.

`python -m tools.docs.draw_demo`. No part of `make docs`, as tools.docs.draw_fits is none. The
thumbnails are of the real core; that the deployed pipeline ends each upload so is what `make demo`
checks.
"""

from io import BytesIO

from PIL import Image

from thumbnailer.imaging import render
from tools.demo import contact_sheet
from tools.demo.uploads import Upload, uploads
from tools.paths import ROOT
from tools.samples.recipes import recipe

_SHEET = ROOT / "docs/demo.png"


def main() -> None:
    """Render the uploads with the default recipe, that of examples/miniblog, and draw them."""
    entries = [contact_sheet.entry(each, _thumbnail(each), each.reason) for each in uploads()]
    contact_sheet.draw(entries).quantize(128).save(_SHEET, optimize=True)


def _thumbnail(upload: Upload) -> Image.Image | None:
    if upload.size is None:
        return None
    [rendition] = render(upload.make(), recipe()).renditions
    return Image.open(BytesIO(rendition.data))


if __name__ == "__main__":
    main()
