"""Probabilities of models that did not see the row."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Target
from imgfw_sklearn.held_out import held_out
from imgfw_sklearn.labelled import Labelled


def probabilities(features, truth, groups=None, labels="abc", kind="classes", **more):
    """Those of these rows; each is a group of its own by default."""
    given = Labelled(Target("t", kind, tuple(labels)), np.asarray(truth))
    groups = groups or [str(i) for i in range(len(truth))]
    return held_out(
        np.asarray(features, np.float32), given, groups, **{"folds": 5, "C": 1, "seed": 0, **more}
    )


def test_what_can_be_learned_is_told(data):
    """Most classes are found from the other folds; every row has probabilities that sum to 1."""
    found, believed = probabilities(data.x, data.classes)

    assert found.shape == (120, 3) and found.dtype == np.float32
    assert (found.argmax(axis=1) == data.classes).mean() > 0.8
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert believed.all()


@pytest.mark.parametrize("share", [1, 2, 4])
def test_no_row_is_seen_by_the_model_that_judges_it_nor_its_group(share):
    """Features that name the group alone tell nothing of labels that are drawn by chance."""
    groups = np.arange(120) // share
    truth = np.random.default_rng(0).permutation(np.arange(120 // share) % 2)[groups]
    features = np.eye(120 // share)[groups]

    found, _ = probabilities(features, truth, [str(group) for group in groups], "ab")
    seen, _ = probabilities(features, truth, [str(i) for i in range(120)], "ab")

    assert (found.argmax(axis=1) == truth).mean() < 0.65
    if share > 1:
        assert (seen.argmax(axis=1) == truth).mean() > 0.75


def test_a_label_of_one_group_is_not_believed(data):
    """Where the only group with it is held out, nobody knows the label."""
    truth = np.where(np.arange(120) < 6, 2, data.classes % 2)
    groups = ["one" if i < 6 else str(i) for i in range(120)]

    found, believed = probabilities(data.x, truth, groups)

    assert not believed[:6, 2].any() and (found[:6, 2] == 0).all()
    assert believed[6:, :2].all()


def test_rows_of_unknown_truth_are_neither_judged_nor_learned_from(data):
    """What their features are makes no difference."""
    truth = np.where(np.arange(120) % 3 == 0, -1, data.classes)
    other = np.where((truth < 0)[:, None], 9, data.x)

    one, believed = probabilities(data.x, truth)
    two, _ = probabilities(other, truth)

    assert not believed[truth < 0].any() and believed[truth >= 0].all()
    assert np.array_equal(one, two)


def test_a_label_that_a_row_does_not_know_is_not_judged(data):
    """The others are, and are learned from that row."""
    truth = np.stack([data.classes == 0, data.classes == 1], axis=1).astype(np.float32)
    truth[::4, 1] = np.nan

    found, believed = probabilities(data.x, truth, labels="ab", kind="multi-label")

    assert np.array_equal(believed, ~np.isnan(truth))
    assert ((found[::4, 0] > 0.5) == (truth[::4, 0] > 0.5)).mean() > 0.8


def test_each_of_several_labels_is_judged_by_itself(data):
    """One that always holds, or never, teaches nothing."""
    truth = np.concatenate([data.tags, np.ones((120, 1)), np.zeros((120, 1))], axis=1).astype(np.float32)
    truth[0] = np.nan

    found, believed = probabilities(data.x, truth, labels="pqrs", kind="multi-label")

    assert ((found[1:, :2] > 0.5) == (data.tags[1:] > 0)).mean() > 0.85
    assert believed[1:, :2].all() and not believed[:, 2:].any() and not believed[0].any()


@pytest.mark.parametrize("truth", [[0], [0, 0, 0], [0, 1], [-1, -1, -1], [0, 1, 2]])
def test_hardly_any_rows_are_no_error(truth):
    """One row, one label, nothing known, every label once: nothing is believed that was not learned."""
    found, believed = probabilities(np.eye(len(truth), 4), truth)

    assert found.shape == believed.shape == (len(truth), 3)
    assert np.isfinite(found).all()
    known = np.array(truth)
    alone = np.array([(known == label).sum() < 2 for label in known])
    assert not believed[np.arange(len(known)), known][alone | (known < 0)].any()


def test_the_same_seed_gives_the_same_bits(data):
    """Another one other folds."""
    one, again, other = (probabilities(data.x, data.classes, seed=seed)[0] for seed in (0, 0, 1))

    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
