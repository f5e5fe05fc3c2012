"""Features that a page finds."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Predictions, Sample, Target
from imgfw_report.kept_features import GONE, UNJUDGED, Kept, kept_features

CLASSES = Target("class", "classes", ("a", "b"))
COUNT = 12
BOARD = (
    {"candidate": "wide", "chosen": False, "rows": "2"},
    {"candidate": "base", "chosen": True, "rows": "1"},
    {"candidate": "deep", "chosen": False, "rows": "1"},
)


@pytest.fixture
def page(outcome, page_of):
    """page(features, board): a page of twelve samples, and three of val."""

    def made(features, board=BOARD):
        given = outcome(
            {"class": (CLASSES, [0, 1] * 6, [[0.5, 0.5]] * COUNT, [0] * COUNT)},
            features=features,
            leaderboard=board,
        )
        val = tuple(Sample(f"val/{i}.jpg", digest=f"v{i}") for i in range(3))
        given.predictions["val"] = Predictions(
            val, {"class": np.array([0, 1, 1])}, {}, {"class": np.zeros(3)}
        )
        return page_of(given)

    return made


def row(sample: Sample) -> list[float]:
    """Made up of its name."""
    return [float(sample.digest.strip("v")), 1.0]


def test_candidates_with_the_same_features_share_a_map(page):
    """The chosen one's comes first."""

    def features(samples, candidate=""):
        return np.array([row(sample) for sample in samples]) + (candidate == "wide")

    found = kept_features(page(features), 100, 6, 0)

    assert found.names == (("base", "deep"), ("wide",))
    assert (found.split, found.of, found.rows) == ("test", COUNT, tuple(range(COUNT)))
    assert np.array_equal(found.features[1], found.features[0] + 1)
    assert found.truth["class"].tolist() == [0, 1] * 6
    assert (found.gone, found.lost) == ((), 0)
    assert kept_features(page(features), 100, 1, 0).names == (("base", "deep"),)


def test_of_many_samples_some_are_taken_by_chance(page):
    """The same ones for the same seed; no others are asked for."""
    asked = []

    def features(samples, candidate=""):
        asked.extend(samples)
        return np.array([row(sample) for sample in samples])

    found = kept_features(page(features), 5, 6, 3)

    assert len(found.samples) == 5 and found.of == COUNT
    assert {sample.id for sample in asked} == {sample.id for sample in found.samples}
    assert [float(s.digest) for s in found.samples] == found.features[0][:, 0].tolist()
    assert found.samples == kept_features(page(features), 5, 6, 3).samples


def test_maps_are_averaged_over_their_places(page):
    """(N, h, w, c) comes to (N, c)."""
    found = kept_features(page(lambda samples, candidate="": np.ones((len(samples), 2, 3, 4))), 100, 6, 0)

    assert found.features[0].shape == (COUNT, 4)


def test_what_is_kept_no_more_is_left_out_and_counted(page):
    """A sample of one candidate, or all of a candidate."""

    def features(samples, candidate=""):
        if candidate == "wide":
            return np.zeros((len(samples), 0))
        return np.array([[np.nan, np.nan] if s.digest == "3" else row(s) for s in samples])

    found = kept_features(page(features), 100, 6, 0)

    assert found.gone == ("wide",) and found.lost == 1
    assert [sample.digest for sample in found.samples] == [str(i) for i in range(COUNT) if i != 3]
    assert found.truth["class"].shape == (COUNT - 1,)


def test_where_the_others_never_saw_test_it_is_val(page):
    """As where each trains a backbone of its own."""

    def features(samples, candidate=""):
        if candidate == "wide" and not samples[0].digest.startswith("v"):
            return np.zeros((len(samples), 0))
        return np.array([row(sample) for sample in samples])

    found = kept_features(page(features), 100, 6, 0)

    assert (found.split, found.of) == ("val", 3)
    assert found.names == (("base", "deep"), ("wide",))


def test_where_nothing_is_kept_it_says_what_to_do(page):
    """Of no sample of any candidate."""
    nothing = page(lambda samples, candidate="": np.zeros((len(samples), 0)))

    assert kept_features(nothing, 100, 6, 0) == GONE


def test_where_nothing_was_judged_it_does_not_say_that_something_is_gone(outcome, page_of):
    """Of a run without val and test."""
    run = outcome({"class": (CLASSES, np.zeros(0, int), np.zeros((0, 2)), np.zeros(0, int))})

    assert kept_features(page_of(run), 100, 6, 0) == UNJUDGED


def test_a_run_without_a_leaderboard_has_features_of_its_own(page):
    """Those that are given without a name."""
    asked = []

    def features(samples, candidate=""):
        asked.append(candidate)
        return np.array([row(sample) for sample in samples])

    found = kept_features(page(features, ()), 100, 6, 0)

    assert found.names == (("",),) and set(asked) == {""}


def test_what_was_decided_wrongly_is_known_where_labels_exclude_each_other(page):
    """Of the samples that are shown."""
    given = page(lambda samples, candidate="": np.array([row(sample) for sample in samples]))
    found = kept_features(given, 6, 6, 0)
    assert isinstance(found, Kept)

    assert found.wrong(given, CLASSES).tolist() == [row % 2 == 1 for row in found.rows]
    assert found.wrong(given, Target("tags", "multi-label", ("a",))) is None
