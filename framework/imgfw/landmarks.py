"""The two landmark schemes, 68 points (iBUG) and 5 points, and how they mirror."""

from __future__ import annotations


def _pairs(count: int, *pairs: tuple[int, int]) -> tuple[int, ...]:
    order = list(range(count))
    for left, right in pairs:
        order[left], order[right] = right, left
    return tuple(order)


_IBUG_PAIRS = (
    *((i, 16 - i) for i in range(8)),  # jaw
    *((17 + i, 26 - i) for i in range(5)),  # brows
    (31, 35),
    (32, 34),
    *((36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46)),  # eyes
    *((48, 54), (49, 53), (50, 52), (59, 55), (58, 56), (60, 64), (61, 63), (67, 65)),  # mouth
)
MIRROR = {68: _pairs(68, *_IBUG_PAIRS), 5: _pairs(5, (0, 1), (3, 4))}
