"""What a value that was not seen yet reaches with a given probability, whatever its distribution.

Split conformal prediction (Vovk et al. 2005; sets of labels as in Sadinle et al. 2019). Where values come in
groups every group counts the same (Lee, Barber and Willett 2023): what holds then holds for a value of a
group that was not seen yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_ROUNDING = 1e-9


def reached(values: np.ndarray, names: np.ndarray, share: float) -> float | None:
    """The largest of these values that a new one reaches with at least this probability.

    None where there are too few groups to tell: n groups tell nothing of more than n / (n + 1).

    values  (N,); names int (N,), the group of each, numbered from 0
    """
    import numpy as np

    sizes = np.bincount(names) if len(names) else np.zeros(0, np.int64)
    order = np.argsort(-values, kind="stable")
    held = np.cumsum(1 / ((len(sizes) + 1) * sizes[names[order]]))
    enough = np.flatnonzero(held >= share - _ROUNDING)
    return float(values[order[enough[0]]]) if len(enough) else None


def groups_for(share: float) -> int:
    """How many groups tell what a new value reaches with this probability."""
    from math import ceil

    return ceil(share / (1 - share) - _ROUNDING)
