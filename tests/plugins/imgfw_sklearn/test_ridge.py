"""Ridge regression: scikit-learn's fit, numpy's predictions."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from sklearn.linear_model import Ridge as Reference

from imgfw import ComponentError
from imgfw.formula import computed
from imgfw_sklearn.ridge import Ridge


@pytest.fixture(scope="module")
def numbers(data):
    """A number that two features tell, with some noise, far from 0."""
    noise = np.random.default_rng(3).normal(0, 0.1, 120)
    return (50 + 3 * data.x[:, 0] - 2 * data.x[:, 4] + noise).astype(np.float32)


def asked(fitted, data, rows=slice(None)):
    """What is predicted for rows."""
    return fitted.predict({"features": data.x[rows]})["number"]


@pytest.mark.parametrize("alpha", [0.01, 1.0, 100.0])
def test_numbers_are_those_of_scikit_learn(data, numbers, alpha):
    """On standardised features the same penalty gives the same numbers."""
    standard = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    wanted = Reference(alpha).fit(standard, numbers).predict(standard)

    found = asked(data.fit(Ridge(alpha=alpha), "number", numbers), data)

    assert (found.dtype, found.shape) == (np.float32, (120, 1))
    assert np.allclose(found[:, 0], wanted, atol=1e-3)


def test_a_number_is_found_again(data, numbers):
    """Nearly all of what varies is explained, the mean far from 0 included."""
    found = asked(data.fit(Ridge(alpha=1), "number", numbers), data)[:, 0]

    assert 1 - ((found - numbers) ** 2).mean() / numbers.var() > 0.98


def test_a_strong_penalty_predicts_the_mean(data, numbers):
    """The mean itself is not penalised."""
    found = asked(data.fit(Ridge(alpha=1e9), "number", numbers), data)

    assert np.allclose(found, numbers.mean(), atol=1e-3)


def test_a_feature_that_was_almost_never_there_does_not_spoil_a_prediction(data):
    """One that was 0 but for a trace, and is 1 in a picture, moves the number no further than others can."""

    class Sparse(type(data)):
        """The same data, with such a feature."""

    sparse = Sparse()
    trace = np.zeros((120, 1), np.float32)
    trace[0] = 1e-4
    sparse.x = np.concatenate([data.x, trace], axis=1)
    truth = data.x[:, 0] + trace[:, 0] * 1e4
    fitted = sparse.fit(Ridge(), "number", truth)
    odd = sparse.x.copy()
    odd[:, -1] = 1

    moved = np.abs(fitted.predict({"features": odd})["number"] - asked(fitted, sparse))

    assert moved.max() < 3 * truth.std()


def test_unknown_numbers_are_not_learned_from(data, numbers):
    """NaN and weight 0 leave a row out; the others give what they would give alone."""
    truth, weights = numbers.copy(), np.ones(120, np.float32)
    truth[:20], weights[20:40] = np.nan, 0
    truth[20:40] = 1e6

    found = data.fit(Ridge(), "number", truth, weights)

    truth[20:40] = np.nan
    other = data.fit(Ridge(), "number", truth)
    assert np.array_equal(asked(found, data), asked(other, data))
    assert np.isfinite(asked(found, data)).all()


def test_weights_count(data, numbers):
    """A row of weight 3 is three rows."""
    rows = np.r_[np.arange(120), [7, 7]]
    standard = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    wanted = Reference(10).fit(standard[rows], numbers[rows]).predict(standard)
    weights = np.ones(120, np.float32)
    weights[7] = 3

    found = asked(data.fit(Ridge(alpha=10), "number", numbers, weights), data)

    assert np.allclose(found[:, 0], wanted, atol=1e-3)


def test_more_features_than_rows_are_no_hindrance(data):
    """Two rows of ten features have a solution."""
    weights = (np.arange(120) < 2).astype(np.float32)
    truth = np.arange(120, dtype=np.float32)

    found = asked(data.fit(Ridge(alpha=1e-3), "number", truth, weights), data, slice(2))

    assert np.allclose(found[:, 0], [0, 1], atol=0.01)


def test_no_known_number_is_an_error_that_names_the_target(data):
    """There is nothing to learn."""
    with pytest.raises(ComponentError, match='no training row has a known number for "number"'):
        data.fit(Ridge(), "number", np.full(120, np.nan, np.float32))


def test_the_penalty_is_chosen_where_none_is_given(data):
    """Where features tell nothing it is strong, where they tell all it is weak."""
    rng = np.random.default_rng(8)
    noise, line = rng.normal(size=120).astype(np.float32), data.x @ rng.normal(size=10).astype(np.float32)

    one, other = (asked(data.fit(Ridge(), "number", truth), data)[:, 0] for truth in (noise, line))

    assert one.std() < 0.3 * noise.std()
    assert np.allclose(other, line, atol=0.01)


def test_one_group_cannot_choose_a_penalty(data, numbers):
    """The error says what to give."""
    given = {"features": data.x}, {"number": numbers}, {"number": data.targets["number"]}
    more = {"weights": {"number": np.ones(120)}, "groups": ["one"] * 120, "rng": np.random.default_rng(0)}

    with pytest.raises(ComponentError, match=r"two groups or more .* give alpha"):
        Ridge().fit(*given, **more)
    assert np.isfinite(asked(Ridge(alpha=1.0).fit(*given, **more), data)).all()


def test_the_groups_that_choose_are_those_of_the_rows_that_are_learned_from(data, numbers):
    """Rows without a number lend theirs to no other row."""
    truth = numbers.copy()
    truth[:40] = np.nan
    given = {"features": data.x}, {"number": truth}, {"number": data.targets["number"]}
    groups = ["one"] * 40 + ["other"] * 80

    with pytest.raises(ComponentError, match="two groups or more"):
        Ridge().fit(*given, weights={"number": np.ones(120)}, groups=groups, rng=np.random.default_rng(0))


@pytest.mark.parametrize("alpha", [0.0, -1.0])
def test_without_a_penalty_it_is_refused(alpha):
    """Many features have no unique solution then."""
    with pytest.raises(ValidationError):
        Ridge(alpha=alpha)


def test_a_restored_head_predicts_the_same_bits(data, numbers):
    """The state alone is enough."""
    fitted = data.fit(Ridge(), "number", numbers)

    again = Ridge().restore(fitted.state())

    assert np.array_equal(asked(fitted, data), asked(again, data))


def test_its_formula_gives_its_numbers(data, numbers):
    """As one matrix product."""
    fitted = data.fit(Ridge(alpha=1), "number", numbers)

    found = computed(fitted.steps()["number"], data.x)

    assert np.abs(found - fitted.predict({"features": data.x})["number"]).max() < 1e-5
