"""Small seeded inputs: pictures with a face's landmarks, samples, and what heads learn from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..data import Picture, Sample
from ..learning import Rows
from ..targets import Target, TargetType, partly_known

if TYPE_CHECKING:
    import numpy as np

HEIGHT, WIDTH = 96, 128
COUNT = 24


def pictures() -> list[Picture]:
    """Six pictures uint8 (96, 128, 3): with 68 landmarks, with 5, and with none, by turns."""
    import numpy as np

    rng = np.random.default_rng(7)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    found = []
    for index in range(6):
        slope = rng.uniform(-1, 1, (2, 3))
        smooth = 128 + (rows[..., None] - 48) * slope[0] + (columns[..., None] - 64) * slope[1]
        image = np.clip(smooth + rng.normal(0, 12, smooth.shape), 0, 255).astype(np.uint8)
        points = (_face68(), _face5(), None)[index % 3]
        facts = {"width": WIDTH, "height": HEIGHT, "format": "PNG"}
        found.append(Picture(image, box=(34.0, 18.0, 94.0, 88.0), landmarks=points, facts=facts))
    return found


def samples() -> tuple[Sample, ...]:
    """24 samples with digest, labels, split and facts, as a survey leaves them."""
    target = target_of("classes")
    return tuple(
        Sample(
            uri=f"pictures/{index:03}.png",
            stamp=str(index),
            digest=f"{index:064x}",
            labels={target.name: (target.labels[index % 2],)},
            split=("train", "val", "test")[index % 3],
            facts={
                "width": WIDTH + index,
                "height": HEIGHT,
                "format": "PNG",
                "hash": f"{index * 2654435761 % 2**64:016x}",
                "brightness": 0.02 + 0.04 * index,
                "contrast": 0.2,
                "shadows": 0.03 * index,
                "highlights": 0.08 + 0.04 * index,
                "sharpness": 0.02 * index,
                "noise": 0.002 * index,
                "information": 0.3 * index,
            },
        )
        for index in range(COUNT)
    )


def target_of(type: TargetType) -> Target:
    """A target of this type; the last of its labels occurs nowhere."""
    return Target("thing", type, () if type == "number" else ("left", "right", "never"))


def rows_of(target: Target, *, map: bool) -> Rows:
    """24 rows that features (N, 6), or a map (N, 2, 2, 6), tell apart; the truth of the last is unknown.

    Of several labels one of the row before it is unknown, too.
    """
    import numpy as np

    rng = np.random.default_rng(7)
    side = np.arange(COUNT) % 2
    shape = (COUNT, 2, 2, 6) if map else (COUNT, 6)
    features = rng.normal(size=shape) + 3 * side.reshape(-1, *[1] * (len(shape) - 1))
    truth = _truth(target, side)
    return Rows(
        samples=samples(),
        numbers=np.zeros(COUNT, np.int64),
        truth={target.name: truth},
        weights={target.name: partly_known(target, truth).astype(np.float32)},
        groups=tuple(f"group-{index // 2}" for index in range(COUNT)),
        inputs={"features": features.astype(np.float32)},
    )


def _truth(target: Target, side: np.ndarray) -> np.ndarray:
    import numpy as np

    if target.exclusive:
        truth: np.ndarray = side.astype(np.int64)
        truth[-1] = -1
        return truth
    values = np.stack([side == 0, side == 1, side > 1], axis=1).astype(np.float32)
    if target.type == "number":
        values = (side + np.linspace(0, 0.5, COUNT)).astype(np.float32)
    values[-1] = np.nan
    if target.type == "multi-label":
        values[-2, 0] = np.nan
    return values


def _face5() -> np.ndarray:
    return _points([(52, 42), (76, 42), (64, 56), (55, 70), (73, 70)])


def _face68() -> np.ndarray:
    jaw = [(64 - 30 * math.cos(a), 42 + 44 * math.sin(a)) for a in (math.pi * i / 16 for i in range(17))]
    brows = [
        (x, 34 - (2 if abs(x - middle) < 5 else 0))
        for middle in (50, 78)
        for x in range(middle - 8, middle + 9, 4)
    ]
    nose = [(64, y) for y in (42, 46, 50, 55)] + [(x, 59) for x in (58, 61, 64, 67, 70)]
    eyes = [point for x in (52, 76) for point in _ring(x, 42, 5, 2, 6)]
    return _points([*jaw, *brows, *nose, *eyes, *_ring(64, 71, 10, 4, 12), *_ring(64, 71, 8, 2, 8)])


def _ring(x: float, y: float, across: float, down: float, count: int) -> list[tuple[float, float]]:
    angles = (math.pi + 2 * math.pi * index / count for index in range(count))
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def _points(points: list[tuple[float, float]]) -> np.ndarray:
    import numpy as np

    return np.array(points, np.float32)
