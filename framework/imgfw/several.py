"""Which of several regions that an annotator finds in one picture are used."""

from __future__ import annotations

from typing import Literal

from .data import Picture, Region
from .errors import PictureError

Several = Literal["all", "largest", "central", "error"]
"""All, the largest by area, the one nearest to the picture's middle, or none: the picture is left out."""


def chosen(found: tuple[Region, ...], several: Several, picture: Picture) -> tuple[Region, ...]:
    """Those that are used of the regions found in a picture; of equal ones the first.

    Raises PictureError for more than one where that is an error.
    """
    if len(found) < 2 or several == "all":
        return found
    if several == "error":
        raise PictureError(
            f'found {len(found)} regions, expected one; several = "largest", "central" or "all" takes them'
        )
    if several == "largest":
        return (max(found, key=lambda region: _area(_bounds(region, picture))),)
    return (min(found, key=lambda region: _away(_bounds(region, picture), picture)),)


def _bounds(region: Region, picture: Picture) -> tuple[float, ...]:
    """Left, top, right and bottom of its box, else of its landmarks, else of the whole picture."""
    if region.box is not None:
        return region.box
    if region.landmarks is not None:
        return (*region.landmarks.min(0).tolist(), *region.landmarks.max(0).tolist())
    return (0, 0, *_size(picture))


def _size(picture: Picture) -> tuple[float, float]:
    height, width = picture.image.shape[:2]
    return width / picture.scale, height / picture.scale


def _area(bounds: tuple[float, ...]) -> float:
    left, top, right, bottom = bounds
    return (right - left) * (bottom - top)


def _away(bounds: tuple[float, ...], picture: Picture) -> float:
    """How far the middle is from that of the picture, squared."""
    left, top, right, bottom = bounds
    width, height = _size(picture)
    return ((left + right - width) / 2) ** 2 + ((top + bottom - height) / 2) ** 2
