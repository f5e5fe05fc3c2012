"""Features brought to mean 0 and spread 1, as linear heads want them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Step

FAR = 5.0
"""Deviations from the mean beyond which a value counts as that far."""


def mean_and_scale(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of each column of float32 (N, D): float32 (D,) each.

    A column that does not vary, or by less than a float32 tells, has scale 1, so that it comes out as 0.
    """
    import numpy as np

    mean, scale = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    varies = scale > np.maximum(1e-6 * np.abs(mean), np.finfo(np.float32).tiny)
    return mean.astype(np.float32), np.where(varies, scale, 1).astype(np.float32)


def standardising(mean: np.ndarray, scale: np.ndarray) -> Step:
    """`standardised` as a step of a formula."""
    import numpy as np

    from imgfw import Step

    return Step("standardise", (mean, scale, np.array(FAR, np.float32)))


def standardised(x: np.ndarray, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Columns of (N, D) less their mean, in deviations, cut at `FAR` on both sides: float32 (N, D).

    A feature that hardly ever occurred in training has a tiny deviation: uncut, a picture that shows it would
    be thousands of deviations out and outvote all other features.
    """
    import numpy as np

    return np.clip((x - mean) / scale, -FAR, FAR)
