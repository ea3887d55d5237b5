"""Determines the part of an image that a variant uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbnailer.config.recipe import Gravity
from thumbnailer.imaging.attention import attention
from thumbnailer.imaging.geometry import CENTRE, Placement, Point, Size, place, towards

if TYPE_CHECKING:
    from thumbnailer.config.recipe import Variant
    from thumbnailer.imaging.scale import Scaler

# Gravities that do not depend on the image.
PULLS = {
    Gravity.CENTER: CENTRE,
    Gravity.NORTH: Point(0.5, 0),
    Gravity.NORTHEAST: Point(1, 0),
    Gravity.EAST: Point(1, 0.5),
    Gravity.SOUTHEAST: Point(1, 1),
    Gravity.SOUTH: Point(0.5, 1),
    Gravity.SOUTHWEST: Point(0, 1),
    Gravity.WEST: Point(0, 0.5),
    Gravity.NORTHWEST: Point(0, 0),
}


def placement_of(variant: Variant, size: Size, scaler: Scaler, focal_point: Point) -> Placement:
    """Fit an image to the box of a variant.

    Args:
        variant: contains the box, the fit and the gravity.
        size: the size of the image, upright.
        scaler: contains the pixels; used only for the gravity `attention`.
        focal_point: the focal point, for the gravity `focal`.
    """
    box = (size, variant.width, variant.height, variant.fit)
    if variant.gravity in PULLS:
        return place(*box, pull=PULLS[variant.gravity], enlarge=variant.enlarge)
    centred = place(*box, enlarge=variant.enlarge)
    if centred.part.covers(size):
        return centred  # nothing is cropped
    part = centred.part
    pull = (
        towards(size, part, focal_point)
        if variant.gravity is Gravity.FOCAL
        else attention(scaler.small(), part.width / size.width, part.height / size.height)
    )
    return place(*box, pull=pull, enlarge=variant.enlarge)
