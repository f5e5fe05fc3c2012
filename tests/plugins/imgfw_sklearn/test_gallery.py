"""Labels and their means."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from imgfw_sklearn.gallery import Gallery, unit

ROWS = arrays(np.float32, st.tuples(st.integers(1, 20), st.just(3)), elements=st.floats(-100, 100, width=32))


@given(ROWS, st.randoms(use_true_random=False))
def test_means_are_those_of_the_rows(x, random):
    """Whatever rows have which label: mean and count of each, 0 where there is none."""
    truth = np.array([random.randrange(4) for _ in x])

    gallery = Gallery.of(x, truth, np.ones(len(x), np.float32), ("a", "b", "c", "d"))

    for label in range(4):
        rows = x[truth == label]
        assert gallery.counts[label] == len(rows)
        assert gallery.known[label] == bool(len(rows))
        wanted = rows.mean(axis=0, dtype=np.float64) if len(rows) else np.zeros(3)
        assert np.allclose(gallery.means[label], wanted, atol=1e-4)
    assert gallery.spread > 0


@given(ROWS)
def test_nothing_is_nearer_than_the_mean_itself(x):
    """By distance 0, by angle 1, and never more."""
    gallery = Gallery.of(x, np.arange(len(x)), np.ones(len(x), np.float32), tuple(map(str, range(len(x)))))

    by_distance, by_angle = gallery.near(x, cosine=False), gallery.near(unit(x), cosine=True)

    assert (by_distance <= 0).all() and (np.diag(by_distance) == 0).all()
    assert (by_angle <= 1 + 1e-5).all()


@given(ROWS)
def test_a_row_alone_is_as_near_as_among_others_by_distance(x):
    """To the bit."""
    gallery = Gallery.of(x, np.zeros(len(x), int), np.ones(len(x), np.float32), ("a",))

    alone = np.concatenate([gallery.near(row[None], cosine=False) for row in x])

    assert np.array_equal(alone, gallery.near(x, cosine=False))


@given(ROWS)
def test_a_state_gives_the_gallery_again(x):
    """Every array to the bit."""
    gallery = Gallery.of(x, np.arange(len(x)) % 2, np.ones(len(x), np.float32), ("é", "東"))

    again = Gallery.from_state(dict(gallery.state("who")), "who")

    assert (again.labels, again.spread) == (gallery.labels, gallery.spread)
    assert np.array_equal(again.means, gallery.means) and np.array_equal(again.counts, gallery.counts)


def test_no_rows_asked_are_no_rows_told():
    """Shapes hold."""
    gallery = Gallery.of(np.eye(3, dtype=np.float32), np.arange(3), np.ones(3, np.float32), ("a", "b", "c"))

    for cosine in (True, False):
        assert gallery.near(np.zeros((0, 3), np.float32), cosine=cosine).shape == (0, 3)


def test_rows_of_zeros_have_no_direction():
    """They stay what they are."""
    assert unit(np.zeros((1, 3), np.float32)).tolist() == [[0, 0, 0]]


def test_rows_that_hardly_differ_are_told_without_dividing_by_nothing():
    """A spread too small for float32 counts as none."""
    x = np.array([[9.560081e-30, 0, 0], [0, 0, 0]], np.float32)

    gallery = Gallery.of(x, np.zeros(2, np.int64), np.ones(2, np.float32), ("a",))

    assert np.isfinite(gallery.near(x, cosine=False)).all()


def test_rows_stand_behind_a_mean_by_their_weight() -> None:
    """What is added later weighs against that, each row as 1."""
    x = np.float32([[1, 0], [3, 0], [9, 9]])

    found = Gallery.of(x, np.array([0, 0, 1]), np.float32([0.5, 2.5, 1.0]), ("a", "b"))
    more = found.added("a", np.float32([[0, 5], [0, 5]]), lambda rows: rows)

    assert found.counts.tolist() == [3.0, 1.0]
    assert found.means[0].tolist() == np.float32([8 / 3, 0]).tolist()
    assert (more.counts[0], more.means[0].tolist()) == (5.0, np.float32([1.6, 2]).tolist())


@pytest.mark.parametrize("cosine", [True, False])
def test_its_lines_tell_what_is_near(cosine):
    """But for what is the same for all labels."""
    rng = np.random.default_rng(4)
    x = rng.normal(5, 1, (30, 6)).astype(np.float32)
    gallery = Gallery.of(x, np.arange(30) % 3, np.ones(30), ("a", "b", "c"))
    rows = unit(x) if cosine else x

    centre, weights, bias = gallery.lines(cosine=cosine)

    apart = (rows - centre) @ weights + bias - gallery.near(rows, cosine=cosine)
    assert np.abs(apart - apart[:, :1]).max() < 1e-5
