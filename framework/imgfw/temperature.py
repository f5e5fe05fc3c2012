"""Temperature scaling: one number that makes probabilities neither too sure nor too unsure.

Guo et al. 2017: what a head gives is brought back to logits, divided by the temperature, and made
probabilities again. Above 1 they become less sure, below 1 surer; which label is likeliest never changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LOWEST, HIGHEST = 1e-3, 1e3
"""No temperature is fitted beyond these."""
_STEPS = 45  # halvings of the range between them, which leave a millionth of a millionth
_SMALLEST, _LARGEST = 2.0**-126, 1 - 2.0**-25  # so that 0 and 1 have logits, beyond those of their neighbours


def scaled(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities of labels of which one holds, float32 (N, C): the softmax of their logarithms over T."""
    import numpy as np

    return _softmax(_logs(probabilities) / temperature).astype(np.float32)


def scaled_each(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities of labels that do not exclude each other, float32 (N, C): each one's logit over T."""
    import numpy as np

    return _sigmoid(_logits(probabilities) / temperature).astype(np.float32)


def fitted(probabilities: np.ndarray, truth: np.ndarray) -> float | None:
    """The temperature of least log loss; None where the loss has no minimum, as where all rows are right.

    probabilities  float32 (N, C) of labels of which one holds; truth int (N,), known
    """
    import numpy as np

    logs = _logs(probabilities)
    own = logs[np.arange(len(truth)), truth].mean() if len(truth) else 0.0
    return _least(
        lambda inverse: float((_softmax(inverse * logs) * logs).sum(axis=1).mean() - own), len(truth)
    )


def fitted_each(probabilities: np.ndarray, truth: np.ndarray) -> float | None:
    """The same for labels that do not exclude each other: float32 (N, C), truth float (N, C), NaN unknown."""
    import numpy as np

    known = ~np.isnan(truth)
    logits, held = _logits(probabilities[known]), truth[known]
    return _least(lambda by: float(((_sigmoid(by * logits) - held) * logits).mean()), len(held))


def _least(slope: Callable[[float], float], count: int) -> float | None:
    """Where the log loss, which is convex in 1/T, is least; `slope` is its derivative by 1/T."""
    from math import sqrt

    low, high = 1 / HIGHEST, 1 / LOWEST
    if not count or not slope(high) > 0:
        return None
    if slope(low) >= 0:
        return HIGHEST
    for _ in range(_STEPS):
        middle = sqrt(low * high)
        low, high = (low, middle) if slope(middle) > 0 else (middle, high)
    return 1 / sqrt(low * high)


def _logs(probabilities: np.ndarray) -> np.ndarray:
    import numpy as np

    logs: np.ndarray = np.log(np.maximum(probabilities.astype(np.float64), _SMALLEST))
    return logs


def _logits(probabilities: np.ndarray) -> np.ndarray:
    import numpy as np

    given = np.clip(probabilities.astype(np.float64), _SMALLEST, _LARGEST)
    logits: np.ndarray = np.log(given) - np.log1p(-given)
    return logits


def _softmax(logits: np.ndarray) -> np.ndarray:
    import numpy as np

    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: np.ndarray = shares / shares.sum(axis=1, keepdims=True)
    return found


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    import numpy as np

    shares = np.exp(-np.abs(logits))
    found: np.ndarray = np.where(logits >= 0, 1, shares) / (1 + shares)
    return found
