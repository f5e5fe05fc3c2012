"""Logistic regression: scikit-learn's fit, numpy's predictions."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from imgfw import ComponentError, Target
from imgfw.formula import computed
from imgfw_sklearn.logistic import Logistic


def test_probabilities_are_those_of_scikit_learn(data):
    """On standardised features the same regression gives the same probabilities."""
    fitted = data.fit(Logistic(C=0.5), "class", data.classes)
    standard = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    wanted = LogisticRegression(C=0.5, max_iter=2000).fit(standard, data.classes).predict_proba(standard)

    found = fitted.predict({"features": data.x})["class"]

    assert found.dtype == np.float32
    assert np.abs(found - wanted).max() < 1e-4


def test_rows_count_by_their_weight(data):
    """As scikit-learn's do, so that rare labels can be made to count as much as others."""
    weights = np.where(data.classes == 0, 5.0, 0.5).astype(np.float32)
    fitted = data.fit(Logistic(C=0.5), "class", data.classes, weights)
    standard = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    regression = LogisticRegression(C=0.5, max_iter=2000).fit(standard, data.classes, sample_weight=weights)

    found = fitted.predict({"features": data.x})["class"]

    assert np.abs(found - regression.predict_proba(standard)).max() < 1e-3
    assert (
        np.abs(
            found - data.fit(Logistic(C=0.5), "class", data.classes).predict({"features": data.x})["class"]
        ).max()
        > 0.05
    )


def test_two_labels_are_a_sigmoid(data):
    """With two labels the probabilities are scikit-learn's too."""
    truth = (data.x[:, 0] > 0).astype(np.int64)
    fitted = data.fit(Logistic(C=0.5), "t", truth, target=Target("t", labels=("a", "b")))
    standard = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    wanted = LogisticRegression(C=0.5, max_iter=2000).fit(standard, truth).predict_proba(standard)

    assert np.abs(fitted.predict({"features": data.x})["t"] - wanted).max() < 1e-4


def test_a_label_without_training_rows_has_probability_zero(data):
    """It stays in its column; the others share all of it."""
    target = Target("t", labels=("z", "a", "b", "c"))
    fitted = data.fit(Logistic(), "t", data.classes + 1, target=target)

    found = fitted.predict({"features": data.x})["t"]

    assert found.shape == (120, 4)
    assert (found[:, 0] == 0).all()
    assert np.allclose(found.sum(axis=1), 1, atol=1e-6)


def test_one_label_alone_is_certain(data):
    """Where only one label occurs, it has probability 1."""
    fitted = data.fit(Logistic(), "class", np.full(120, 2))

    assert fitted.predict({"features": data.x[:3]})["class"].tolist() == [[0, 0, 1]] * 3


def test_each_of_several_labels_is_learned_by_itself(data):
    """Tags are found with their own probabilities; one that never holds is 0."""
    target = Target("tags", "multi-label", ("p", "q", "never"))
    truth = np.concatenate([data.tags, np.zeros((120, 1), np.float32)], axis=1)
    fitted = data.fit(Logistic(C=10), "tags", truth, target=target)

    found = fitted.predict({"features": data.x})["tags"]

    assert ((found[:, :2] > 0.5) == (data.tags > 0)).mean() > 0.95
    assert (found[:, 2] == 0).all()


def test_rows_of_unknown_truth_are_not_learned_from(data):
    """Half of the rows unknown gives what the other half alone gives."""
    weights = (np.arange(120) % 2).astype(np.float32)
    truth = np.where(weights > 0, data.classes, -1)

    fitted = data.fit(Logistic(), "class", truth, weights)

    other = data.fit(Logistic(), "class", np.where(weights > 0, data.classes, 0), weights)
    one, two = (f.predict({"features": data.x})["class"] for f in (fitted, other))
    assert np.array_equal(one, two)


