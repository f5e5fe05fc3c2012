"""Scores of what holds against scores of what does not."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from imgfw import Target
from imgfw_basics.trials import Trials, holding, trials

SCORES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=60)
NONE = np.zeros(0, np.float32)


def arrays(rows):
    """Scores float32 (N,) with many ties, and what holds bool (N,)."""
    scores, holds = zip(*rows, strict=True)
    return np.array(scores, np.float32) / 12, np.array(holds, bool)


@given(SCORES)
def test_area_and_precision_equal_scikit_learn(rows):
    """With ties and all; precision also where everything holds."""
    scores, holds = arrays(rows)
    assume(holds.any())

    found = trials(scores, holds)

    assert found.precision() == pytest.approx(average_precision_score(holds, scores))
    if not holds.all():
        assert found.area() == pytest.approx(roc_auc_score(holds, scores))


@given(SCORES, st.floats(0.01, 0.99))
def test_accepted_is_the_best_point_of_the_roc_curve_within_the_share(rows, false):
    """The highest true rate whose false rate is within it, by scikit-learn's curve."""
    scores, holds = arrays(rows)
    assume(holds.any() and not holds.all())

    found = trials(scores, holds).accepted(false)

    fpr, tpr, _ = roc_curve(holds, scores, drop_intermediate=False)
    if false * (~holds).sum() < 1:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(tpr[fpr <= false + 1e-9].max())


@given(SCORES)
def test_the_equal_error_lies_on_the_roc_curve(rows):
    """Where 1 - tpr crosses fpr on scikit-learn's curve, its points joined by straight lines."""
    scores, holds = arrays(rows)
    assume(holds.any() and not holds.all())

    found = trials(scores, holds).equal_error()

    fpr, tpr, _ = roc_curve(holds, scores, drop_intermediate=False)
    assert found == pytest.approx(np.interp(0, fpr - (1 - tpr), fpr))


@pytest.mark.parametrize(
    ("held", "others", "area", "equal_error"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0, 0.0),
        ([0.1, 0.2], [0.9, 0.8], 0.0, 1.0),
        ([0.5, 0.5], [0.5, 0.5], 0.5, 0.5),
        ([0.9, 0.3], [0.5, 0.1], 0.75, 0.5),
    ],
)
def test_known_cases(held, others, area, equal_error):
    """Perfect, reversed, tied, and one of two in the wrong place."""
    found = Trials(np.sort(held), np.sort(others))

    assert found.area() == area
    assert found.equal_error() == equal_error


def test_what_lacks_one_side_is_undefined():
    """No figure where nothing holds; of what holds alone only precision, which is 1."""
    held, others = Trials(np.ones(3), NONE), Trials(NONE, np.ones(3))

    assert all(math.isnan(figure) for figure in (held.area(), held.equal_error(), held.accepted(0.5)))
    assert held.precision() == 1
    assert all(math.isnan(figure) for figure in (others.area(), others.equal_error(), others.accepted(0.5)))
    assert math.isnan(others.precision())


@pytest.mark.parametrize(("false", "expected"), [(0.3, 0.25), (0.5, 0.5), (0.99, 0.75), (1.0, 1.0)])
def test_accepting_more_false_ones_accepts_more_true_ones(false, expected):
    """Three others among four that hold: one, then two may be accepted; all with a share of 1."""
    found = Trials(np.array([0.1, 0.3, 0.5, 0.7]), np.array([0.2, 0.4, 0.6]))

    assert (found.accepted(false) == expected) if false != 0.3 else math.isnan(found.accepted(false))


def test_a_share_that_counts_out_exactly_is_not_lost_to_rounding():
    """0.29 of 100 others are 29, though 0.29 * 100 in floating point is a little less."""
    found = Trials(np.array([70.5, 99.5]), np.arange(100.0))

    assert [found.accepted(share) for share in (0.28, 0.29)] == [0.5, 1.0]


def test_labels_hold_by_position_or_by_column():
    """One label a row, or any number of them."""
    labels = ("a", "b", "c")

    one = holding(np.array([2, 0]), Target("t", "classes", labels))
    several = holding(np.array([[1, 0, 1]], np.float32), Target("t", "multi-label", labels))

    assert one.tolist() == [[False, False, True], [True, False, False]]
    assert several.tolist() == [[True, False, True]]
