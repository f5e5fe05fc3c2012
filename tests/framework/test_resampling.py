"""The bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.resampling import ENOUGH, Spread, codes, left_out, resampled


def test_groups_are_numbered_among_the_rows_that_are_left() -> None:
    """Only the groups of these rows count."""
    names = codes(["x", "b", "a", "b"], np.array([1, 2, 3]))

    assert names.tolist() == [1, 0, 1]


@given(st.lists(st.integers(0, 5), min_size=2, max_size=40))
def test_groups_are_drawn_whole(given_groups: list[int]) -> None:
    """In every resample all rows of a group are drawn equally often, and as many groups as there are."""
    names = np.unique(given_groups, return_inverse=True)[1]
    groups = names.max() + 1
    draws = []

    def count(index: np.ndarray) -> dict[str, float]:
        draws.append(np.bincount(index, minlength=len(names)))
        return {"n": float(len(index))}

    resampled(count, names, 3, 5)

    for drawn in draws:
        per_group = [set(drawn[names == group]) for group in range(groups)]
        assert all(len(counts) == 1 for counts in per_group)
        assert sum(counts.pop() for counts in per_group) == groups


def test_the_same_seed_draws_the_same() -> None:
    """All chance comes from the seed."""
    names = np.arange(30)

    first, second, other = (
        resampled(lambda index: {"mean": float(index.mean())}, names, seed, 4)["mean"] for seed in (1, 1, 2)
    )

    assert (first == second).all()
    assert (first != other).any()


def of(values: np.ndarray) -> Spread:
    """The spread of the mean of values, each a group of its own."""

    def mean(index: np.ndarray) -> dict[str, float]:
        return {"mean": float(values[index].mean())}

    names = np.arange(len(values))
    without, sizes = left_out(mean, names)
    return Spread(
        float(values.mean()), len(values), resampled(mean, names, 1, 2000)["mean"], without["mean"], sizes
    )


def spread(
    drawn: np.ndarray, value: float = 0.0, groups: int = 1000, sizes: np.ndarray | None = None
) -> Spread:
    """A spread of these resamples, in groups that have equal parts in the figure, upwards and downwards."""
    without = value + np.where(np.arange(groups) % 2, 0.1, -0.1)
    return Spread(value, groups, drawn, without, np.ones(groups, int) if sizes is None else sizes)


def width(given: Spread) -> float:
    """Of its interval."""
    low, high = given.interval()
    return high - low


def test_the_spread_of_a_mean_is_that_of_theory() -> None:
    """The bootstrap interval of a mean is close to the normal one."""
    values = np.random.default_rng(0).normal(size=400)

    found = of(values)

    assert found.reason == ""
    assert width(found) == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.08)


@pytest.mark.parametrize(("groups", "wide"), [(10, 2.2622), (15, 2.1448), (40, 2.0227)])
def test_few_groups_get_students_interval(groups: int, wide: float) -> None:
    """The interval of a mean of few groups is about that of the t test, wider than the percentiles."""
    values = np.random.default_rng(4).normal(size=groups)

    found = of(values)

    theory = 2 * wide * values.std(ddof=1) / groups**0.5
    plain = np.percentile(found.drawn, (2.5, 97.5))
    assert width(found) == pytest.approx(theory, rel=0.12)
    assert width(found) > (plain[1] - plain[0]) * (1 + 1.5 / groups)


def test_skewed_figures_get_a_skewed_interval() -> None:
    """The mean of values with a long tail upwards may lie further above than below."""
    values = np.random.default_rng(2).exponential(size=60)

    low, high = of(values).interval()

    assert high - values.mean() > 1.25 * (values.mean() - low)


@pytest.mark.parametrize("bend", [np.exp, lambda x: -1 / x, np.sqrt])
def test_another_scale_is_the_same_interval(bend) -> None:
    """The interval of a bent figure is the bent interval, nearly: nobody has to know the right scale."""
    values = 5 + np.random.default_rng(3).normal(size=30)
    names = np.arange(30)

    def bent(index: np.ndarray) -> dict[str, float]:
        return {"bent": float(bend(values[index].mean()))}

    without, sizes = left_out(bent, names)
    drawn = resampled(bent, names, 1, 2000)["bent"]
    found = Spread(float(bend(values.mean())), 30, drawn, without["bent"], sizes).interval()

    straight = of(values).interval()
    assert found == pytest.approx(tuple(float(bend(end)) for end in straight), rel=0.03)


def test_a_biased_figure_is_put_right() -> None:
    """Where resamples lie below the figure, the interval moves up by twice as much from them."""
    drawn = np.random.default_rng(0).normal(-0.3, 1, 20_000)

    low, high = spread(drawn).interval()

    assert (low + high) / 2 == pytest.approx(0.3, abs=0.08)


def test_resamples_equal_to_the_figure_lie_on_both_sides_of_it() -> None:
    """Where many of them are, as with a median, they alone move no interval."""
    side = np.abs(np.random.default_rng(0).normal(size=1000))

    low, high = spread(np.concatenate([-side, np.zeros(2000), side])).interval()

    assert low == pytest.approx(-high)


def test_unequal_groups_count_as_fewer() -> None:
    """Five large groups among fifteen small ones are not twenty."""
    drawn = np.random.default_rng(0).normal(size=2000)

    equal, unequal = (spread(drawn, 0.0, 20, np.array(sizes)) for sizes in ([3] * 20, [20] * 5 + [1] * 15))

    assert width(unequal) > 1.1 * width(equal)


def test_rare_errors_leave_the_figure_uncertain() -> None:
    """Three errors in 300 groups: as uncertain as a handful of groups, not as 300."""
    right = np.ones(300)
    right[:3] = 0

    low, high = of(right).interval()

    assert 1 - 14 / 300 < low < 1 - 10.5 / 300  # three were seen: 8.8 are possible (Poisson, 97.5 %), or more
    assert 1 - 1 / 300 < high <= 1


def test_groups_without_a_part_in_the_figure_do_not_count() -> None:
    """The recall of a class that four groups have is known from four groups, not from forty."""
    has = np.arange(40) < 4
    right = np.arange(40) % 2 == 0

    def recall(index: np.ndarray) -> dict[str, float]:
        asked = index[has[index]]
        return {"recall": float(right[asked].mean()) if len(asked) else float("nan")}

    names = np.arange(40)
    without, sizes = left_out(recall, names)
    found = Spread(0.5, 40, resampled(recall, names, 1, 500)["recall"], without["recall"], sizes)

    assert found.reason == "4 groups tell of it, 10 are needed"
    assert np.isnan(found.interval()).all() and np.isnan(found.chance())


@given(st.lists(st.integers(0, 300), min_size=1, max_size=900))
@settings(max_examples=60, deadline=None)
def test_every_row_is_left_out_once_with_its_whole_group(given_groups: list[int]) -> None:
    """In at most 200 parts; a single group is never left out."""
    names = np.unique(given_groups, return_inverse=True)[1]
    groups, kept = int(names.max()) + 1, []

    def note(index: np.ndarray) -> dict[str, float]:
        kept.append(index)
        return {"n": float(len(index))}

    found, sizes = left_out(note, names)

    assert len(kept) == (0 if groups == 1 else min(groups, 200))
    gone = [np.setdiff1d(np.arange(len(names)), index) for index in kept]
    assert all(set(names[rows]).isdisjoint(names[index]) for rows, index in zip(gone, kept, strict=True))
    assert sizes.sum() == len(names)
    if kept:
        assert sorted(np.concatenate(gone)) == list(range(len(names)))
        assert found["n"].tolist() == [len(names) - size for size in sizes]


@pytest.mark.parametrize(
    ("drawn", "value", "groups", "reason"),
    [
        ([0.1, 0.2], float("nan"), 50, "undefined here"),
        ([0.1], 0.1, 1, "all samples are of one group"),
        ([0.1, float("nan"), float("inf")], 0.1, 50, "undefined in most resamples"),
        ([float("nan")] * 3, 0.1, 50, "undefined in most resamples"),
        ([1.0, 1.0], 1.0, 500, "never varied in 500 groups; up to 0.7% of others may be unlike them"),
        ([0.0, 0.0], 0.0, 2, "never varied in 2 groups; up to 84.2% of others may be unlike them"),
        ([0.1, 0.2], 0.1, ENOUGH - 1, "9 groups tell of it, 10 are needed"),
    ],
)
def test_without_an_interval_there_is_a_reason(drawn, value, groups, reason) -> None:
    """Too few, never varied, and undefined are told apart; there are no numbers then."""
    found = spread(np.array(drawn), value, groups)

    assert found.reason == reason
    assert np.isnan(found.interval()).all()


def test_undefined_resamples_are_left_out() -> None:
    """NaN and infinity do not count, neither among resamples nor where a group is left out."""
    drawn = np.random.default_rng(0).normal(size=1000)
    some = np.concatenate([drawn, np.full(300, np.nan), np.full(300, np.inf)])
    whole = spread(drawn, 0.0, 40)

    lacking = Spread(0.0, 40, drawn, np.where(np.arange(40) == 3, np.nan, whole.without), whole.sizes)

    assert spread(some, 0.0, 40).interval() == whole.interval()
    assert lacking.reason == "" and lacking.interval() == pytest.approx(whole.interval(), abs=0.1)


@given(st.integers(0, 2**32 - 1), st.integers(ENOUGH, 60), st.floats(-3, 3))
@settings(max_examples=60, deadline=None)
def test_p_and_interval_agree(seed: int, groups: int, shift: float) -> None:
    """Zero lies outside the interval exactly where p is below .05, but for the width of a resample or two."""
    drawn = np.random.default_rng(seed).gamma(3, 1, 999) / 3 - 1 + shift / 3
    found = spread(drawn, float(np.median(drawn)), groups)

    low, high = found.interval()
    p = found.chance()

    assert 0 <= p <= 1
    near = np.abs(np.array([low, high])).min() < 0.05 * drawn.std()
    assert near or (p < 0.05) == (low > 0 or high < 0)


def test_chance_is_two_sided_and_knows_few_groups() -> None:
    """A clear difference is unlikely by chance, less surely so of few groups; one around zero is not."""
    drawn = np.random.default_rng(0).normal(3, 1, 4000)

    clear, few = (spread(drawn, 3.0, groups).chance() for groups in (1000, 10))

    assert clear == pytest.approx(0.0027, rel=0.4)
    assert few > 3 * clear
    assert spread(-drawn, -3.0, 1000).chance() == pytest.approx(clear, rel=0.05)
    assert spread(drawn - 3, 0.001, 50).chance() > 0.9


def test_chance_of_nothing_and_of_too_little() -> None:
    """No difference anywhere is certain to come by chance; of too few groups nothing is known."""
    assert spread(np.zeros(50), 0.0, 30).chance() == 1
    assert np.isnan(spread(np.ones(50), 1.0, ENOUGH - 1).chance())
    assert np.isnan(spread(np.ones(50), float("nan"), 30).chance())
    assert 0 < spread(np.ones(999), 1.0, 100).chance() < 0.01
