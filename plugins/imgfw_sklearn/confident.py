"""Confident learning: which labels are wrong, from probabilities that did not see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FEWEST = 5
"""Of fewer rows nothing can be said about the errors of a label."""


def suspects(truth: np.ndarray, probabilities: np.ndarray, most: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose label is probably wrong, the most suspicious first, int64 (n,), and how much, float64 (n,).

    truth          int (N,), the labels as given
    probabilities  (N, C), of models that did not see the row
    most           at most this share of the rows of one label

    How many there are is estimated as Northcutt et al. ("Confident Learning", 2021) do: a row counts as
    label j where its probability of j reaches the mean probability that rows labelled j have of j; these
    counts, brought to the size of each label, are the confident joint, and of each pair of labels as many
    rows are suspected as it says. Which ones they are is then asked of all rows at once: those with the
    largest ratio of the probability of the most likely other label to that of their own. That finds more of
    them than their way of asking pair by pair. The measure is the logarithm of that ratio.
    """
    import numpy as np

    probabilities = np.asarray(probabilities, np.float64)
    rows = np.arange(len(truth))
    own = probabilities[rows, truth]
    rest = probabilities.copy()
    rest[rows, truth] = -1
    measure = np.log(np.maximum(rest.max(axis=1, initial=0), 1e-9)) - np.log(np.maximum(own, 1e-9))

    sizes = np.bincount(truth, minlength=probabilities.shape[1])
    judged = (measure > 0) & (sizes[truth] >= FEWEST)
    count = int((_of_pairs(truth, probabilities) & judged).sum())
    room = np.floor(sizes * most)
    found: list[int] = []
    for row in np.argsort(-measure, kind="stable"):
        if len(found) == count or not measure[row] > 0:
            break
        if judged[row] and room[truth[row]] >= 1:
            room[truth[row]] -= 1
            found.append(int(row))
    order = np.array(found, np.int64)
    return order, measure[order]


def confident_joint(truth: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """How many rows labelled i (first axis) are j (second) in truth: float64 (C, C)."""
    import numpy as np

    width = probabilities.shape[1]
    sizes = np.bincount(truth, minlength=width)
    bars = np.full(width, np.inf)
    for label in np.flatnonzero(sizes):
        bars[label] = probabilities[truth == label, label].mean()
    clear = np.where(probabilities >= bars - 1e-6, probabilities, -1)
    sure = clear.max(axis=1) >= 0
    counts = np.zeros((width, width))
    np.add.at(counts, (truth[sure], clear[sure].argmax(axis=1)), 1)
    np.fill_diagonal(counts, np.maximum(counts.diagonal(), 1))
    joint: np.ndarray = counts / counts.sum(axis=1, keepdims=True) * sizes[:, None]
    return joint


def _of_pairs(truth: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Rows that one pair of labels or another suspects: bool (N,); of each pair those of largest margin."""
    import numpy as np

    joint = confident_joint(truth, probabilities).round().astype(np.int64)
    np.fill_diagonal(joint, 0)
    found = np.zeros(len(truth), bool)
    for given, meant in np.argwhere(joint > 0):
        rows = np.flatnonzero(truth == given)
        margin = probabilities[rows, meant] - probabilities[rows, given]
        found[rows[np.argsort(-margin, kind="stable")[: joint[given, meant]]]] = True
    return found
