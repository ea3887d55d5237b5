"""The pure core: bytes and a recipe in, renditions out, in two steps.

`prepare` reads the header and tells the memory, `Prepared.render` decodes and renders.

Nothing here knows S3, the environment, the clock or a global switch of Pillow.
"""

from thumbnailer.imaging.geometry import CENTRE, Point
from thumbnailer.imaging.render import Picture, Prepared, Rendition, prepare, render

__all__ = ["CENTRE", "Picture", "Point", "Prepared", "Rendition", "prepare", "render"]