def test_what_is_unknown_of_one_label_teaches_the_others(data):
    """Each of several labels is learned from the rows that know it; NaN is neither yes nor no."""
    truth = data.tags.copy()
    truth[:60, 1] = np.nan
    half = (np.arange(120) >= 60).astype(np.float32)

    found = data.fit(Logistic(), "tags", truth).predict({"features": data.x})["tags"]

    whole = data.fit(Logistic(), "tags", data.tags).predict({"features": data.x})["tags"]
    later = data.fit(Logistic(), "tags", data.tags, half).predict({"features": data.x})["tags"]
    assert np.array_equal(found[:, 0], whole[:, 0])
    assert np.array_equal(found[:, 1], later[:, 1])


def test_a_label_nobody_knows_of_has_probability_zero(data):
    """The others are learned; where nothing at all is known, there is nothing to learn."""
    truth = data.tags.copy()
    truth[:, 0] = np.nan

    found = data.fit(Logistic(), "tags", truth).predict({"features": data.x})["tags"]

    assert (found[:, 0] == 0).all() and (found[:, 1] > 0).all()
    with pytest.raises(ComponentError, match='no training row has a known truth for "tags"'):
        data.fit(Logistic(), "tags", np.full_like(truth, np.nan))


def test_a_solver_that_does_not_end_is_an_error_with_a_way_out(data):
    """One iteration is not enough, and the error says what to change."""
    with pytest.raises(ComponentError, match="raise max_iter or lower C"):
        data.fit(Logistic(max_iter=1), "class", data.classes)


def test_no_known_truth_is_an_error(data):
    """There is nothing to learn."""
    with pytest.raises(ComponentError, match="no training row"):
        data.fit(Logistic(), "class", np.full(120, -1), np.zeros(120, np.float32))


def test_a_restored_head_predicts_the_same_bits_without_scikit_learn(data, tmp_path):
    """The state alone is enough, in a process that never imports scikit-learn."""
    fitted = data.fit(Logistic(), "class", data.classes)
    np.savez(tmp_path / "state.npz", **fitted.state())
    np.save(tmp_path / "x.npy", data.x)
    code = (
        "import sys, numpy as np; from imgfw_sklearn.logistic import Logistic\n"
        f"state = dict(np.load({str(tmp_path / 'state.npz')!r}))\n"
        f"found = Logistic().restore(state).predict({{'features': np.load({str(tmp_path / 'x.npy')!r})}})\n"
        f"np.save({str(tmp_path / 'found.npy')!r}, found['class'])\n"
        "assert not [name for name in sys.modules if name.startswith('sklearn')]"
    )

    subprocess.run([sys.executable, "-c", code], check=True)

    assert np.array_equal(np.load(tmp_path / "found.npy"), fitted.predict({"features": data.x})["class"])


@pytest.mark.parametrize("absent", [None, 0, 2])
def test_its_formula_gives_its_probabilities(data, absent):
    """Of labels without a training row, too."""
    weights = np.where(data.classes == absent, 0, 1).astype(np.float32)
    fitted = data.fit(Logistic(), "class", data.classes, weights)

    found = computed(fitted.steps()["class"], data.x)

    assert np.abs(found - fitted.predict({"features": data.x})["class"]).max() < 1e-6


def test_its_formula_serves_labels_that_do_not_exclude_each_other(data):
    """One that always holds, one that never does, and one that is to be learned."""
    truth = np.stack([np.ones(120), np.zeros(120), data.x[:, 0] > 0], axis=1).astype(np.float32)
    target = Target("tags", "multi-label", ("always", "never", "bright"))
    fitted = data.fit(Logistic(), "tags", truth, target=target)

    found = computed(fitted.steps()["tags"], data.x)

    assert np.abs(found - fitted.predict({"features": data.x})["tags"]).max() < 1e-6
    assert np.array_equal(found[:, :2], np.tile(np.float32([1, 0]), (120, 1)))
