"""The proportional-odds model: one line through the features, cut by ordered thresholds.

P(label <= k) = sigmoid(threshold k - x w), McCullagh, "Regression Models for Ordinal Data", 1980.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Line:
    """What was learned of K labels in order.

    weights     float64 (D,)
    thresholds  float64 (K - 1,), rising
    converged   whether the solver found the end
    """

    weights: np.ndarray
    thresholds: np.ndarray
    converged: bool


def fitted_line(x: np.ndarray, truth: np.ndarray, counts: np.ndarray, C: float, most: int) -> Line:
    """The line of greatest likelihood, less the penalty |w|^2 / 2C, by L-BFGS (scipy).

    x       float (N, D)
    truth   int (N,), 0 to K - 1, each of which occurs, K >= 2
    counts  how much each row counts, float (N,)
    most    iterations
    """
    import numpy as np
    from scipy.optimize import minimize

    x, counts = x.astype(np.float64), C * counts.astype(np.float64)
    shares = np.cumsum(np.bincount(truth, counts))[:-1] / counts.sum()
    begin = np.log(shares / (1 - shares))  # the thresholds where the features tell nothing
    start = np.concatenate([np.zeros(x.shape[1]), begin[:1], np.log(np.diff(begin))])
    found = minimize(
        loss_and_slope,
        start,
        (x, truth, counts),
        method="L-BFGS-B",
        jac=True,
        options={"maxiter": most, "maxfun": 2 * most, "gtol": 1e-5, "ftol": 1e-12, "maxls": 50},
    )
    weights, thresholds = _parts(found.x, x.shape[1])
    # where no step is left that floats can tell from none, the solver says it failed
    still = float(np.abs(found.jac).max()) < 1e-4 * max(float(counts.sum()), 1.0)
    return Line(weights, thresholds, found.status != 1 and still)


def loss_and_slope(
    given: np.ndarray, x: np.ndarray, truth: np.ndarray, counts: np.ndarray
) -> tuple[float, np.ndarray]:
    """The penalised loss of (weights, first threshold, logarithms of the gaps), and its gradient."""
    import numpy as np
    from scipy.special import expit

    weights, thresholds = _parts(given, x.shape[1])
    gaps = np.exp(given[x.shape[1] + 1 :])
    score = x @ weights
    edges = np.concatenate([[-np.inf], thresholds, [np.inf]])
    over, under = edges[truth + 1] - score, edges[truth] - score  # to the edge above and the one below
    middle = counts[:, None] * (truth[:, None] == np.arange(1, len(thresholds)))  # (N, K - 2)
    apart = middle.sum(axis=0)
    likely = -np.logaddexp(0, -over) - np.logaddexp(0, under)
    loss = weights @ weights / 2 - counts @ likely - apart @ np.log(-np.expm1(-gaps))

    up, down = counts * expit(-over), counts * expit(under)
    steps = np.bincount(truth, down, len(edges) - 1)[1:] - np.bincount(truth, up, len(edges) - 1)[:-1]
    later = np.cumsum(steps[::-1])[::-1]  # a gap moves every threshold after it
    slope = [
        weights + x.T @ (up - down),
        later[:1],
        gaps * (later[1:] + apart * np.exp(-gaps) / np.expm1(-gaps)),
    ]
    return float(loss), np.concatenate(slope)


def shares_of(score: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """From scores x w (N,) and rising thresholds (K - 1,) to probabilities, float64 (N, K).

    Each is the difference of two sigmoids, taken on the side where both are small, so that it is exact.
    """
    import numpy as np

    edges = np.concatenate([[-np.inf], thresholds, [np.inf]])[None] - score[:, None]  # (N, K + 1)
    low, high = edges[:, :-1], edges[:, 1:]
    turned = low > -high
    first, second = np.where(turned, -high, low), np.where(turned, -low, high)
    return _sigmoid(second) - _sigmoid(first)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.exp(-np.logaddexp(0, -x))


def _parts(given: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    first, gaps = given[width : width + 1], np.exp(given[width + 1 :])
    return given[:width], np.concatenate([first, first + np.cumsum(gaps)])
