"""All inputs of a head as one matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Inputs


def joined(inputs: Inputs) -> np.ndarray:
    """float32 (N, D): the inputs side by side, in the order in which they are named."""
    import numpy as np

    return np.concatenate([np.asarray(values, np.float32) for values in inputs.values()], axis=1)
