"""From a sheet to lit triangles before the camera, and which of their fragments are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .camera import View
from .light import Light, diffuse, gloss
from .raster import Fragments
from .sheet import Material, Sheet, grid_faces


@dataclass(frozen=True)
class Corners:
    """The corners of F triangles.

    xy       (F, 3, 2) pixels
    depth    (F, 3) larger is closer
    shading  (F, 3, 6) light in three colours, gloss, and the place in the atlas
    cover    (F, 3) see Sheet
    """

    xy: np.ndarray
    depth: np.ndarray
    shading: np.ndarray
    cover: np.ndarray


_FRAYS_BELOW = 2.0  # strands take away at most this much cover


def together(parts: Sequence[Corners]) -> Corners:
    """All triangles in one."""
    return Corners(
        np.concatenate([part.xy for part in parts]),
        np.concatenate([part.depth for part in parts]),
        np.concatenate([part.shading for part in parts]),
        np.concatenate([part.cover for part in parts]),
    )


def light_up(sheet: Sheet, view: View, light: Light) -> Corners:
    """A sheet's triangles as the camera sees them in this light; skin is seen from outside only."""
    rows, columns = sheet.points.shape[:2]
    follow = sheet.follow.ravel()
    xy, depth = view.seen(sheet.points.reshape(-1, 3), follow)
    normal = view.turned(sheet.normals.reshape(-1, 3), follow)
    down = view.turned(sheet.along.reshape(-1, 3), follow)
    inside = normal[:, 2] < -0.05
    normal = np.where(inside[:, None], -normal, normal)
    shaded = diffuse(normal, light, sheet.material) * sheet.tint.reshape(-1, 3)
    shaded = shaded * np.where(inside, 0.35, 1.0)[:, None]
    shine = gloss(normal, down, light, sheet.material) * ~inside
    if sheet.material is Material.HAIR:  # hair shines in its own colour
        shaded, shine = shaded + shine[:, None] * (0.04 + 3.2 * sheet.tint.reshape(-1, 3) ** 0.8), 0 * shine
    values = np.concatenate([shaded, shine[:, None], sheet.place.reshape(-1, 2)], 1).astype(np.float32)
    faces = grid_faces(rows, columns)
    corners = xy.astype(np.float32)[faces]
    if sheet.material is Material.SKIN:
        seen = _turn(corners) < 0
        faces, corners = faces[seen], corners[seen]
    return Corners(corners, depth.astype(np.float32)[faces], values[faces], sheet.cover.ravel()[faces])


def _turn(corners: np.ndarray) -> np.ndarray:
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]


def opaque(found: Fragments, corners: Corners, atlas: np.ndarray) -> Fragments:
    """The fragments where there is something: sheets end where their cover does, frayed by strands."""
    a, b, c = corners.cover.T
    frayed = np.minimum(np.minimum(a, b), c) < _FRAYS_BELOW
    edged = np.flatnonzero(frayed[found.face])
    part = found.take(edged)
    cover = part.between(corners.cover)
    place = part.between(corners.shading[..., 4:6]).astype(np.int32)
    strand = atlas[place[:, 1], place[:, 0], 3].astype(np.float32) / 255 - 0.5
    keep = np.ones(len(found.pixel), bool)
    keep[edged] = cover + 1.6 * strand > 0.25
    return found.take(np.flatnonzero(keep))
