"""Where faces are in a picture, by a small network that sees the whole of it at 128 pixels (BlazeFace)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from imgfw import Graph, resized

SIDE = 128
"""Width and height that the network sees."""

_GRIDS = ((16, 2), (8, 6))
"""Cells a side, and how many guesses a cell makes, of the two maps that the network gives."""


@dataclass(frozen=True)
class Found:
    """A face in pixels of the picture.

    score   how sure, 0 to 1
    box     (4,) left, top, right, bottom
    points  (6, 2) picture-left eye, right eye, tip of the nose, mouth, picture-left ear, right ear
    """

    score: float
    box: np.ndarray
    points: np.ndarray


def faces_in(image: np.ndarray, graph: Graph, surely: float, overlap: float = 0.3) -> list[Found]:
    """The faces in a picture uint8 (H, W, 3), the surest first.

    surely   the least score of a face
    overlap  guesses that share more of their area than that are of one face (as intersection over union)
    """
    seen, scale, corner = _letterbox(image)
    outputs = sorted(graph(seen), key=lambda output: -output.shape[-1])
    numbers, logits = outputs[0][0], outputs[1][0, :, 0]  # (896, 16), (896,)
    scores = 1 / (1 + np.exp(-np.clip(logits.astype(float), -80, 80)))
    sure = np.flatnonzero(scores > surely)
    order = sure[np.argsort(-scores[sure], kind="stable")]
    places = numbers[order].astype(float).reshape(-1, 8, 2)  # middle, size, six points
    places[:, [0, *range(2, 8)]] += SIDE * _anchors()[order][:, None]
    merged = _merged(places, scores[order], overlap)
    return [_found(score, (place - corner * _MOVED) / scale) for score, place in merged]


_MOVED = np.array([1, 0, 1, 1, 1, 1, 1, 1])[:, None]
"""What of a guess moves along with the picture: all but its size."""


def _merged(places: np.ndarray, scores: np.ndarray, overlap: float) -> list[tuple[float, np.ndarray]]:
    """Guesses of one face as their mean, weighted by score: (score, (8, 2)) of each face."""
    low, high = places[:, 0] - places[:, 1] / 2, places[:, 0] + places[:, 1] / 2
    area = (high - low).prod(1)
    left, found = np.ones(len(places), bool), []
    for first in range(len(places)):
        if not left[first]:
            continue
        both = np.clip(np.minimum(high, high[first]) - np.maximum(low, low[first]), 0, None).prod(1)
        same = left & (both > overlap * (area + area[first] - both))
        same[first] = True
        left &= ~same
        found.append((float(scores[first]), np.average(places[same], axis=0, weights=scores[same])))
    return found


def _found(score: float, place: np.ndarray) -> Found:
    middle, size = place[:2]
    return Found(score, np.concatenate([middle - size / 2, middle + size / 2]), place[2:])


def _letterbox(image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The whole picture for the network, its scale (2,), and where its corner (2,) comes to lie."""
    height, width = image.shape[:2]
    factor = SIDE / max(height, width)
    rows, columns = max(1, round(height * factor)), max(1, round(width * factor))
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    seen = np.zeros((1, SIDE, SIDE, 3), np.float32)
    seen[0, top : top + rows, left : left + columns] = resized(image, (rows, columns))
    return seen / 127.5 - 1, np.array([columns / width, rows / height]), np.array([left, top])


@cache
def _anchors() -> np.ndarray:
    """Where each guess starts from: (896, 2) as shares of width and height."""
    grids = []
    for cells, guesses in _GRIDS:
        middles = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(middles, middles), -1).reshape(-1, 2)  # rows from the top
        grids.append(np.repeat(grid, guesses, axis=0))
    return np.concatenate(grids)
