"""A picture somebody takes of themselves, as parameters: all that can be seen follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from .body import OUTFITS
from .light import Light
from .person import Person
from .scene import SCENES
from .wear import HATS

_T = TypeVar("_T")

FAULTS = ("far", "close", "cut", "dark", "bright", "blurred", "tilted", "noisy", "turned")
"""What can go wrong with a selfie."""

_CLOTHES = (
    (0.55, 0.54, 0.52),
    (0.035, 0.04, 0.055),
    (0.07, 0.12, 0.22),
    (0.30, 0.07, 0.07),
    (0.10, 0.17, 0.12),
    (0.42, 0.34, 0.24),
    (0.13, 0.13, 0.14),
    (0.34, 0.20, 0.22),
    (0.20, 0.28, 0.36),
    (0.50, 0.38, 0.14),
)


@dataclass(frozen=True)
class Portrait:
    """One picture of one person.

    person      who it is
    seed        of background and grain
    expression  (name, weight) for each expression of the head
    pose        yaw, pitch, roll of the head in degrees
    tilt        how far the phone was held askew, in degrees
    size        height of the head as a share of the picture's side
    centre      (x, y) where the middle of the head lies, as shares of the side
    far         distance of the phone (mm)
    light       where light comes from
    stops       exposure; 0 is right, below is dark
    blur        as a share of the side
    noise       grain in grey levels
    glasses     "" or "round", "square", "sun"
    hat         "" or one of wear.HATS
    outfit      one of body.OUTFITS
    colours     linear colours of clothes and hat
    scene       one of scene.SCENES
    arm         side of the arm that holds the phone: -1, 1, or 0 where it is not seen
    """

    person: Person
    seed: int
    expression: tuple[tuple[str, float], ...]
    pose: tuple[float, float, float]
    tilt: float
    size: float
    centre: tuple[float, float]
    far: float
    light: Light
    stops: float
    blur: float
    noise: float
    glasses: str
    hat: str
    outfit: str
    colours: tuple[tuple[float, float, float], tuple[float, float, float]]
    scene: str
    arm: int

    def feels(self, name: str) -> float:
        """Weight of an expression, 0 where it is absent."""
        return dict(self.expression).get(name, 0.0)


def make_portrait(person: Person, rng: np.random.Generator) -> Portrait:
    """A picture of this person: a careful one, or one with one or two clear faults."""
    careful = make_careful(person, rng)
    if rng.random() < 0.56:
        return careful
    faults = rng.choice(FAULTS, size=1 + int(rng.random() < 0.35), replace=False)
    for fault in faults:
        careful = _spoiled(careful, str(fault), rng)
    return careful


def make_careful(person: Person, rng: np.random.Generator) -> Portrait:
    """A picture of this person without faults."""
    hatted = person.style != "bald" and rng.random() < 0.15
    return Portrait(
        person=person,
        seed=int(rng.integers(1 << 30)),
        expression=_expression(rng),
        pose=(float(rng.normal(0, 11)), float(rng.normal(2, 5)), float(rng.normal(0, 5))),
        tilt=float(np.clip(rng.normal(0, 3), -8, 8)),
        size=float(rng.uniform(0.58, 0.76)),
        centre=(float(rng.normal(0.5, 0.03)), float(rng.normal(0.46, 0.025))),
        far=float(rng.uniform(480, 760)),
        light=_light(rng),
        stops=float(np.clip(rng.normal(0, 0.16), -0.35, 0.35)),
        blur=float(rng.uniform(0, 0.0035)),
        noise=float(rng.uniform(0.6, 4.0)),
        glasses=str(rng.choice(["", "round", "square", "sun"], p=[0.66, 0.12, 0.12, 0.10])),
        hat=_pick(rng, HATS) if hatted else "",
        outfit=_pick(rng, OUTFITS),
        colours=(_pick(rng, _CLOTHES), _pick(rng, _CLOTHES)),
        scene=_pick(rng, SCENES),
        arm=int(rng.choice([-1, 0, 1])),
    )


def _pick(rng: np.random.Generator, choices: Sequence[_T]) -> _T:
    return choices[int(rng.integers(len(choices)))]


def _expression(rng: np.random.Generator) -> tuple[tuple[str, float], ...]:
    weights = {"brow-up": rng.uniform(0.3, 1) * (rng.random() < 0.2), "blink": rng.uniform(0, 0.08)}
    mood = rng.random()
    if mood < 0.55:
        weights["smile"] = rng.uniform(0.65, 1.15)
        weights["open"] = rng.uniform(0.25, 0.8) * (rng.random() < 0.3)
    elif mood < 0.65:
        weights["open"] = rng.uniform(0.4, 0.9)
    elif mood < 0.73:
        weights["pucker"] = rng.uniform(0.6, 1.0)
    else:
        weights["smile"] = rng.uniform(0.0, 0.2)
    return tuple((name, float(weight)) for name, weight in weights.items())


def _light(rng: np.random.Generator) -> Light:
    return Light(
        side=float(rng.choice([-1, 1]) * rng.uniform(12, 55)),
        above=float(rng.uniform(15, 50)),
        hard=float(rng.uniform(0.3, 0.68)),
        warm=float(np.clip(rng.normal(0.15, 0.4), -0.8, 1)),
        rim=float(rng.uniform(0, 0.35)),
    )


def _spoiled(portrait: Portrait, fault: str, rng: np.random.Generator) -> Portrait:
    """The portrait with one fault, from hardly visible to gross but mostly clear."""
    side = float(rng.choice([-1, 1]))
    amount = float(rng.uniform(0.55, 1.25))
    if fault == "far":
        return replace(portrait, size=0.54 - 0.24 * amount, arm=0)
    if fault == "close":
        return replace(portrait, size=0.84 + 0.42 * amount)
    if fault == "cut":
        x, y = (side, 0.3 * side) if rng.random() < 0.6 else (0.3 * side, side)
        shift = 0.07 + 0.27 * amount
        return replace(portrait, centre=(0.5 + shift * x, 0.48 + 0.8 * shift * y))
    if fault == "dark":
        return replace(portrait, stops=-0.5 - 1.7 * amount)
    if fault == "bright":
        return replace(portrait, stops=0.45 + 0.95 * amount)
    if fault == "blurred":
        return replace(portrait, blur=0.006 + 0.018 * amount)
    if fault == "tilted":
        return replace(portrait, tilt=side * (9 + 24 * amount))
    if fault == "noisy":
        return replace(portrait, noise=6 + 17 * amount)
    yaw = side * (22 + 26 * amount)
    return replace(portrait, pose=(yaw, *portrait.pose[1:]))
