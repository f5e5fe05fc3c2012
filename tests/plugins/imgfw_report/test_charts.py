"""Plots."""

from __future__ import annotations

import pytest

from imgfw_report.charts import MOST, Line, Plot, axis, shares, stairs, thinned
from imgfw_report.markup import rendered


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([1, 30], (0, 10, 20, 30)),
        ([0.02, 0.4], (0.0, 0.1, 0.2, 0.3, 0.4)),
        ([-0.3, 0.3], (-0.4, -0.2, 0.0, 0.2, 0.4)),
        ([1200, 1900], (1200, 1400, 1600, 1800, 2000)),
        ([], (-0.5, 0.0, 0.5)),
    ],
)
def test_an_axis_holds_its_values_between_round_numbers(values, ticks):
    """About five, from the first at or below to the first at or above."""
    assert axis(values).ticks == pytest.approx(ticks)


def test_an_axis_begins_at_zero_where_it_is_asked_to():
    """Lengths from there on are true."""
    assert axis([5, 8], zero=True).ticks[0] == 0 and axis([-5, -8], zero=True).ticks[-1] == 0


def test_whole_numbers_are_never_written_as_fractions():
    """An axis of epochs has no half ones."""
    assert axis([1, 2], whole=True).ticks == (1, 2)


def test_ticks_have_as_many_digits_as_tell_them_apart():
    """No more."""
    tall, fine = axis([0, 4000]), axis([0, 0.04])

    assert [tall.written(tick) for tick in tall.ticks][-1] == "4,000"
    assert [fine.written(tick) for tick in fine.ticks][:2] == ["0.00", "0.01"]


def test_points_lie_where_their_values_are():
    """Between the margins; what is beyond an end is at it."""
    plot = Plot(shares(), shares(), "a test", (Line([(0, 0), (0.5, 2), (1, 1)]),))

    assert plot.path(plot.lines[0]) == "M46.0 220.0L216.0 16.0L386.0 16.0"


def test_stairs_keep_each_height_until_the_next_point():
    """As a figure that is known at its points only."""
    assert stairs([(0, 1), (2, 3), (4, 0)]) == [(0, 1), (2, 1), (2, 3), (4, 3), (4, 0)]


def test_long_curves_are_thinned_between_their_ends():
    """Short ones stay as they are."""
    long = [(float(i), 0.0) for i in range(100_000)]

    assert len(thinned(long)) == MOST
    assert (thinned(long)[0], thinned(long)[-1]) == (long[0], long[-1])
    assert thinned(long[:5]) == long[:5]


def test_a_plot_tells_what_it_shows_to_those_who_do_not_see_it():
    """Escaped, as all text of it."""
    html = rendered("plots.html", plots=[("<Loss>", Plot(shares("<x>"), shares(), "<told>"))])

    assert 'aria-label="&lt;told&gt;"' in html and "&lt;Loss&gt;" in html and "&lt;x&gt;" in html
