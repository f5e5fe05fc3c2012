"""The phone: where points land in the picture, and what lens and sensor do to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from .pose import rotation

PIVOT = np.array([0.0, -70.0, -85.0])
"""Where the head turns on the neck (mm)."""

_CENTRE = np.array([0.0, -18.0, 0.0])  # the middle of a head, what framing refers to


@dataclass(frozen=True)
class View:
    """A head before a camera.

    head, body  rotations (3, 3) of the head and of what it sits on
    lean        rotation (3, 3) of the picture as a whole
    scale       pixels per millimetre at the head
    centre      (2,) pixel where the middle of the head lies
    far         distance of the camera in millimetres
    """

    head: np.ndarray
    body: np.ndarray
    lean: np.ndarray
    scale: float
    centre: np.ndarray
    far: float

    def turned(self, vectors: np.ndarray, follow: np.ndarray) -> np.ndarray:
        """Directions (N, 3) as the camera sees them; `follow` (N,) is how far each turns with the head."""
        with_head, with_body = vectors @ (self.lean @ self.head).T, vectors @ (self.lean @ self.body).T
        return with_body + (with_head - with_body) * follow[:, None]

    def seen(self, points: np.ndarray, follow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (N, 2) and depths (N,) of points (N, 3) in millimetres."""
        middle = self.lean @ (self.head @ (_CENTRE - PIVOT))
        at = self.turned(points - PIVOT, follow) - middle
        near = self.far / np.maximum(self.far - at[:, 2], 60.0)
        x = self.centre[0] + self.scale * near * at[:, 0]
        y = self.centre[1] - self.scale * near * at[:, 1]
        return np.stack([x, y], 1), at[:, 2] * near  # perspective keeps the order of depths


def make_view(
    pose: tuple[float, float, float], *, tilt: float, scale: float, centre: tuple[float, float], far: float
) -> View:
    """The view of a head turned by (yaw, pitch, roll) degrees, in a picture leaning by `tilt` degrees."""
    yaw, pitch, roll = pose
    return View(
        head=rotation(yaw, pitch, roll),
        body=rotation(0.35 * yaw, 0.15 * pitch, 0.0),
        lean=rotation(0, 0, tilt),
        scale=scale,
        centre=np.asarray(centre, float),
        far=far,
    )


def exposed(
    picture: np.ndarray, *, stops: float, blur: float, noise: float, rng: np.random.Generator
) -> np.ndarray:
    """What the sensor makes of linear light float (S, S, 3).

    stops is the exposure (0 is right), blur a share of the picture's side, noise the sensor's grain in
    grey levels; gives uint8 (S, S, 3).
    """
    side = picture.shape[0]
    light = picture * 2.0**stops * _vignette(side)
    shown = 255 * np.sqrt(_filmic(light))
    image = Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8))
    if blur * side > 0.2:
        image = image.filter(ImageFilter.GaussianBlur(blur * side))
    grain = rng.normal(size=(side, side, 3)).astype(np.float32)
    grain = 0.75 * grain.mean(2, keepdims=True) * 3**0.5 + 0.45 * grain
    return np.clip(np.asarray(image, np.float32) + noise * grain + 0.5, 0, 255).astype(np.uint8)


def _vignette(side: int) -> np.ndarray:
    ramp = np.linspace(-1, 1, side, dtype=np.float32)
    return (1 - 0.10 * (ramp[:, None] ** 2 + ramp[None] ** 2))[..., None]


def _filmic(light: np.ndarray) -> np.ndarray:
    """Brightness rolls off softly above three quarters instead of clipping."""
    over = np.maximum(light - 0.7, 0)
    return np.minimum(light, 0.7) + 0.3 * (1 - np.exp(-over / 0.3))
