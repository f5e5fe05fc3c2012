"""Numbers as networks learn them: in standard deviations from the mean of the training rows.

A layer that begins near 0 would otherwise spend its training on reaching the mean, and a number in the
thousands would outweigh every other target of the same training.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .library import keras

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Rows, Target


class Scale(NamedTuple):
    """Mean and standard deviation of a target, in its own unit; the deviation is never 0."""

    mean: float
    deviation: float

    def standardised(self, values: np.ndarray) -> np.ndarray:
        """Values in the target's unit, float32 (N, 1), as the network learns them."""
        return ((values - self.mean) / self.deviation).astype(values.dtype)

    def restored(self, x: Any) -> Any:
        """Symbolic values as the network learns them, in the target's unit: float32, as that may be large."""
        return keras().layers.Rescaling(self.deviation, self.mean, dtype="float32")(x)


def scales_of(rows: Rows, targets: Mapping[str, Target]) -> dict[str, Scale]:
    """The scale of every target that is a number and known of some of these rows."""
    import numpy as np

    found = {}
    for name, target in targets.items():
        if target.type != "number" or name not in rows.truth:
            continue
        truth = rows.truth[name][rows.weights[name] > 0].astype(np.float64)
        truth = truth[np.isfinite(truth)]  # what is not finite is refused by name before anything learns
        if len(truth):
            found[name] = Scale(float(truth.mean()), float(truth.std()) or 1.0)
    return found
