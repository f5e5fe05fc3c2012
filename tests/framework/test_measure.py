"""Scores with intervals, and the paired comparison."""

from __future__ import annotations

import json
import math
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.kinds import Metric
from imgfw.measure import Score, confusion, paired, scores, wilson
from imgfw.targets import Target

TARGET = Target("class", "classes", ("a", "b", "c"))


class Share(Metric):
    """Share of rows decided rightly, as a share and as a figure of no known kind."""

    use: Literal["share"] = "share"

    def gives(self, target):
        return ("share", "odds")

    def score(self, truth, probabilities, decided, target):
        right = float((truth == decided).mean())
        return {"share": right, "odds": right / (1 - right) if right < 1 else math.nan}

    def each(self, truth, probabilities, decided, target):
        return {"share": (truth == decided).astype(float)}


def rows(right: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Truth, probabilities, decided and groups of n rows of which the first `right` are decided rightly."""
    truth = np.arange(n) % 3
    decided = np.where(np.arange(n) < right, truth, (truth + 1) % 3)
    return truth, np.eye(3, dtype=np.float32)[decided], decided, [str(i) for i in range(n)]


def test_wilson_of_67_of_124() -> None:
    """The textbook example: 54 % of 124 is known to lie between 45 and 63 %."""
    low, high = wilson(67, 124)

    assert low == pytest.approx(0.453, abs=5e-4)
    assert high == pytest.approx(0.626, abs=5e-4)


def test_wilson_of_nothing_is_unknown() -> None:
    """Of no rows nothing is known."""
    assert all(math.isnan(edge) for edge in wilson(0, 0))


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(counts: tuple[int, int]) -> None:
    """The interval lies in 0..1, holds the share, and that of the wrong ones is its mirror image."""
    right, n = counts

    low, high = wilson(right, n)
    low_wrong, high_wrong = wilson(n - right, n)

    assert 0 <= low <= right / n + 1e-12
    assert right / n - 1e-12 <= high <= 1
    assert (low_wrong, high_wrong) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_a_share_of_single_rows_gets_wilsons_interval() -> None:
    """Where every row is its own group, a plain share has Wilson's interval and n rows."""
    found = scores(Share(), *rows(67, 124)[:3], TARGET, rows(67, 124)[3], seed=1, resamples=50)

    assert found["share"] == Score(67 / 124, *wilson(67, 124), 124)


def test_other_figures_get_a_bootstrap_around_them() -> None:
    """A figure that is no share of rows has an interval that holds it and is the same for the same seed."""
    truth, probabilities, decided, groups = rows(67, 124)

    found = scores(Share(), truth, probabilities, decided, TARGET, groups, seed=1, resamples=200)["odds"]
    again = scores(Share(), truth, probabilities, decided, TARGET, groups, seed=1, resamples=200)["odds"]

    assert found.low < found.value < found.high
    assert found == again


def test_groups_widen_the_interval() -> None:
    """Rows that come in groups of ten know less than as many single rows."""
    rng = np.random.default_rng(0)
    truth = np.zeros(400, int)
    decided = (rng.random(40) < 0.4).astype(int).repeat(10)
    arrays = truth, np.eye(3, dtype=np.float32)[decided], decided

    single = scores(Share(), *arrays, TARGET, [str(i) for i in range(400)], seed=1, resamples=300)["share"]
    grouped = scores(Share(), *arrays, TARGET, [str(i // 10) for i in range(400)], seed=1, resamples=300)[
        "share"
    ]

    assert grouped.high - grouped.low > 2 * (single.high - single.low)
    assert grouped.value == single.value


def test_rows_of_unknown_truth_are_left_out_and_counted() -> None:
    """What is not known is not scored."""
    truth, probabilities, decided, groups = rows(8, 12)
    truth[:3] = -1

    found = scores(Share(), truth, probabilities, decided, TARGET, groups, seed=1, resamples=20)["share"]

    assert (found.value, found.n, found.unknown) == (5 / 9, 9, 3)


def test_no_rows_give_figures_without_value() -> None:
    """Every figure the metric has is there, undefined, with n = 0."""
    truth, probabilities, decided, groups = rows(0, 4)

    found = scores(Share(), truth * 0 - 1, probabilities, decided, TARGET, groups, seed=1)

    assert set(found) == {"share", "odds"}
    assert all(math.isnan(score.value) and score.n == 0 and score.unknown == 4 for score in found.values())
    assert json.loads(json.dumps(found["share"].plain(), allow_nan=False))["value"] is None


def test_all_right_is_not_known_for_certain() -> None:
    """Twelve right of twelve, in six groups, is at least Wilson's interval of six of six."""
    truth, probabilities, decided, _ = rows(12, 12)
    groups = [str(i // 2) for i in range(12)]

    found = scores(Share(), truth, probabilities, decided, TARGET, groups, seed=1, resamples=50)

    assert (found["share"].value, found["share"].low) == (1, wilson(6, 6)[0])
    assert math.isnan(found["odds"].value)
    assert math.isnan(found["odds"].low)


def test_one_group_says_nothing_of_the_spread() -> None:
    """Rows of one group have a figure, but no bootstrap interval."""
    truth, probabilities, decided, _ = rows(6, 12)

    found = scores(Share(), truth, probabilities, decided, TARGET, ["g"] * 12, seed=1)["odds"]

    assert found.value == 1
    assert found.plain() == {"value": 1.0, "low": None, "high": None, "n": 12, "unknown": 0}


def test_a_better_candidate_is_told_from_a_worse_one() -> None:
    """Two candidates far apart on the same rows differ for real, and the sign is first minus second."""
    truth, probabilities, decided, groups = rows(110, 120)
    other = rows(60, 120)

    found = paired(
        Share(), truth, (probabilities, decided), (other[1], other[2]), TARGET, groups, seed=1, resamples=300
    )["share"]

    assert found.value == pytest.approx(50 / 120)
    assert found.real
    assert found.p < 0.01
    assert found.n == 120


def test_equal_candidates_do_not_differ() -> None:
    """The same predictions twice differ by nothing."""
    truth, *prediction, groups = rows(60, 120)
    predictions = prediction[0], prediction[1]

    found = paired(Share(), truth, predictions, predictions, TARGET, groups, seed=1, resamples=100)["share"]

    assert (found.value, found.p, found.real) == (0, 1, False)


def test_pairing_sees_more_than_two_intervals() -> None:
    """A small but consistent gain is real though the two intervals overlap."""
    truth, probabilities, decided, groups = rows(100, 200)
    other = rows(90, 200)
    intervals = [
        scores(Share(), truth, *shown, TARGET, groups, seed=1, resamples=100)["share"]
        for shown in ((probabilities, decided), other[1:3])
    ]

    found = paired(
        Share(), truth, (probabilities, decided), (other[1], other[2]), TARGET, groups, seed=1, resamples=300
    )["share"]

    assert intervals[0].low < intervals[1].high
    assert found.real


def test_nothing_to_compare_is_undefined() -> None:
    """Without known truth there is no difference."""
    truth, *prediction, groups = rows(2, 4)
    predictions = prediction[0], prediction[1]

    found = paired(Share(), truth * 0 - 1, predictions, predictions, TARGET, groups, seed=1)["share"]

    assert found.plain() == {"value": None, "low": None, "high": None, "p": None, "n": 0}


def test_confusion_counts_true_by_decided() -> None:
    """A row is a true label, a column a decided one; unknown and undecided rows are in no cell."""
    truth = np.array([0, 0, 1, 2, -1, 1])
    decided = np.array([0, 1, 1, 0, 2, -1])

    matrix = confusion(truth, decided, 3)

    assert matrix.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 0]]
