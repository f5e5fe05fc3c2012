"""From which probability on a label holds: the threshold that serves an aim best on some rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Aim = Literal["fixed", "f1", "precision", "recall"]


def fitted(
    probabilities: np.ndarray, holds: np.ndarray, aim: Aim, *, at_least: float, fixed: float
) -> float | None:
    """The threshold for one label; None where no threshold reaches the aim. Of equals the nearest to `fixed`.

    probabilities  float32 (N,); holds bool (N,), with at least one that does
    aim            f1: the highest F1. precision: at least `at_least`, and then the most that hold found.
                   recall: at least `at_least`, and then the highest precision. fixed: `fixed` itself
    """
    import numpy as np

    if aim == "fixed":
        return fixed
    cuts = _cuts(probabilities, fixed)
    held = np.sort(probabilities[holds])
    right = len(held) - held.searchsorted(cuts)
    told = len(probabilities) - np.sort(probabilities).searchsorted(cuts)
    precision, recall = right / np.maximum(told, 1), right / len(held)
    figures: tuple[np.ndarray, ...] = (2 * right / (told + len(held)),)
    serves = right > 0
    if aim == "precision":
        serves, figures = (precision >= at_least) & (told > 0), (recall, precision)
    elif aim == "recall":
        serves, figures = recall >= at_least, (precision, recall)
    for figure in figures:
        if not serves.any():
            return None
        serves &= figure == figure[serves].max()
    best = cuts[serves]
    return float(best[np.abs(best.astype(np.float64) - fixed).argmin()])


def _cuts(probabilities: np.ndarray, fixed: float) -> np.ndarray:
    """What divides the rows differently: the middles between neighbours, and `fixed`; rising, float32."""
    import numpy as np

    values = np.unique(np.append(probabilities, np.float32(0)))
    below, above = values[:-1].astype(np.float64), values[1:]
    middles = ((below + above) / 2).astype(np.float32)
    middles = np.where(middles > values[:-1], middles, above)  # neighbours may have nothing between them
    return np.unique(np.concatenate([middles, values[:1], [np.float32(fixed)]]).astype(np.float32))
