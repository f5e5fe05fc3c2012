"""The bootstrap: figures of whole groups drawn with replacement, and what their spread says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def codes(groups: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Groups of these rows as numbers from 0: int64 (n,)."""
    import numpy as np

    return np.unique(np.asarray(groups, dtype=object)[rows].astype(str), return_inverse=True)[1]


def resampled(
    figures: Callable[[np.ndarray], dict[str, float]], names: np.ndarray, seed: int, resamples: int
) -> dict[str, np.ndarray]:
    """{figure: (resamples,)}: `figures` of as many whole groups as there are, drawn with replacement."""
    import numpy as np

    rng = np.random.default_rng(seed)
    order = np.argsort(names, kind="stable")
    sizes = np.bincount(names)
    starts = np.cumsum(sizes) - sizes
    found: dict[str, list[float]] = {}
    for _ in range(resamples if len(sizes) > 1 else 1):  # one group drawn from one is always itself
        group = rng.integers(0, len(sizes), len(sizes))
        length = sizes[group]
        shift = np.repeat(starts[group] - (np.cumsum(length) - length), length)
        for name, value in figures(order[shift + np.arange(len(shift))]).items():
            found.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in found.items()}


def interval(drawn: np.ndarray) -> tuple[float, float]:
    """The middle 95 % of resampled figures; NaN where none is defined or all of the middle are the same."""
    import numpy as np

    defined = drawn[np.isfinite(drawn)]
    low, high = np.percentile(defined, (2.5, 97.5)) if len(defined) else (np.nan, np.nan)
    return (float(low), float(high)) if low < high else (float("nan"), float("nan"))


def chance(drawn: np.ndarray) -> float:
    """Two-sided p of a bootstrap: twice the share on the rarer side of zero, never quite 0."""
    import numpy as np

    defined = drawn[np.isfinite(drawn)]
    rarer = min((defined <= 0).sum(), (defined >= 0).sum())
    return float(min(1.0, 2 * (rarer + 1) / (len(defined) + 1)))
