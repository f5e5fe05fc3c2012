"""How fast a host may be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_web.pace import LONGEST, Pace, back_off, limits, retry_after

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_waits_grow_and_end():
    """Doubled each time, with a cap."""
    assert [back_off(failed) for failed in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0), ("5", 5), (" 120 ", 120), ("", None), ("soon", None), ("-5", None), ("1.5", None),
        ("9" * 40, None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0),
        ("Thu, 26 Nov 2026 12:00:30 -0000", 30),
        ("Thu, 99 Nov 2026 12:00:30 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text, seconds):
    """Anything else says nothing."""
    assert retry_after({"retry-after": text}, NOW) == seconds
    assert retry_after({}, NOW) is None


@given(st.text(max_size=40))
def test_any_retry_after_is_understood_or_passed_over(text):
    """For any text."""
    found = retry_after({"retry-after": text}, NOW)

    assert found is None or found >= 0


def test_limits_are_read_as_openverse_tells_them():
    """Several at once; what has another form is passed over."""
    headers = {
        "x-ratelimit-limit-anon_burst": "20/min",
        "x-ratelimit-available-anon_burst": "19",
        "x-ratelimit-limit-anon_sustained": "200/day",
        "x-ratelimit-available-anon_sustained": "-1",
        "x-ratelimit-limit-other": "1/second",
        "x-ratelimit-limit-broken": "many",
        "x-ratelimit-limit-none": "0/min",
        "x-ratelimit-available-lonely": "3",
        "content-type": "20/min",
    }

    assert limits(headers) == {
        "anon_burst": (20, 60.0, 19),
        "anon_sustained": (200, 86400.0, -1),
        "other": (1, 1.0, None),
    }


def test_requests_are_spread_over_a_short_period():
    """20 a minute is one every three seconds; a long period spreads nothing."""
    pace = Pace()

    pace.told({"x-ratelimit-limit-b": "20/min", "x-ratelimit-limit-s": "200/day"}, 100.0)
    pace.asked(100.0)

    assert pace.gap == 3 and pace.wait(100.0) == 3 and pace.wait(102.0) == 1 and pace.wait(104.0) == 0


@pytest.mark.parametrize(("rate", "seconds"), [("20/min", 60), ("200/day", 86400), ("9/hour", 3600)])
def test_a_used_up_limit_is_waited_for(rate, seconds):
    """As long as its period; the reason names the limit."""
    pace = Pace()

    pace.told({"x-ratelimit-limit-x": rate, "x-ratelimit-available-x": "0"}, 100.0)

    assert pace.wait(100.0) == seconds and "(x) is used up" in pace.why


def test_a_shorter_wait_does_not_undo_a_longer_one():
    """The reason stays that of the longer."""
    pace = Pace()

    pace.hold(50, 100.0, "long")
    pace.hold(5, 100.0, "short")

    assert pace.wait(100.0) == 50 and pace.why == "long" and pace.wait(100.0) < LONGEST
