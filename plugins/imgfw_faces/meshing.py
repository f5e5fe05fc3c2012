"""The 478 points of a face, by a network that sees it upright and cut out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imgfw import Graph

from .finding import Found

WIDE = 1.5
"""The network sees so many times the face."""

_EYES = 33, 263
"""Outer corners: picture-left, right."""

_TURNS, _LEVEL = 5, 3.0
"""How often a face is looked at again, and degrees by which it may still turn then."""


@dataclass(frozen=True)
class Mesh:
    """A face in pixels of the picture.

    presence  how sure the network is that it saw a face, 0 to 1
    points    (478, 3) x, y, and z away from the camera, in the same measure
    """

    presence: float
    points: np.ndarray

    @property
    def box(self) -> np.ndarray:
        """What surrounds it (4,): left, top, right, bottom."""
        return np.concatenate([self.points[:, :2].min(0), self.points[:, :2].max(0)])

    @property
    def across(self) -> np.ndarray:
        """From eye to eye (2,)."""
        return self.points[_EYES[1], :2] - self.points[_EYES[0], :2]


def mesh_of(image: np.ndarray, face: Found, graph: Graph) -> Mesh:
    """The points of a face that was found; they are looked for again where they say that it is.

    A tilted face may be found askew at first: it is looked at until it stands upright, a few times at most.
    """
    mesh = _seen(image, face.box, face.points[1] - face.points[0], graph)
    for _ in range(_TURNS):
        across = mesh.across
        mesh = _seen(image, mesh.box, across, graph)
        if abs(_angle(across, mesh.across)) < _LEVEL:
            break
    return mesh


def _angle(one: np.ndarray, other: np.ndarray) -> float:
    """Degrees from one direction (2,) to another."""
    return float(np.degrees(np.arctan2(one[0] * other[1] - one[1] * other[0], one @ other)))


def _seen(image: np.ndarray, box: np.ndarray, across: np.ndarray, graph: Graph) -> Mesh:
    """What the network says of the square about a box (4,), turned so that `across` (2,) is level."""
    side = graph.takes()[0][1]
    middle, size = (box[:2] + box[2:]) / 2, float(max(box[2:] - box[:2]))
    wide = WIDE * max(size, 1.0)
    cosine, sine = across / max(float(np.linalg.norm(across)), 1e-9)
    back = wide / side * np.array([[cosine, -sine], [sine, cosine]])  # from the network's pixels
    corner = middle - back @ [side / 2, side / 2]
    seen = _cut(image, back, corner, side)
    outputs = sorted(graph(seen[None].astype(np.float32) / 255), key=lambda output: output.size)
    points = outputs[-1].reshape(-1, 3).astype(float)
    presence = 1 / (1 + np.exp(-np.clip(float(outputs[0].ravel()[0]), -80, 80)))
    placed = np.column_stack([points[:, :2] @ back.T + corner, points[:, 2] * (wide / side)])
    return Mesh(float(presence), placed)


def _cut(image: np.ndarray, back: np.ndarray, corner: np.ndarray, side: int) -> np.ndarray:
    """The square whose point p shows what lies at back @ p + corner: uint8 (side, side, 3), black outside.

    Large faces are halved, or more, before they are turned, so that little is skipped.
    """
    from PIL import Image

    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]]) @ back.T + corner
    height, width = image.shape[:2]
    low = np.clip(np.floor(corners.min(0)) - 2, 0, [width - 1, height - 1]).astype(int)
    high = np.clip(np.ceil(corners.max(0)) + 2, low + 1, [width, height]).astype(int)
    part = Image.fromarray(image[low[1] : high[1], low[0] : high[0]])
    smaller = max(1, int(np.sqrt(np.linalg.det(back)) + 1e-6))
    part, back, corner = part.reduce(smaller), back / smaller, (corner - low) / smaller
    placed = (*back[0], corner[0], *back[1], corner[1])
    turned = part.transform((side, side), Image.Transform.AFFINE, placed, Image.Resampling.BILINEAR)
    return np.asarray(turned)
