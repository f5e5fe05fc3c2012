"""What is in a photo, decided from its day and its number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .city import CITIES
from .food import DISHES
from .land import LANDS
from .looks import Looks, myself, somebody
from .mood import Mood, make_mood
from .paper import PAPERS

LABELS = ("animal", "city", "food", "group", "landscape", "me")
_PLANS = {  # (where, who or what is in it): how often, on a day in the country, in the city, at home
    ("landscape", ""): (30, 3, 2),
    ("landscape", "animal"): (14, 1, 3),
    ("landscape", "group"): (10, 1, 2),
    ("landscape", "me"): (10, 1, 2),
    ("landscape", "group+me"): (6, 1, 1),
    ("city", ""): (2, 30, 2),
    ("city", "group"): (0, 9, 1),
    ("city", "me"): (1, 10, 1),
    ("city", "group+me"): (0, 6, 1),
    ("city", "animal"): (0, 6, 1),
    ("food", ""): (7, 10, 18),
    ("room", "food+group"): (1, 2, 5),
    ("room", "food+me"): (1, 2, 5),
    ("room", "animal"): (2, 1, 17),
    ("room", "animal+me"): (1, 0, 4),
    ("room", "group"): (1, 3, 8),
    ("room", "me"): (1, 2, 6),
    ("room", "group+me"): (1, 2, 4),
    ("room", "somebody"): (1, 2, 4),
    ("reef", "animal"): (2, 1, 3),
    ("paper", ""): (6, 8, 12),
}
_UPRIGHT = frozenset({"chat", "list", "receipt", "chart"})


@dataclass(frozen=True)
class Day:
    """What photos of one day have in common.

    kind    0 in the country, 1 in the city, 2 at home
    mood    light and weather
    place   what decides the streets, mountains and rooms of that day
    me      how the one whose album it is looks on that day
    others  who was there
    """

    kind: int
    mood: Mood
    place: str
    me: Looks
    others: tuple[Looks, ...]


@dataclass(frozen=True)
class Scene:
    """A photo before it is painted: where it is, what is in it, what its labels are, which way it is held."""

    where: str
    what: str
    labels: tuple[str, ...]
    upright: bool
    detail: str

    @property
    def parts(self) -> frozenset[str]:
        """Who and what is in it, each by itself."""
        return frozenset(self.what.split("+"))


def make_day(rng: np.random.Generator) -> Day:
    """A day of the album."""
    kind = int(rng.choice(3, p=(0.36, 0.32, 0.32)))
    places = LANDS if kind == 0 else CITIES
    return Day(
        kind=kind,
        mood=make_mood(rng),
        place=str(rng.choice(places)),
        me=myself(rng),
        others=tuple(somebody(rng) for _ in range(5)),
    )


def make_scene(day: Day, rng: np.random.Generator) -> Scene:
    """A photo of that day."""
    plans = list(_PLANS)
    weight = np.array([_PLANS[plan][day.kind] for plan in plans], float)
    where, what = plans[int(rng.choice(len(plans), p=weight / weight.sum()))]
    found = {where, *what.split("+")} & set(LABELS)
    fits = {"landscape": LANDS, "city": CITIES, "food": DISHES, "paper": PAPERS}.get(where, ("",))
    detail = day.place if day.place in fits and rng.random() < 0.6 else str(rng.choice(fits))
    upright = detail in _UPRIGHT or bool(rng.random() < 0.35)
    return Scene(where, what, tuple(sorted(found)), upright, detail)
