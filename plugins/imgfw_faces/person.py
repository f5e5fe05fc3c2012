"""Who somebody is: the parameters that stay the same in all pictures of one person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .modes import MODES

Colour = tuple[float, float, float]

SKINS: tuple[Colour, ...] = (
    (246, 220, 204),
    (238, 205, 184),
    (224, 184, 157),
    (203, 158, 128),
    (170, 124, 96),
    (134, 94, 72),
    (98, 69, 55),
)
"""Skin tones from fair to dark; a person's lies anywhere between."""

HAIRS: dict[str, Colour] = {
    "black": (44, 38, 38),
    "dark-brown": (74, 52, 40),
    "brown": (112, 78, 54),
    "light-brown": (152, 114, 78),
    "blond": (208, 174, 122),
    "red": (160, 82, 46),
    "grey": (168, 166, 164),
}

EYES: tuple[Colour, ...] = (
    (74, 46, 28),
    (98, 64, 36),
    (112, 100, 58),
    (92, 120, 96),
    (92, 132, 164),
    (120, 130, 138),
)

TODDLER, GROWN, GREYING, OLD = 0.06, 0.35, 0.6, 0.85
"""Ages at which hair may be long, a face is full-grown, hair begins to grey, and all of it is grey."""

STYLES = ("bald", "buzz", "crop", "quiff", "curls", "bob", "long", "bun")
"""Ways to wear hair."""

_CHILDISH = {
    "eyes-open": 2.6,
    "eyes-apart": 1.2,
    "cheek-full": 2.6,
    "nose-long": -2.0,
    "nose-bridge": -2.0,
    "nose-forward": -1.6,
    "chin-long": -2.4,
    "chin-forward": -1.5,
    "face-long": -2.6,
    "jaw-width": -1.6,
    "brow-ridge": -1.6,
    "mouth-wide": -1.8,
}
"""How much of each mode makes a newborn of a grown-up."""


@dataclass(frozen=True)
class Person:
    """One identity.

    seed      of everything small: blotches, single hairs, freckles
    modes     (name, weight) for every mode of the head
    wide,high size of the head relative to the average
    masculine whether it is a man or a boy
    skin      0..6, place among the skin tones
    warm      how much redder than its tone
    hair      name of the hair's colour
    style     one of STYLES
    waves     straight | wavy | curly
    fringe    whether hair falls over the forehead
    parting   where the hair parts, -1..1
    eyes      colour of the iris
    brows     thickness, about 1
    beard     0 none, 0.3 stubble, 1 full
    age       0 newborn .. 1 old; every age is as frequent as any other
    freckles, lipstick  as named
    """

    seed: int
    modes: tuple[tuple[str, float], ...]
    wide: float
    high: float
    masculine: bool
    skin: float
    warm: float
    hair: str
    style: str
    waves: str
    fringe: bool
    parting: float
    eyes: int
    brows: float
    beard: float
    age: float
    freckles: bool
    lipstick: bool

    @property
    def skin_colour(self) -> np.ndarray:
        """float (3,) 0..255."""
        low = min(int(self.skin), len(SKINS) - 2)
        one, two = np.array(SKINS[low], float), np.array(SKINS[low + 1], float)
        return one + (two - one) * (self.skin - low) + np.array([self.warm, 0, -self.warm])

    @property
    def hair_colour(self) -> np.ndarray:
        """float (3,) 0..255; it greys with age."""
        colour, grey = np.array(HAIRS[self.hair], float), np.array(HAIRS["grey"], float)
        return colour + (grey - colour) * np.clip((self.age - GREYING) / 0.6, 0, 0.4)


def make_person(seed: int, number: int) -> Person:
    """The person of this number in the world of this seed."""
    rng = np.random.default_rng((seed, 1, number))
    masculine = bool(rng.random() < 0.5)
    lean = 0.55 if masculine else -0.55
    modes = {name: float(np.clip(rng.normal(0, 0.85), -1.9, 1.9)) for name in MODES}
    for name, share in (("jaw-width", 1.0), ("brow-ridge", 1.2), ("chin-forward", 0.6), ("lips-full", -0.8)):
        modes[name] += share * lean
    modes["eyes-open"] += 1.3
    modes["nose-wide"] += 0.6
    skin = float(rng.uniform(0, 6))
    style = _style(rng, masculine)
    person = Person(
        seed=int(rng.integers(1 << 30)),
        modes=tuple(modes.items()),
        wide=float(1.045 + 0.025 * rng.normal() + 0.02 * lean),
        high=float(0.97 + 0.022 * rng.normal()),
        masculine=masculine,
        skin=skin,
        warm=float(rng.normal(0, 3)),
        hair=_hair(rng, skin),
        style=style,
        waves="curly" if style == "curls" else str(rng.choice(["straight", "wavy"], p=[0.6, 0.4])),
        fringe=bool(rng.random() < 0.4 and (style == "crop" or (style in ("bob", "long") and not masculine))),
        parting=float(rng.uniform(-1, 1)),
        eyes=_eyes(rng, skin),
        brows=float(np.clip(1 + 0.2 * rng.normal() + 0.25 * lean, 0.6, 1.5)),
        beard=float(rng.choice([0, 0.35, 1], p=[0.45, 0.2, 0.35])) if masculine else 0.0,
        age=float(rng.uniform(0, 1)),
        freckles=bool(skin < 3 and rng.random() < 0.3),
        lipstick=bool(not masculine and rng.random() < 0.5),
    )
    return _of_that_age(person)


def _of_that_age(person: Person) -> Person:
    """What a grown-up of no age would look like at the age this one has."""
    if person.age >= OLD:
        return replace(person, hair="grey")
    if person.hair == "grey" and person.age < GREYING:
        person = replace(person, hair="light-brown")
    if person.age >= GROWN:
        return person
    childish = 1 - person.age / GROWN
    modes = {name: weight + childish * _CHILDISH.get(name, 0.0) for name, weight in person.modes}
    style = "buzz" if person.age < TODDLER else "crop" if person.style == "bald" else person.style
    high = person.high * (1 - 0.1 * childish)
    return replace(person, modes=tuple(modes.items()), style=style, high=high, beard=0.0, lipstick=False)


def _style(rng: np.random.Generator, masculine: bool) -> str:
    shares = (
        (0.12, 0.16, 0.26, 0.22, 0.14, 0.02, 0.06, 0.02)
        if masculine
        else (0, 0, 0.1, 0, 0.17, 0.24, 0.34, 0.15)
    )
    return str(rng.choice(STYLES, p=shares))


def _hair(rng: np.random.Generator, skin: float) -> str:
    fair = np.array([0.1, 0.18, 0.2, 0.16, 0.18, 0.1, 0.08])
    dark = np.array([0.6, 0.24, 0.06, 0.01, 0.01, 0.0, 0.08])
    share = np.clip((skin - 1.5) / 2.5, 0, 1)
    return str(rng.choice(list(HAIRS), p=(1 - share) * fair + share * dark))


def _eyes(rng: np.random.Generator, skin: float) -> int:
    return int(rng.integers(0, 6 if skin < 2.5 else 2))
