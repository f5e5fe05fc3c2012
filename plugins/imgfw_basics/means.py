"""Means that say NaN, and never warn, where there is nothing to take a mean of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


NAN = float("nan")


def mean(values: np.ndarray) -> float:
    """The mean of all values, in double precision; NaN for none of them."""
    import numpy as np

    return float(np.mean(values, dtype=np.float64)) if values.size else NAN


def mean_of_defined(values: np.ndarray) -> float:
    """The mean of the values that are not NaN; NaN where all are."""
    import numpy as np

    return mean(values[~np.isnan(values)])
