"""Nearest neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from imgfw import ComponentError, Target
from imgfw_sklearn.nearest import Nearest


@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
@pytest.mark.parametrize("k", [1, 5])
def test_votes_are_those_of_scikit_learn(data, distance, k):
    """The same neighbours give the same shares."""
    fitted = data.fit(Nearest(k=k, distance=distance), "class", data.classes)
    asked = np.random.default_rng(1).normal(size=(40, 10)).astype(np.float32)
    wanted = KNeighborsClassifier(k, metric=distance).fit(data.x, data.classes).predict_proba(asked)

    found = fitted.predict({"features": asked})["class"]

    assert found.dtype == np.float32
    assert np.allclose(found, wanted, atol=1e-6)


def test_one_picture_a_class_is_enough(data):
    """With three training rows of three classes each finds itself."""
    rows = [int(np.flatnonzero(data.classes == label)[0]) for label in range(3)]
    weights = np.zeros(120, np.float32)
    weights[rows] = 1

    fitted = data.fit(Nearest(k=1), "class", data.classes, weights)

    assert fitted.predict({"features": data.x[rows]})["class"].tolist() == np.eye(3).tolist()


def test_more_neighbours_than_rows_are_all_rows(data):
    """k above the number of rows takes them all."""
    fitted = data.fit(Nearest(k=1000), "class", data.classes)

    found = fitted.predict({"features": data.x[:2]})["class"]

    assert np.allclose(found, np.bincount(data.classes) / 120)


def test_numbers_and_several_labels_are_means_of_the_neighbours(data):
    """A number is the mean of its neighbours', a label the share of neighbours that have it."""
    number = data.fit(Nearest(k=1), "number", data.x[:, 0])
    tags = data.fit(Nearest(k=1), "tags", data.tags)

    assert np.allclose(number.predict({"features": data.x})["number"][:, 0], data.x[:, 0])
    assert np.array_equal(tags.predict({"features": data.x})["tags"], data.tags)


def test_rows_of_unknown_truth_have_no_vote(data):
    """An unknown number is never a neighbour's."""
    truth = data.x[:, 0].copy()
    truth[0] = np.nan

    fitted = data.fit(Nearest(k=1), "number", truth, (~np.isnan(truth)).astype(np.float32))

    assert np.isfinite(fitted.predict({"features": data.x[:1]})["number"]).all()


def test_each_label_is_voted_on_by_those_that_know_it(data):
    """A row that knows one label and not the other votes on the one; what nobody knows has probability 0."""
    truth = np.concatenate([data.tags, np.full((120, 1), np.nan, np.float32)], axis=1)
    truth[::2, 1] = np.nan
    target = Target("tags", "multi-label", ("p", "q", "never"))

    found = data.fit(Nearest(k=3), "tags", truth, target=target).predict({"features": data.x})["tags"]

    odd = (np.arange(120) % 2).astype(np.float32)
    whole, half = (
        data.fit(Nearest(k=3), "tags", data.tags, weights).predict({"features": data.x})["tags"]
        for weights in (None, odd)
    )
    assert np.array_equal(found[:, 0], whole[:, 0])
    assert np.array_equal(found[:, 1], half[:, 1])
    assert (found[:, 2] == 0).all()


def test_no_known_truth_is_an_error(data):
    """There is nobody to ask."""
    with pytest.raises(ComponentError, match="no training row"):
        data.fit(Nearest(), "class", np.full(120, -1), np.zeros(120, np.float32))


def test_a_restored_head_predicts_the_same_bits(data):
    """The state alone is enough."""
    head = Nearest(k=3)
    fitted = data.fit(head, "class", data.classes)

    again = head.restore(fitted.state())

    one, two = (f.predict({"features": data.x})["class"] for f in (fitted, again))
    assert np.array_equal(one, two)


@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
def test_the_training_rows_are_measured_once(data, distance):
    """However often it is asked; the answers are those of the distance computed anew."""
    fitted = data.fit(Nearest(k=4, distance=distance), "class", data.classes)
    counted = fitted.state()["rows"].view(Counted)
    Counted.squared = 0
    again = Nearest(k=4, distance=distance).restore({**fitted.state(), "rows": counted})

    found = [again.predict({"features": data.x[row : row + 1]})["class"] for row in range(20)]

    assert Counted.squared == 1
    rows, anew = fitted.state()["rows"], []
    for row in range(20):
        asked = data.x[row : row + 1]
        asked = asked if distance == "euclidean" else asked / np.linalg.norm(asked, axis=1, keepdims=True)
        order = np.argsort((rows**2).sum(axis=1)[None] - 2 * asked @ rows.T, axis=1, kind="stable")[:, :4]
        anew.append(np.eye(3, dtype=np.float32)[data.classes][order].mean(axis=1))
    assert np.array_equal(np.concatenate(found), np.concatenate(anew))


class Counted(np.ndarray):
    """Rows that count how often they are squared."""

    squared = 0

    def __pow__(self, other):
        """Count."""
        Counted.squared += 1
        return np.asarray(self) ** other
