"""Folds: groups stay whole, labels are spread."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgfw_sklearn.folds import folds_of

ROWS = st.lists(
    st.tuples(st.sets(st.integers(0, 4), max_size=3).map(sorted), st.sampled_from("abcdefghijkl")),
    max_size=60,
)


@given(ROWS, st.integers(2, 6), st.integers(0, 3))
def test_a_group_is_never_parted(rows, folds, seed):
    """Whatever the labels are, several or none; and every fold is one that there is."""
    labels, groups = [labels for labels, _ in rows], [group for _, group in rows]

    found = folds_of(labels, groups, folds, seed)

    assert len(found) == len(rows)
    assert set(found) <= set(range(folds))
    for group in set(groups):
        assert len({fold for fold, own in zip(found, groups, strict=True) if own == group}) == 1


@given(ROWS, st.integers(2, 6), st.randoms())
def test_the_order_of_the_rows_plays_no_part(rows, folds, random):
    """The same rows shuffled get the same folds."""
    order = list(range(len(rows)))
    random.shuffle(order)

    one = folds_of([rows[i][0] for i in range(len(rows))], [group for _, group in rows], folds, 0)
    two = folds_of([rows[i][0] for i in order], [rows[i][1] for i in order], folds, 0)

    assert [one[i] for i in order] == list(two)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=80), st.integers(2, 6))
def test_without_groups_labels_are_spread_evenly(labels, folds):
    """No fold has more than one row more of a label than another."""
    found = folds_of([[label] for label in labels], [str(i) for i in range(len(labels))], folds, 0)

    for label in set(labels):
        counts = np.bincount(found[np.array(labels) == label], minlength=folds)
        assert counts.max() - counts.min() <= 1


@given(st.integers(2, 8))
def test_as_many_groups_as_folds_fill_every_fold(folds):
    """However large they are."""
    groups = [str(group) for group in range(folds) for _ in range(group + 1)]

    found = folds_of([[0]] * len(groups), groups, folds, 0)

    assert len(set(found)) == folds


def test_large_groups_are_dealt_first():
    """One group of 30 and 30 of one: two folds of 30."""
    groups = ["large"] * 30 + [str(i) for i in range(30)]

    found = folds_of([[0]] * 60, groups, 2, 0)

    assert np.bincount(found).tolist() == [30, 30]


def test_another_seed_gives_other_folds():
    """And the same seed the same ones."""
    labels, groups = [[i % 3] for i in range(60)], [str(i) for i in range(60)]

    one, again, other = (folds_of(labels, groups, 5, seed) for seed in (0, 0, 1))

    assert (one == again).all()
    assert (one != other).any()
