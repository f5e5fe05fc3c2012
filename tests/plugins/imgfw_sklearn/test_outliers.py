"""Outliers: what is unlike its class is found, what is merely rare is not."""

from __future__ import annotations

import re

import numpy as np
import pytest

from imgfw import ComponentError, Sample
from imgfw_sklearn.outliers import Outliers


def photos(per_class: int, classes: int = 4, seed: int = 0) -> tuple[np.ndarray, list[str]]:
    """Features float32 (N, 32) of classes apart, and the labels."""
    rng = np.random.default_rng(seed)
    labels = [f"kind{i % classes}" for i in range(per_class * classes)]
    centres = rng.normal(0, 0.6, (classes, 32)) + 1
    rows = np.array([centres[i % classes] for i in range(len(labels))])
    return (rows + rng.normal(0, 0.5, rows.shape)).astype(np.float32), labels


def drawings(count: int, seed: int = 5) -> np.ndarray:
    """Features of something else altogether, alike among themselves."""
    rng = np.random.default_rng(seed)
    return (np.tile([1.5, -0.5], 16) + rng.normal(0, 0.3, (count, 32))).astype(np.float32)


def samples(labels, groups=None) -> list[Sample]:
    """Samples with these labels, one or several each."""
    given = [(label,) if isinstance(label, str) else label for label in labels]
    groups = groups or [""] * len(given)
    return [
        Sample(str(i), digest=str(i), labels={"kind": label}, group=group)
        for i, (label, group) in enumerate(zip(given, groups, strict=True))
    ]


def found(given: list[Sample], features: np.ndarray, **parameters) -> list[int]:
    """The rows that are found."""
    return [int(finding.id) for finding in Outliers(**parameters).inspect(given, features=features)]


@pytest.mark.parametrize("per_class", [8, 30, 60])
def test_a_drawing_in_each_class_is_found(per_class):
    """All of them, and hardly a photo."""
    features, labels = photos(per_class)
    features = np.concatenate([features, drawings(4)])
    labels += [f"kind{i}" for i in range(4)]

    rows = found(samples(labels), features)

    assert set(rows) >= set(range(4 * per_class, 4 * per_class + 4))
    assert len(rows) - 4 <= 0.03 * len(labels)


@pytest.mark.parametrize("seed", range(5))
def test_classes_of_three_make_sense(seed):
    """Of three photos a class hardly one is found; a drawing as the fourth is."""
    features, labels = photos(3, classes=10, seed=seed)
    assert len(found(samples(labels), features)) <= 1

    features, labels = np.concatenate([features, drawings(1)]), [*labels, "kind0"]

    assert 30 in found(samples(labels), features)


def test_a_finding_tells_how_far_and_the_bound():
    """In words for people, with the z as its score."""
    features, labels = photos(30)
    features = np.concatenate([features, drawings(1)])

    findings = list(Outliers(bound=2.5).inspect(samples([*labels, "kind2"]), features=features))

    finding = findings[-1]
    told = re.fullmatch(
        r'(\d\.?\d*) times as far from others labelled "kind2" as usual: (\d+\.\d) deviations, more than 2.5',
        finding.reason,
    )
    assert told and float(told[2]) == pytest.approx(finding.score, abs=0.06)
    assert (finding.id, finding.cleaner, finding.action) == ("120", "outliers", "flag")


def test_they_can_be_dropped():
    """Where the recipe says so."""
    features, labels = photos(30)
    features = np.concatenate([features, drawings(1)])

    given = samples([*labels, "kind2"])

    assert {f.action for f in Outliers(action="drop").inspect(given, features=features)} == {"drop"}


def test_a_higher_bound_finds_fewer():
    """And always some of the same."""
    features, labels = photos(30)
    features = np.concatenate([features, drawings(3)])
    given = samples([*labels, "kind0", "kind1", "kind2"])

    rows = [set(found(given, features, bound=bound)) for bound in (1.0, 3.0, 50.0)]

    assert rows[0] > rows[1] > rows[2] == set()


def test_copies_of_a_drawing_do_not_hide_it():
    """Near-duplicates are one group and are not compared with each other."""
    features, labels = photos(12)
    features = np.concatenate([features, np.repeat(drawings(1), 12, axis=0)])
    groups = [""] * len(labels) + ["copies"] * 12

    rows = found(samples(labels + ["kind0"] * 12, groups), features)

    assert set(rows) >= set(range(48, 60))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11])
def test_among_few_pictures_nothing_is_an_outlier(count):
    """There is no telling what is usual."""
    features = np.concatenate([drawings(1), photos(3)[0][:10]])[:count]

    assert found(samples(["kind"] * count), features) == []


def test_equal_pictures_are_no_outliers():
    """A set of blanks, and one with two blanks a label."""
    features = np.ones((20, 32), np.float32)

    assert found(samples(["a", "b"] * 10), features) == []
    assert found(samples([f"kind{i // 2}" for i in range(20)]), features) == []


def test_samples_of_unknown_label_are_passed_over():
    """They belong to no class."""
    features, labels = photos(10)
    given = [*samples(labels), Sample("99", digest="99")]

    assert 99 not in found(given, np.concatenate([features, drawings(1)]), bound=0.1)


def test_with_several_labels_one_that_fits_is_enough():
    """Unlike the first label's pictures and like the second's is no outlier; unlike both is one."""
    features, names = photos(30, classes=2)
    labels = [(name,) for name in names]
    labels[1] = ("kind0", "kind1")
    odd = np.concatenate([features, drawings(1)])

    rows = found(samples([*labels, ("kind0", "kind1")]), odd)

    assert 1 not in rows and 60 in rows


def test_maps_of_features_are_taken_as_they_are():
    """A map (h, w, c) is as good as its values in a row."""
    features, labels = photos(30)
    features = np.concatenate([features, drawings(1)])
    given = samples([*labels, "kind2"])

    assert found(given, features.reshape(-1, 4, 4, 2)) == found(given, features)


def test_twice_is_the_same():
    """Nothing is left to chance."""
    features, labels = photos(30)

    assert found(samples(labels), features, bound=1) == found(samples(labels), features, bound=1)


def test_a_number_is_refused():
    """There are no classes."""
    given = [Sample(str(i), digest=str(i), labels={"score": 0.5}) for i in range(20)]

    with pytest.raises(ComponentError, match='cleaner/outliers: target "score": expected labels'):
        found(given, np.ones((20, 3), np.float32), target="score")
