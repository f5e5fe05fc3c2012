"""All inputs of a head as one matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgfw import ComponentError

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Inputs


def joined(inputs: Inputs) -> np.ndarray:
    """float32 (N, D): the inputs side by side, in the order in which they are named.

    Raises ComponentError for maps.
    """
    import numpy as np

    for name, values in inputs.items():
        if values.ndim != 2:
            raise ComponentError(
                f"this head takes features (N, D), got {name} of shape {values.shape}; choose a backbone, or "
                "its pooling, that gives one row a picture"
            )
    return np.concatenate([np.asarray(values, np.float32) for values in inputs.values()], axis=1)
