"""Intervals of a plain share of rows: Wilson's, of single rows and of rows in groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .student_t import quantile

if TYPE_CHECKING:
    import numpy as np

NAN = float("nan")
_Z = 1.959963984540054  # so many standard deviations hold 95 % of a normal distribution


def wilson(right: float, n: float, z: float = _Z) -> tuple[float, float]:
    """Wilson's 95 % interval of a share: `right` out of `n`; NaN for n = 0.

    z  how many standard deviations it reaches to either side
    """
    if n == 0:
        return NAN, NAN
    share = right / n
    spread = z * math.sqrt(max(0.0, share * (1 - share)) / n + z * z / (4 * n * n))
    middle, scale = share + z * z / (2 * n), 1 + z * z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def worth(sizes: np.ndarray) -> int:
    """The number of groups of equal size that would tell as much as these (Kish), 2 at least."""
    return max(2, round(float(sizes.sum()) ** 2 / float((sizes.astype(float) ** 2).sum())))


def of_groups(right: np.ndarray, names: np.ndarray) -> tuple[float, float]:
    """Wilson's interval of a share of rows in groups, from as many independent rows as would vary as much.

    Groups that never differ, or a single one, count as one row each.

    right  0/1 (n,)
    names  the group of each row, numbered from 0
    """
    import numpy as np

    sizes = np.bincount(names)
    share, groups = float(np.mean(right)), len(sizes)
    if groups == len(right):
        return wilson(share * groups, groups)
    off = np.bincount(names, right) - share * sizes
    variance = float((off**2).sum()) / len(right) ** 2 * groups / max(1, groups - 1)
    if groups == 1 or variance == 0:
        return wilson(share * groups, groups)
    alike = min(len(right), share * (1 - share) / variance)
    return wilson(share * alike, alike, quantile(0.975, worth(sizes) - 1))
