"""Skies and weather."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.mood import Mood
from imgfw_photos.drawn.sky import horizon_colour, sky, weather


def painted(hour: str, weathers: str = "clear") -> np.ndarray:
    """A sky in that light, float32 (60, 80, 3)."""
    canvas = Canvas(80, 60)
    sky(canvas, Mood(hour, weathers, 0.0, 0.0), np.random.default_rng(1), 0.6)
    return canvas.array()


def test_skies_are_of_their_hour():
    """Blue at noon, orange below in the evening, dark at night."""
    noon, golden, night = (painted(hour)[:30].mean((0, 1)) for hour in ("noon", "golden", "night"))

    assert noon[2] > noon[0] and night.max() < 90
    low = painted("golden")[30:34].mean((0, 1))
    assert low[0] > low[2] and golden.mean() > night.mean()


@pytest.mark.parametrize("kind", ["fog", "rain", "snow"])
def test_weather_changes_what_is_seen(kind):
    """Fog takes contrast away; rain and snow leave streaks and flakes."""
    canvas, mood = Canvas(80, 60), Mood("grey", kind, 0.0, 0.0)
    sky(canvas, mood, np.random.default_rng(1), 0.6)
    before = canvas.array()
    weather(canvas, mood, np.random.default_rng(2), 0.6)

    assert not np.array_equal(before, canvas.array())


def test_clear_weather_leaves_all_as_it_is():
    """And distance has the colour of the horizon."""
    canvas = Canvas(80, 60)
    weather(canvas, Mood("noon", "clear", 0.0, 0.0), np.random.default_rng(2), 0.6)

    assert not canvas.array().any()
    assert horizon_colour(Mood("noon", "clear", 0, 0)).shape == (3,)
