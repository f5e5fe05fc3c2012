"""Where what an export makes of a picture first differs from what its bundle makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any

from .composing import FEATURES
from .ways import Got, Run, Wanted, decided_by

if TYPE_CHECKING:
    import numpy as np

BAND = 1e-4
"""Probabilities are equal within this; numbers within this share of them."""

FEATURE_BAND = 1e-3
"""Features are equal within this share of the largest."""

_SCALES = ((1 / 255, 0.0), (255.0, 0.0), (1 / 127.5, -1.0), (127.5, 127.5))
"""By what pixels are scaled where it is done twice or not at all."""


@dataclass(frozen=True)
class Difference:
    """The first stage at which two answers part, and by how much."""

    stage: str
    largest: float


def first_difference(wanted: Wanted, got: Got) -> Difference | None:
    """The first stage at which they differ by more than the band, None where they agree."""
    image = wanted.picture.image
    if apart := _apart(got.decoded, image):
        return Difference("decode", apart)
    if apart := _apart(got.resized, wanted.pixels):
        return Difference("resize", apart)
    if apart := _apart(got.pixels[0], wanted.pixels):
        swapped = any(not _apart(got.pixels[0], wanted.pixels[..., order]) for order in _orders())
        return Difference("colour order" if swapped else "scaling", apart)
    apart = _apart(got.found[FEATURES], wanted.features)
    if not apart <= _allowed(wanted.features):
        return Difference(_before_features(wanted, got.run), apart)
    for each in got.told["targets"]:
        if difference := _in_answer(wanted, got, each):
            return difference
    return None


def of_probabilities(wanted: Wanted, got: Got) -> dict[str, float]:
    """{target: the largest difference}, of a number as a share of it where it is above 1."""
    import numpy as np

    found = {}
    for each in got.told["targets"]:
        values = wanted.probabilities[each["name"]]
        unit = max(1.0, float(np.abs(values).max())) if each["type"] == "number" else 1.0
        found[each["name"]] = _apart(got.found[each["output"]], values) / unit
    return found


def _in_answer(wanted: Wanted, got: Got, told: Mapping[str, Any]) -> Difference | None:
    name = told["name"]
    values, apart = got.found[told["output"]], of_probabilities(wanted, got)[name]
    if apart <= BAND:
        same = decided_by(wanted.bundle, {name: values})[name] == got.decided[name]
        return None if same else Difference("decision", apart)
    if _apart(values, wanted.said_of(got.found[FEATURES])[name]) <= BAND:
        return Difference("backbone", apart)  # features differ by little, of which the head makes much
    bare, right = wanted.bare[name], wanted.probabilities[name]
    if told["type"] != "number":
        squashed = _squashed(values, told["type"])
        if any(_apart(squashed, each) <= BAND for each in (bare, right)):
            return Difference("sigmoid" if told["type"] == "multi-label" else "softmax", apart)
        if _apart(values, bare) <= BAND:
            return Difference("temperature", apart)
    return Difference("head", apart)


def _before_features(wanted: Wanted, run: Run) -> str:
    """Why features differ of the same pixels: it wants other colours, another scale, or is wrong."""
    import numpy as np

    def mended(pixels: np.ndarray) -> bool:
        return _apart(run(pixels[None])[FEATURES], wanted.features) <= _allowed(wanted.features)

    if any(mended(np.ascontiguousarray(wanted.pixels[..., order])) for order in _orders()):
        return "colour order"
    scaled = (wanted.pixels * np.float32(by) + np.float32(more) for by, more in _SCALES)
    return "scaling" if any(mended(pixels) for pixels in scaled) else "backbone"


def _orders() -> list[list[int]]:
    """Every other order of three colours."""
    return [list(order) for order in permutations(range(3))][1:]


def _squashed(logits: np.ndarray, kind: str) -> np.ndarray:
    import numpy as np

    given = logits.astype(np.float64)
    if kind == "multi-label":
        return 1 / (1 + np.exp(-np.clip(given, -500, 500)))
    shares = np.exp(given - given.max())
    return shares / shares.sum()


def _allowed(features: np.ndarray) -> float:
    import numpy as np

    return FEATURE_BAND * max(float(np.abs(features).max()), 1e-6)


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    """The largest difference; infinite where shapes differ or a value is no number."""
    import numpy as np

    if one.shape != other.shape:
        return float("inf")
    apart = float(np.abs(one.astype(np.float64) - other.astype(np.float64)).max(initial=0))
    return apart if apart == apart else float("inf")
