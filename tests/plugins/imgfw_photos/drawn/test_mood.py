"""Light and weather."""

import numpy as np

from imgfw_photos.drawn.mood import HOURS, WEATHER, Mood, make_mood


def test_moods_are_of_the_known_kinds_and_follow_the_generator():
    """Every hour and weather comes up; the same seed gives the same."""
    found = [make_mood(np.random.default_rng(seed)) for seed in range(300)]

    assert {mood.hour for mood in found} == set(HOURS)
    assert {mood.weather for mood in found} == set(WEATHER)
    assert make_mood(np.random.default_rng(3)) == found[3]


def test_rain_falls_from_grey_skies_only():
    """As fog and snow do."""
    moods = [make_mood(np.random.default_rng(seed)) for seed in range(300)]

    assert {mood.hour for mood in moods if mood.weather in ("rain", "fog", "snow")} == {"grey"}


def test_colours_are_darker_at_night():
    """And orange in the evening."""
    white = (200, 200, 200)
    night, golden = Mood("night", "clear", 0, 0), Mood("golden", "clear", 0, 0)

    assert night.lit(white).mean() < 120 and night.dark == 1.0 and golden.dark == 0.0
    assert golden.lit(white)[0] > golden.lit(white)[2]
