"""The pure core: bytes and a recipe in, renditions out.

Nothing here knows S3, the environment, the clock or a global switch of Pillow.
"""

from thumbnailer.imaging.geometry import CENTRE, Point
from thumbnailer.imaging.render import Picture, Rendition, render

__all__ = ["CENTRE", "Picture", "Point", "Rendition", "render"]
