"""How much each sample counts in learning, where a column of the sources says so."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from .data import Sample
from .errors import RunError

if TYPE_CHECKING:
    import numpy as np

WEIGHT = ":weight"
"""Behind a target's name: under this name a sample has its weight for that target."""


def sample_weights(target: str, samples: Sequence[Sample]) -> np.ndarray:
    """The weight of each sample for a target, float32 (N,): 1 where nothing says one.

    Raises RunError for one that is below 0 or not finite.
    """
    import numpy as np

    return np.array([_weight(target, sample) for sample in samples], np.float32)


def _weight(target: str, sample: Sample) -> float:
    given = sample.labels.get(target + WEIGHT, 1.0)
    if isinstance(given, tuple) or not isfinite(given) or given < 0:
        raise RunError(f'{sample.uri}: expected a weight of 0 or more for "{target}", got {given}')
    return float(given)
