"""The pure core: renders the bytes of a source with a recipe, in two steps.

`prepare` reads the header and estimates the memory; `Prepared.render` decodes and renders.

Nothing here uses S3, the environment, the clock or global settings of Pillow.
"""

from thumbnailer.imaging.geometry import CENTRE, Point
from thumbnailer.imaging.render import Picture, Prepared, Rendition, prepare, render

__all__ = ["CENTRE", "Picture", "Point", "Prepared", "Rendition", "prepare", "render"]
