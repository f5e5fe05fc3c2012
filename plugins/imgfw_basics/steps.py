"""How many steps apart labels in order are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def steps(width: int) -> np.ndarray:
    """Steps from each label (row) to each decided one (column): int64 (width, width + 1).

    The last column is a decision for none of the labels: it counts as the worst label would.
    """
    import numpy as np

    places = np.arange(width)
    apart = np.abs(places[:, None] - places)
    return np.concatenate([apart, apart.max(axis=1, initial=0)[:, None]], axis=1)
