"""A photo of a face, turned to another pose, in the photo's own frame."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from imgfw import Picture

from .drape import PIVOT, drape
from .fitting import Fit, fit_pose, five_of
from .lookup import BOTTOM, FINE, LEFT, RIGHT, TOP, Lookup, Pose, cells_of, lookup
from .mirroring import Filling, filling, reveals, rounded
from .sampling import blended, places, sampled, spread
from .shapes import SHAPES, Shape, Weights

_Window = tuple[int, int, int, int]

Box = tuple[float, float, float, float]

_NODS, _MOST_NODS = 10.0, 20.0  # tables are made for every so many degrees of pitch, up to so many
_JAW_LIES = 25.0  # from so many degrees of yaw on, the jaw's landmarks are no points of the head any more
_EYES = 63.0  # between the eyes (mm)
_FAR_OFF = 0.3 * _EYES  # a landmark further from the head's is not believed more (mm)
_MISS = 0.35  # faces miss the head's landmarks by 0.03 to 0.1 of the eyes' distance
_SQUARE = 6.0  # squares of two pixels that are larger on the head blur its edges (mm)
_DOWN = np.array([[1.0], [-1.0]])  # pixels count downwards
_BEHIND = 100.0  # further round than this no face is seen


def fitted(landmarks: np.ndarray, shape: Shape) -> tuple[Fit, float]:
    """The fit of a head of this shape to a photo's landmarks, and the pitch of the tables that serve it.

    The fit has that pitch: so turning sideways nods no head, not even where the fit is wrong about it.
    Raises ValueError for landmarks that are no face's.
    """
    head = drape(shape).landmarks + PIVOT
    fit = fit_pose(landmarks, head)
    _check(fit)
    pitch = float(np.clip(_NODS * np.round(fit.pitch / _NODS), -_MOST_NODS, _MOST_NODS))
    return fit.nodding(pitch, landmarks, head), pitch


def turned(picture: Picture, yaw: float, shape: Shape = SHAPES[0], feeling: Weights = ()) -> Picture:
    """The picture with its face turned to a yaw in degrees, as large as before; landmarks and box go along.

    shape    what head the photo is taken to be of
    feeling  how its face moves
    How the head leans and nods, its size and its place stay. Raises ValueError for landmarks that are no
    face's.
    """
    assert picture.landmarks is not None
    fit, pitch = fitted(picture.landmarks, shape)
    pose = Pose(yaw, pitch, shape, shape.feeling(feeling) if feeling else None)
    table, hidden = lookup(pose), filling(rounded(fit.yaw), pose) if reveals(fit.yaw, yaw) else None
    marks = landmarks_in(fit, table).astype(np.float32)
    box = picture.box and _boxed(picture.box, picture.landmarks, marks)
    return replace(picture, image=_image(picture.image, fit, table, hidden), landmarks=marks, box=box)


def _boxed(box: Box, before: np.ndarray, after: np.ndarray) -> Box:
    """A box about landmarks (K, 2) as it was before they moved: each side as far off, in their size."""
    low, high = before.min(0), before.max(0)
    grown = (after.max(0) - after.min(0)) / np.maximum(high - low, 1e-6)
    left, top = after.min(0) - (low - box[:2]) * grown
    right, bottom = after.max(0) + (box[2:] - high) * grown
    return float(left), float(top), float(right), float(bottom)


def _check(fit: Fit) -> None:
    """Landmarks of something else, or with left and right mistaken, fit no head, or only one from behind."""
    miss = float(np.linalg.norm(fit.residuals[-51:], axis=1).mean()) / (_EYES * abs(fit.scale))
    if miss > _MISS:
        raise ValueError(
            f"the landmarks are no face's: they miss those of a head by {miss:.2f} of the eyes' distance; is "
            "their order right?"
        )
    if abs(fit.yaw) > _BEHIND:
        raise ValueError("the landmarks are those of a head from behind; are left and right mistaken?")


def landmarks_in(fit: Fit, table: Lookup) -> np.ndarray:
    """Where a photo's landmarks (K, 2) lie after it was turned: the head's, moved by the fit's residuals."""
    head = table.landmarks if len(fit.residuals) == 68 else five_of(table.landmarks)
    to_pixels = fit.scale * (fit.lean @ table.turn)[:2] * _DOWN
    from_pixels = (_DOWN * fit.lean[:2, :2] / fit.scale) @ fit.turn[:2]  # as the head is turned in the photo
    return head @ to_pixels.T + _believed(fit) @ (from_pixels @ to_pixels.T) + fit.pivot


def _believed(fit: Fit) -> np.ndarray:
    """The residuals (K, 2) that belong to the face: none of the jaw in a turned photo, none that is gross."""
    distance = np.hypot(*fit.residuals.T)
    share = np.minimum(1, _FAR_OFF * fit.scale / np.maximum(distance, 1e-6))
    if len(share) == 68:
        share[:17] *= np.clip(1 - abs(fit.yaw) / _JAW_LIES, 0, 1)
    return fit.residuals * share[:, None]


def _image(image: np.ndarray, fit: Fit, table: Lookup, hidden: Filling | None) -> np.ndarray:
    """The image uint8 (H, W, 3) turned; `hidden` says what is taken from the other half."""
    found = image.copy()
    whole = _window(fit, image.shape[:2], (LEFT, TOP, RIGHT, BOTTOM))
    if whole is None:
        return found
    left, top, right, bottom = whole
    found[top:bottom, left:right] = _seen(image, fit, table, whole)
    part = None if hidden is None else _window(fit, image.shape[:2], hidden.box)
    if hidden is None or part is None:
        return found
    left, top, right, bottom = part
    other, (to_cell, rows) = _seen(image, fit, table, part, hidden), cells_of(fit, part)
    share = spread(hidden.share[rows], to_cell, other.shape[:2], _step(fit))
    found[top:bottom, left:right] = blended(found[top:bottom, left:right], other, share)
    return found


def _seen(
    image: np.ndarray, fit: Fit, table: Lookup, window: _Window, hidden: Filling | None = None
) -> np.ndarray:
    """What is seen in a window of the turned image, uint8 (h, w, 3); with `hidden` the other half of it."""
    to_cell, rows = cells_of(fit, window)
    moves = table.moves(fit, rows, other_half=None if hidden is None else hidden.across)
    return sampled(image, *places(moves, to_cell, window, _step(fit)))


def _step(fit: Fit) -> int:
    """The side in pixels of squares whose moves are looked up: a cell's, or 2 where that is not seen."""
    return max(2 if 2 / fit.scale <= _SQUARE else 1, int(fit.scale / FINE))


def _window(fit: Fit, size: tuple[int, int], box: tuple[float, float, float, float]) -> _Window | None:
    """The pixels (left, top, right, bottom) under a box in mm of a table; None where there are none."""
    left, top, right, bottom = box
    along, up = (fit.scale * fit.lean[:2, 0]).tolist()
    x = [fit.pivot[0] + along * x - up * y for x in (left, right) for y in (top, bottom)]
    y = [fit.pivot[1] - up * x - along * y for x in (left, right) for y in (top, bottom)]
    across = max(math.floor(min(x)), 0), min(math.ceil(max(x)), size[1])
    down = max(math.floor(min(y)), 0), min(math.ceil(max(y)), size[0])
    if across[0] >= across[1] or down[0] >= down[1]:
        return None
    return across[0], down[0], across[1], down[1]
