"""From triangles to pixels: which triangle each pixel sees, and what lies there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Fragments:
    """Places where triangles meet pixel centres.

    pixel    int32 (N,) row * width + column
    face     int32 (N,) which triangle
    weights  float32 (N, 3) of its corners
    depth    float32 (N,) larger is closer
    """

    pixel: np.ndarray
    face: np.ndarray
    weights: np.ndarray
    depth: np.ndarray

    def take(self, which: np.ndarray) -> Fragments:
        """These fragments only."""
        return Fragments(self.pixel[which], self.face[which], self.weights[which], self.depth[which])

    def nearest(self, pixels: int) -> Fragments:
        """For every pixel that has any, the closest fragment; in the order of pixels."""
        closest = np.full(pixels, -np.inf, np.float32)
        np.maximum.at(closest, self.pixel, self.depth)
        top = np.flatnonzero(self.depth == closest[self.pixel])
        winner = np.full(pixels, -1, np.int32)
        winner[self.pixel[top]] = top
        return self.take(winner[winner >= 0])

    def between(self, corners: np.ndarray) -> np.ndarray:
        """Blend of what the corners hold: (faces, 3, C) or (faces, 3) -> (N, C) or (N,)."""
        a, b, c = self.weights.T if corners.ndim == 2 else self.weights.T[..., None]
        one, two, three = (np.take(corners[:, i], self.face, axis=0) for i in range(3))
        return a * one + b * two + c * three


def rasterize(xy: np.ndarray, depth: np.ndarray, width: int, height: int) -> Fragments:
    """Fragments of triangles given as corners xy float32 (F, 3, 2) in pixels and depth (F, 3)."""
    first, last = (
        np.minimum(np.minimum(xy[:, 0], xy[:, 1]), xy[:, 2]),
        np.maximum(np.maximum(xy[:, 0], xy[:, 1]), xy[:, 2]),
    )
    low = np.maximum(np.ceil(first - 0.5), 0).astype(np.int32)
    high = np.minimum(np.floor(last - 0.5), [width - 1, height - 1]).astype(np.int32)
    one, two = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    seen = np.flatnonzero((high[:, 0] >= low[:, 0]) & (high[:, 1] >= low[:, 1]) & (np.abs(area) > 1e-6))
    low, one, two, area = low[seen], one[seen], two[seen], area[seen]
    size = high[seen] - low + 1
    count = size[:, 0] * size[:, 1]
    face = np.repeat(np.arange(len(seen), dtype=np.int32), count)
    step = np.arange(len(face), dtype=np.int32) - np.repeat(np.cumsum(count, dtype=np.int32) - count, count)
    wide = size[:, 0][face]
    down = step // wide
    right = step - down * wide
    # weights grow by a fixed amount for each pixel right and down, starting from the box's corner
    start = low + 0.5 - xy[seen, 0]
    second = start[:, 0] * two[:, 1] - start[:, 1] * two[:, 0], two[:, 1], -two[:, 0]
    third = one[:, 0] * start[:, 1] - one[:, 1] * start[:, 0], -one[:, 1], one[:, 0]
    b = _growing(second, area, face, right, down)
    c = _growing(third, area, face, right, down)
    a = 1 - b - c
    inside = np.flatnonzero((a >= -1e-5) & (b >= -1e-5) & (c >= -1e-5))
    face, weights = face[inside], np.stack([a[inside], b[inside], c[inside]], 1)
    pixel = (low[face, 1] + down[inside]) * width + low[face, 0] + right[inside]
    whole = seen[face].astype(np.int32)
    found = Fragments(pixel, whole, weights, depth)
    return Fragments(pixel, whole, weights, found.between(depth))


def _growing(
    plane: tuple[np.ndarray, ...], area: np.ndarray, face: np.ndarray, right: np.ndarray, down: np.ndarray
) -> np.ndarray:
    """A corner's weight float32 (N,) at every fragment, from its start and its growth right and down."""
    start, by_right, by_down = ((part / area).astype(np.float32)[face] for part in plane)
    return start + by_right * right.astype(np.float32) + by_down * down.astype(np.float32)


def sample(texture: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Bilinear values float32 (N, 4) of an RGBA texture uint8 (H, W, 4) at places (N, 2) in its pixels."""
    height, width = texture.shape[:2]
    at = np.clip(place, 0, [width - 1.001, height - 1.001]).astype(np.float32)
    corner = at.astype(np.int32)
    part = at - corner
    packed = np.ascontiguousarray(texture).view(np.uint32).ravel()
    index = corner[:, 1] * width + corner[:, 0]
    right, down = part[:, :1], part[:, 1:]
    above, below = _texels(packed, index), _texels(packed, index + width)
    above += (_texels(packed, index + 1) - above) * right
    below += (_texels(packed, index + width + 1) - below) * right
    return above + (below - above) * down


def _texels(packed: np.ndarray, index: np.ndarray) -> np.ndarray:
    """One gather of whole texels is several times faster than one of their channels."""
    return packed[index].view(np.uint8).reshape(-1, 4).astype(np.float32)
