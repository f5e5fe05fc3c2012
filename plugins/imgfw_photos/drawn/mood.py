"""The light and the weather of a day, and of an hour of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HOURS = ("noon", "golden", "grey", "dusk", "night")
_LIKELY = (0.38, 0.2, 0.2, 0.1, 0.12)
WEATHER = ("clear", "cloudy", "rain", "fog", "snow")


@dataclass(frozen=True)
class Mood:
    """What light there is.

    hour     one of HOURS
    weather  one of WEATHER
    side     where the sun stands, -1 left .. 1 right
    warm     -1 blue .. 1 orange
    """

    hour: str
    weather: str
    side: float
    warm: float

    @property
    def dark(self) -> float:
        """0 by day .. 1 at night."""
        return {"night": 1.0, "dusk": 0.45}.get(self.hour, 0.0)

    def lit(self, colour: np.ndarray | tuple[int, ...]) -> np.ndarray:
        """A colour float (3,) of the day as it looks in this light."""
        gain = {
            "noon": (1.0, 1.0, 1.0),
            "golden": (1.08, 0.93, 0.74),
            "grey": (0.84, 0.87, 0.91),
            "dusk": (0.68, 0.6, 0.7),
            "night": (0.34, 0.39, 0.55),
        }[self.hour]
        return np.asarray(colour, float) * gain


def make_mood(rng: np.random.Generator) -> Mood:
    """The light of an hour; fog, rain and snow come with grey skies."""
    hour = str(rng.choice(HOURS, p=_LIKELY))
    weather = str(rng.choice(("clear", "cloudy"), p=(0.5, 0.5)))
    if hour == "grey":
        weather = str(rng.choice(("cloudy", "rain", "fog", "snow"), p=(0.4, 0.25, 0.2, 0.15)))
    return Mood(hour, weather, float(rng.uniform(-1, 1)), float(rng.normal(0, 0.35)))
