"""Whether two pictures show the same person."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_curve

from imgfw import CallError
from imgfw_faces.verifying import verified

RNG = np.random.default_rng(0)
SAME = np.arange(1000) % 2 == 0
COSINES = RNG.normal(np.where(SAME, 0.6, 0.2), 0.15)
FOLDS = np.arange(1000) // 100


def test_the_figures_are_those_of_the_roc_curve():
    """As scikit-learn has it: equal errors, and what is accepted where one in a hundred others is."""
    found = verified(COSINES, SAME, FOLDS)

    false, true, _ = roc_curve(SAME, COSINES, drop_intermediate=False)
    assert found.eer == pytest.approx(false[np.abs(false + true - 1).argmin()], abs=0.003)
    assert found.tar == pytest.approx(true[false <= 0.01].max())
    assert (found.pairs, found.same) == (1000, 500)


def test_each_fold_is_judged_by_the_others():
    """The accuracy is near to that of the best threshold, 0.4, and its error to that of 1,000 pairs."""
    found = verified(COSINES, SAME, FOLDS)

    best = ((COSINES >= 0.4) == SAME).mean()
    assert found.accuracy == pytest.approx(best, abs=0.02)
    assert found.threshold == pytest.approx(0.4, abs=0.05)
    assert 0.3 < found.error / np.sqrt(best * (1 - best) / 1000) < 2


def test_a_fold_does_not_choose_its_own_threshold():
    """One whose cosines lie elsewhere is judged wrongly, though it could be told apart by itself."""
    cosines = np.where(FOLDS == 0, COSINES + 1, COSINES)

    found = verified(cosines, SAME, FOLDS)

    assert verified(COSINES, SAME, FOLDS).accuracy - found.accuracy > 0.03


def test_pairs_that_lie_apart_are_all_judged_rightly():
    """The threshold is in the middle of the gap; of few pairs no share of one in a hundred is told."""
    found = verified([0.9, 0.1, 0.8, 0.3], [True, False, True, False], [0, 0, 1, 1])

    assert (found.accuracy, found.error, found.eer, found.tar) == (1, 0, 0, None)
    assert found.threshold == pytest.approx(0.55)


@pytest.mark.parametrize(
    ("same", "folds", "why"),
    [
        ([True, True, True, False], [0, 0, 1, 1], "fold 1: expected pairs of one person and of two"),
        ([True, False, True, False], [0, 0, 0, 0], "expected pairs of two folds or more, got 1 of 4 pairs"),
    ],
)
def test_folds_without_both_kinds_are_refused(same: list[bool], folds: list[int], why: str):
    """They could not be judged."""
    with pytest.raises(CallError, match=why):
        verified([0.9, 0.1, 0.8, 0.3], same, folds)


def test_no_pairs_are_refused():
    """As where all pictures were left out."""
    with pytest.raises(CallError, match="two folds or more, got 0 of 0 pairs"):
        verified([], [], [])
