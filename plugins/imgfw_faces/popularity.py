"""How popular a drawn selfie is: a sum over what it shows, and chance. Made up, so that it is known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .portrait import Portrait

USUAL = 4.2
WORTH = {
    "is_female": 0.6,
    "baby": 0.1,
    "child": -0.3,
    "teenager": 0.2,
    "youth": 0.4,
    "middle_age": -0.2,
    "senior": -0.6,
    "smiling": 0.2,
    "wearing_sunglasses": 0.15,
    "wearing_hat": -0.1,
    "duck_face": -0.2,
    "harsh_lighting": -0.15,
    "dim_lighting": -0.4,
    "partial_faces": -0.4,
}
"""What each attribute that holds adds to USUAL."""
CHANCE = 0.3
"""Standard deviation of what nothing in the picture explains."""


def expected(held: Mapping[str, bool | None]) -> float:
    """The popularity of a picture with these attributes, but for chance."""
    return USUAL + sum(worth for name, worth in WORTH.items() if held[name])


def popularity(portrait: Portrait, held: Mapping[str, bool | None]) -> float:
    """Its popularity, about 2 to 6, to three places; the portrait's own seed decides on chance."""
    chance = np.random.default_rng((portrait.seed, 3)).normal(0, CHANCE)
    return round(expected(held) + float(chance), 3)
