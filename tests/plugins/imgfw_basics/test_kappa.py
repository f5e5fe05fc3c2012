"""Agreement beyond chance."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from imgfw import Target
from imgfw_basics.kappa import Kappa

TARGET = Target("t", "ordinal", ("poor", "average", "great"))
WEIGHTS = {"quadratic": "kappa-quadratic", "linear": "kappa-linear", "none": "kappa"}


def kappa(truth, decided, weights="quadratic"):
    """The one figure."""
    found = Kappa(weights=weights).score(
        np.array(truth), np.zeros((len(truth), 3)), np.array(decided), TARGET
    )
    assert tuple(found) == Kappa(weights=weights).gives(TARGET) == (WEIGHTS[weights],)
    return found[WEIGHTS[weights]]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1), st.sampled_from(sorted(WEIGHTS))
)
def test_it_equals_scikit_learn(rows, weights):
    """On any rows, for each weighting."""
    truth, decided = zip(*rows, strict=True)
    assume(len({*truth, *decided}) > 1)

    expected = cohen_kappa_score(
        truth, decided, labels=[0, 1, 2], weights=None if weights == "none" else weights
    )

    assert kappa(truth, decided, weights) == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 2)), min_size=1))
def test_a_decision_for_none_is_one_more_label_where_steps_do_not_count(rows):
    """As scikit-learn has it when none is told as a label."""
    truth, decided = zip(*rows, strict=True)
    assume(len({*truth, *decided}) > 1)

    assert kappa(truth, decided, "none") == pytest.approx(cohen_kappa_score(truth, decided))


@given(st.lists(st.tuples(st.sampled_from((0, 2)), st.integers(-1, 2)), min_size=1))
def test_a_decision_for_none_weighs_as_the_worst_label(rows):
    """Against the two ends it is never better than being two steps off."""
    assume({0, 2} <= {t for t, _ in rows} and any(d == -1 for _, d in rows))
    truth, decided = (np.array(values) for values in zip(*rows, strict=True))

    found = kappa(truth, decided)

    agreement = ((truth - decided) ** 2 * (decided >= 0)).sum() + 4 * (decided < 0).sum()
    by_chance = np.mean([[4 if d < 0 else (t - d) ** 2 for d in decided] for t in truth]) * len(truth)
    assert found == pytest.approx(1 - agreement / by_chance)


def test_steps_count_squared():
    """Two steps off once is worse than one step off twice."""
    one, two = [0, 1, 1, 2, 2, 1], [0, 1, 2, 0, 2, 1]
    truth = [0, 1, 2, 2, 2, 1]

    assert kappa(truth, one) > kappa(truth, two)


@pytest.mark.parametrize(("truth", "decided"), [([], []), ([1, 1], [1, 1])])
@pytest.mark.parametrize("weights", sorted(WEIGHTS))
def test_it_is_undefined_where_chance_alone_agrees(truth, decided, weights):
    """No rows, or one label everywhere."""
    assert math.isnan(kappa(np.array(truth, int), np.array(decided, int), weights))
