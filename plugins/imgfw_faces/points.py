"""The 68 landmarks of the head in millimetres, and the anchors between them that the surface passes through.

Authored from textbook adult proportions. The origin lies between the eyes, x to the picture's right, y up,
z towards the camera; the order is iBUG's.
"""

from __future__ import annotations

import numpy as np

Table = tuple[tuple[float, float, float], ...]

_JAW: Table = (
    (-76.3, -1.0, -58.0),
    (-74.9, -21.5, -56.0),
    (-71.7, -40.6, -51.0),
    (-68.3, -57.9, -43.0),
    (-61.9, -76.8, -31.0),
    (-51.6, -91.8, -14.0),
    (-39.4, -101.9, 1.9),
    (-23.8, -112.6, 11.2),
)
_CHIN: Table = ((0.0, -119.0, 13.3),)
_BROW: Table = (
    (-60.5, 17.4, -6.9),
    (-51.8, 23.6, 4.0),
    (-39.8, 25.7, 11.5),
    (-29.0, 24.6, 17.0),
    (-19.3, 21.2, 20.0),
)
_BRIDGE: Table = ((0.0, 0.1, 20.0), (0.0, -13.4, 27.2), (0.0, -26.2, 34.3), (0.0, -37.7, 41.0))
_NOSTRIL: Table = ((-12.9, -44.5, 21.1), (-7.2, -46.4, 26.4))
_NOSE_BASE: Table = ((0.0, -48.0, 28.3),)
_EYE: Table = (
    (-45.5, 2.0, -1.0),
    (-38.8, 5.7, 5.6),
    (-28.9, 5.9, 8.3),
    (-20.2, 0.8, 7.8),
    (-28.2, -1.8, 7.5),
    (-38.4, -1.8, 5.0),
)
_UPPER_LIP: Table = ((-25.0, -71.5, 15.0), (-15.5, -67.0, 23.5), (-5.5, -64.5, 28.5))
_UPPER_MID: Table = ((0.0, -65.8, 29.2),)
_LOWER_LIP: Table = ((-6.5, -81.8, 25.5), (-15.5, -79.0, 21.5))
_LOWER_MID: Table = ((0.0, -82.4, 26.3),)
_INNER_UPPER: Table = ((-22.0, -71.5, 15.5), (-7.5, -71.1, 23.5))
_INNER_UPPER_MID: Table = ((0.0, -71.4, 24.5),)
_INNER_LOWER: Table = ((-7.5, -72.7, 23.0),)
_INNER_LOWER_MID: Table = ((0.0, -73.0, 24.0),)

_BETWEEN_MID: Table = (
    (0.0, 18.6, 21.5),
    (0.0, 43.0, 17.1),
    (0.0, 67.4, 6.0),
    (0.0, -56.2, 25.4),
    (0.0, -90.6, 18.4),
    (0.0, -98.8, 20.8),
)
_BETWEEN: Table = (
    (-33.0, 43.0, 9.1),
    (-59.1, 42.9, -13.9),
    (-33.3, 69.4, -4.0),
    (-61.7, 20.5, -11.9),
    (-69.9, 18.4, -33.9),
    (-46.8, -25.5, 2.0),
    (-59.3, -26.0, -14.0),
    (-35.5, -20.3, 11.0),
    (-20.9, -18.3, 12.5),
    (-30.7, -37.9, 13.4),
    (-49.4, -45.5, 0.0),
    (-62.0, -43.2, -25.0),
    (-38.9, -59.9, 9.9),
    (-47.3, -72.2, -6.1),
    (-30.5, -87.8, 9.9),
    (-10.4, -24.1, 19.9),
    (-9.2, -35.7, 25.9),
    (-14.3, -37.6, 22.9),
    (-9.1, -57.2, 22.4),
    (-20.3, -59.3, 17.9),
    (-10.4, -92.7, 16.9),
    (-12.6, -102.0, 17.8),
    (-19.5, -77.4, 16.9),
    (-33.1, 1.5, 11.0),
    (-21.7, 12.9, 14.0),
    (-38.7, 13.9, 9.1),
)


def _mirrored(rows: Table, *, backwards: bool = True) -> Table:
    turned = tuple((-x, y, z) for x, y, z in rows)
    return turned[::-1] if backwards else turned


def _both(rows: Table, middle: Table = ()) -> Table:
    return rows + middle + _mirrored(rows)


def _landmarks() -> np.ndarray:
    right_eye = tuple(_mirrored(_EYE, backwards=False)[i] for i in (3, 2, 1, 0, 5, 4))
    rows = (
        _both(_JAW, _CHIN)
        + _both(_BROW)
        + _BRIDGE
        + _both(_NOSTRIL, _NOSE_BASE)
        + _EYE
        + right_eye
        + _both(_UPPER_LIP, _UPPER_MID)
        + _mirrored(_LOWER_LIP)
        + _LOWER_MID
        + _LOWER_LIP
        + _both(_INNER_UPPER, _INNER_UPPER_MID)
        + _mirrored(_INNER_LOWER)
        + _INNER_LOWER_MID
        + _INNER_LOWER
    )
    return np.array(rows, np.float64)


LANDMARKS = _landmarks()
"""float64 (68, 3)."""

ANCHORS = np.vstack([LANDMARKS, _BETWEEN_MID, _BETWEEN, _mirrored(_BETWEEN)])
"""float64 (126, 3): the landmarks first, then the points between them."""
