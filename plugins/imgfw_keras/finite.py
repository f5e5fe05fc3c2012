"""What is no number stops a training within its batch, and names the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

from .library import keras

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Rows, Sample

_NAMED = 20


def check_told(
    rows: Rows, called: Mapping[str, str], truth: Mapping[str, np.ndarray], weights: Mapping[str, np.ndarray]
) -> None:
    """Look at what is to be learned, before anything is. Raises ComponentError.

    called  {output: what people call it}; truth and weights by output
    """
    import numpy as np

    for what, found in (("truth", truth), ("weight", weights)):
        for name, values in found.items():
            broken = np.flatnonzero(~np.isfinite(values.reshape(len(rows), -1)).all(axis=1))
            if len(broken):
                named = _names(rows.samples, broken)
                raise ComponentError(
                    f'trainer/keras: the {what} of "{called[name]}" is not finite for:{named}'
                )


def check_inputs(
    samples: Sequence[Sample], rows: np.ndarray, inputs: Sequence[np.ndarray], when: str
) -> None:
    """Look at a batch before it is learned from: inputs (N, ...) of these rows. Raises ComponentError."""
    import numpy as np

    if all(np.isfinite(given).all() for given in inputs):
        return
    broken = [
        int(row)
        for place, row in enumerate(rows)
        if not all(np.isfinite(each[place]).all() for each in inputs)
    ]
    raise ComponentError(
        f"trainer/keras: inputs are not finite in {when}; look at the pictures:{_names(samples, broken)}"
    )


def diverged(
    what: str, learning_rate: float, samples: Sequence[Sample], rows: Iterable[int]
) -> ComponentError:
    """The error for a batch after which something is no number any more."""
    return ComponentError(
        f"trainer/keras: {what} (learning_rate {learning_rate:g}); lower it, or look at the pictures of that "
        f"batch:{_names(samples, rows)}"
    )


def all_finite(variables: Iterable[Any]) -> Any:
    """Whether all of these are finite, those of whole numbers aside: a tensor of one bool."""
    ops, kind = keras().ops, keras().backend.standardize_dtype
    floats = [each for each in variables if "float" in kind(each.dtype)]
    return ops.all(ops.stack([ops.all(ops.isfinite(each)) for each in floats]))


def _names(samples: Sequence[Sample], rows: Iterable[int]) -> str:
    named = [samples[int(row)].uri for row in rows]
    more = f"\n  and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return "".join(f"\n  {name}" for name in named[:_NAMED]) + more
