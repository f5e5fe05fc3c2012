"""What a camera makes of a scene: tilt, crop, exposure, white balance, blur and noise."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from .canvas import Canvas


def photographed(
    canvas: Canvas, rng: np.random.Generator, wide: int, high: int, *, dark: float
) -> np.ndarray:
    """The scene as a photo uint8 (high, wide, 3); where it is dark there is more noise."""
    image = canvas.image
    tilt = float(rng.normal(0, 1.6)) if rng.random() < 0.85 else float(rng.normal(0, 7))
    image = _framed(image, float(np.clip(tilt, -14, 14)), float(rng.uniform(1.0, 1.12)), rng, wide, high)
    blur = float(rng.choice([0.0, 0.0, 0.0, 0.002, 0.005], p=(0.5, 0.2, 0.1, 0.14, 0.06)))
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur * min(wide, high)))
    seen = np.asarray(image, np.float32)
    gain = 2.0 ** float(rng.normal(0, 0.16)) * (1 + 0.05 * rng.normal(0, 1, 3) * [1, 0.3, 1])
    contrast = float(rng.uniform(0.9, 1.12))
    seen = ((seen - 118) * contrast + 118) * gain.astype(np.float32) * _falloff(wide, high)
    noise = float(rng.uniform(1.0, 4.0)) + 5.0 * dark * float(rng.uniform(0.4, 1.0))
    grain = rng.standard_normal((high, wide, 3), np.float32)
    grain = 0.7 * grain.mean(2, keepdims=True) * 1.7 + 0.5 * grain
    return np.clip(seen + noise * grain + 0.5, 0, 255).astype(np.uint8)


def screen(canvas: Canvas, wide: int, high: int) -> np.ndarray:
    """The canvas as it is, uint8 (high, wide, 3): no camera was there."""
    return np.asarray(canvas.image.resize((wide, high), Image.Resampling.BOX))


def _framed(
    image: Image.Image, tilt: float, zoom: float, rng: np.random.Generator, wide: int, high: int
) -> Image.Image:
    """Turned about a point near the middle, and no larger than leaves no empty corner."""
    w, h = image.size
    a = abs(np.radians(tilt))
    inside = min(w / (w * np.cos(a) + h * np.sin(a)), h / (w * np.sin(a) + h * np.cos(a)))
    share = inside / zoom
    turned = image.rotate(tilt, Image.Resampling.BILINEAR) if tilt else image
    room = (inside - share) / 2
    dx, dy = (float(rng.uniform(-1, 1)) * room * side for side in (w, h))
    left, top = w * (1 - share) / 2 + dx, h * (1 - share) / 2 + dy
    part = (left, top, left + w * share, top + h * share)
    return turned.resize((wide, high), Image.Resampling.HAMMING, part)


def _falloff(wide: int, high: int) -> np.ndarray:
    x, y = np.linspace(-1, 1, wide, dtype=np.float32), np.linspace(-1, 1, high, dtype=np.float32)
    return (1.02 - 0.09 * (x[None] ** 2 + y[:, None] ** 2))[..., None]
