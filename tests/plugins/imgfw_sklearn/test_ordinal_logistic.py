"""Ordinal logistic regression as a head."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from imgfw import ComponentError, Target
from imgfw.formula import computed
from imgfw_sklearn.logistic import Logistic
from imgfw_sklearn.ordinal_logistic import OrdinalLogistic

GRADES = Target("grade", "ordinal", ("poor", "fair", "good", "great"))


@pytest.fixture(scope="module")
def grades(data):
    """Four grades that one direction through the features tells, with some noise."""
    score = data.x[:, 0] - data.x[:, 1] + np.random.default_rng(2).normal(0, 0.3, 120)
    return np.digitize(score, [-1, 0, 1])


def asked(fitted, data):
    """What is predicted for all rows."""
    return fitted.predict({"features": data.x})["grade"]


def test_grades_are_found_again(data, grades):
    """Mostly the right one, otherwise one beside it; the middle ones too."""
    found = asked(data.fit(OrdinalLogistic(C=10), "grade", grades, target=GRADES), data)

    assert (found.dtype, found.shape) == (np.float32, (120, 4))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-6)
    apart = np.abs(found.argmax(axis=1) - grades)
    assert (apart == 0).mean() > 0.7 and (apart > 1).mean() < 0.03
    assert set(found.argmax(axis=1)) == {0, 1, 2, 3}


def test_few_rows_are_enough_where_labels_are_in_order(data, grades):
    """From 20 rows the order tells more of the other 100 than labels for themselves do."""
    weights = (np.arange(120) < 20).astype(np.float32)
    off = {
        head.use: np.abs(
            asked(data.fit(head, "grade", grades, weights, target=GRADES), data)[20:].argmax(axis=1)
            - grades[20:]
        ).mean()
        for head in (OrdinalLogistic(), Logistic())
    }

    assert off["ordinal-logistic"] < off["logistic"]


@pytest.mark.parametrize("absent", [0, 1, 3])
def test_a_label_without_training_rows_has_probability_zero(data, grades, absent):
    """It stays in its column; the others share all of it, in order."""
    weights = (grades != absent).astype(np.float32)

    found = asked(data.fit(OrdinalLogistic(), "grade", grades, weights, target=GRADES), data)

    assert (found[:, absent] == 0).all()
    assert np.allclose(found.sum(axis=1), 1, atol=1e-6)


def test_one_label_alone_is_certain(data):
    """Where only one label occurs, it has probability 1."""
    found = asked(data.fit(OrdinalLogistic(), "grade", np.full(120, 2), target=GRADES), data)

    assert (found == [0, 0, 1, 0]).all()


def test_unknown_rows_are_not_learned_from(data, grades):
    """Neither those of weight 0 nor those of truth -1."""
    weights = (np.arange(120) % 2).astype(np.float32)
    one = data.fit(OrdinalLogistic(), "grade", grades, weights, target=GRADES)

    other = data.fit(OrdinalLogistic(), "grade", np.where(weights > 0, grades, -1), target=GRADES)

    assert np.array_equal(asked(one, data), asked(other, data))


def test_no_known_truth_is_an_error_that_names_the_target(data):
    """There is nothing to learn."""
    with pytest.raises(ComponentError, match='no training row has a known truth for "grade"'):
        data.fit(OrdinalLogistic(), "grade", np.full(120, -1), target=GRADES)


def test_a_solver_that_does_not_end_is_an_error_with_a_way_out(data, grades):
    """One iteration is not enough, and the error says what to change."""
    with pytest.raises(ComponentError, match="raise max_iter or lower C"):
        data.fit(OrdinalLogistic(max_iter=1), "grade", grades, target=GRADES)


def test_a_restored_head_predicts_the_same_bits_without_scipy(data, grades, tmp_path):
    """The state alone is enough, in a process that imports neither scikit-learn nor scipy."""
    fitted = data.fit(OrdinalLogistic(), "grade", grades, target=GRADES)
    np.savez(tmp_path / "state.npz", **fitted.state())
    np.save(tmp_path / "x.npy", data.x)
    code = (
        "import sys, numpy as np; from imgfw_sklearn.ordinal_logistic import OrdinalLogistic\n"
        f"state = dict(np.load({str(tmp_path / 'state.npz')!r}))\n"
        f"x = np.load({str(tmp_path / 'x.npy')!r})\n"
        "found = OrdinalLogistic().restore(state).predict({'features': x})\n"
        f"np.save({str(tmp_path / 'found.npy')!r}, found['grade'])\n"
        "assert not [name for name in sys.modules if name.startswith(('sklearn', 'scipy'))]"
    )

    subprocess.run([sys.executable, "-c", code], check=True)

    assert np.array_equal(np.load(tmp_path / "found.npy"), asked(fitted, data))


@pytest.mark.parametrize("there", [(0, 1, 2, 3), (1, 2, 3), (0, 3), (2,)])
def test_its_formula_gives_its_probabilities(data, grades, there):
    """Of labels without a training row, too, and where one alone is left."""
    weights = np.isin(grades, there).astype(np.float32)
    fitted = data.fit(OrdinalLogistic(), "grade", grades, weights, target=GRADES)

    found = computed(fitted.steps()["grade"], data.x)

    assert np.abs(found - asked(fitted, data)).max() < 1e-6


def test_its_formula_keeps_the_precision_of_small_probabilities(data, grades):
    """So that a temperature, which works on their logarithms, finds the same."""
    fitted = data.fit(OrdinalLogistic(C=1000), "grade", grades, target=GRADES)
    wanted = asked(fitted, data).astype(np.float64)

    found = computed(fitted.steps()["grade"], data.x)

    assert wanted.min() < 1e-7
    assert np.abs(np.log(found) - np.log(wanted))[wanted > 1e-30].max() < 1e-3
