"""A photo of a face, turned to another pose, in the photo's own frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from imgfw import Picture

from .drape import PIVOT, drape
from .fitting import Fit, fit_pose, five_of
from .lookup import BOTTOM, LEFT, RIGHT, TOP, Lookup, Pose, cell_of, lookup
from .mirroring import Filling, filling, reveals, rounded
from .sampling import sampled, spread, spread_pair
from .shapes import SHAPES, Shape, Weights

_NODS, _MOST_NODS = 10.0, 20.0  # tables are made for every so many degrees of pitch, up to so many
_JAW_LIES = 25.0  # from so many degrees of yaw on, the jaw's landmarks are no points of the head any more
_EYES = 63.0  # between the eyes (mm)
_FAR_OFF = 0.3 * _EYES  # a landmark further from the head's is not believed more (mm)
_MISS = 0.35  # faces miss the head's landmarks by 0.03 to 0.1 of the eyes' distance
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
    """The picture with its face turned to a yaw in degrees, as large as before; landmarks travel along.

    shape    what head the photo is taken to be of
    feeling  how its face moves
    How the head leans and nods, its size and its place stay. Raises ValueError for landmarks that are no
    face's.
    """
    assert picture.landmarks is not None
    fit, pitch = fitted(picture.landmarks, shape)
    pose = Pose(yaw, pitch, shape, shape.feeling(feeling) if feeling else None)
    table, hidden = lookup(pose), filling(rounded(fit.yaw), pose) if reveals(fit.yaw, yaw) else None
    return replace(
        picture,
        image=_image(picture.image, fit, table, hidden),
        landmarks=landmarks_in(fit, table).astype(np.float32),
    )


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
    own = _believed(fit) * [1, -1] / fit.scale @ fit.lean[:2, :2]  # mm, as the head is turned in the photo
    moved = np.column_stack([own, np.zeros(len(own))]) @ fit.turn
    at = (head + moved) @ (fit.lean @ table.turn).T
    return fit.place(PIVOT[None])[0] + fit.scale * at[:, :2] * [1, -1]


def _believed(fit: Fit) -> np.ndarray:
    """The residuals (K, 2) that belong to the face: none of the jaw in a turned photo, none that is gross."""
    distance = np.linalg.norm(fit.residuals, axis=1)
    share = np.minimum(1, _FAR_OFF * fit.scale / np.maximum(distance, 1e-6))
    if len(share) == 68:
        share[:17] *= np.clip(1 - abs(fit.yaw) / _JAW_LIES, 0, 1)
    return fit.residuals * share[:, None]


def _image(image: np.ndarray, fit: Fit, table: Lookup, hidden: Filling | None) -> np.ndarray:
    """The image uint8 (H, W, 3) turned; `hidden` says what is taken from the other half."""
    left, top, right, bottom = _window(fit, image.shape[:2])
    found = image.copy()
    if left >= right or top >= bottom:
        return found
    to_cell = cell_of(fit)
    to_cell[:, 2] += to_cell[:, :2] @ [left, top]
    size = bottom - top, right - left
    across, down = np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)[:, None]

    def seen(moves: np.ndarray) -> np.ndarray:
        x, y = spread_pair(moves, to_cell, size)
        return sampled(image, x + across, y + down)

    part = seen(table.moves(fit))
    if hidden is not None:
        other = seen(table.moves(fit, other_half=hidden.across)).astype(np.float32)
        part = (part + spread(hidden.share, to_cell, size)[..., None] * (other - part) + 0.5).astype(np.uint8)
    found[top:bottom, left:right] = part
    return found


def _window(fit: Fit, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels (left, top, right, bottom) that a table can move."""
    corners = np.array([(x, y) for x in (LEFT, RIGHT) for y in (TOP, BOTTOM)])
    at = fit.place(PIVOT[None])[0] + fit.scale * corners @ fit.lean[:2, :2].T * [1, -1]
    low, high = np.floor(at.min(0)).astype(int), np.ceil(at.max(0)).astype(int)
    (left, top), (right, bottom) = np.maximum(low, 0), np.minimum(high, size[::-1])
    return int(left), int(top), int(right), int(bottom)
