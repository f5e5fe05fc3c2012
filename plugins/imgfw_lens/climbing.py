"""Which channels, units and labels are climbed to, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from imgfw import CallError, Target, printable_text

from .ascent import Climb, Height
from .maximise import liveliest, of_channels, of_labels, of_units
from .saliency import name_of, place_of
from .units import channels, layer_of

if TYPE_CHECKING:
    from .network import Lens

_SOME = 8
"""So many channels or labels where none are named."""


@dataclass(frozen=True)
class Goals:
    """What is asked for; nothing asked is the first and the last convolution and the labels of each target.

    channels  of every layer, the whole map; units: the middle of the map alone
    """

    layers: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    target: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Climbed:
    """A row: what it is about, and each name with what was climbed for it.

    what  as it stands in the numbers: {"layer": ...} or {"target": ...}
    kind  "channel", "unit" or "label"
    """

    what: dict[str, Any]
    kind: str
    heading: str
    names: tuple[str, ...]
    heights: Sequence[Height]


def climbed(
    lens: Lens, goals: Goals, climb: Climb, seed: int, say: Callable[[str], None]
) -> Iterator[Climbed]:
    """Row by row. Raises CallError for a layer, channel, target or label that there is not."""
    nothing = not (goals.layers or goals.labels or goals.target)
    layers = [layer_of(lens, name) for name in (("first", "last") if nothing else goals.layers)]
    some = partial(liveliest, lens, count=_SOME, climb=climb, seed=seed)
    rows = [row for layer in dict.fromkeys(layers) for row in _of_layer(lens, layer, goals, some)]
    targets = _targets(lens, goals, every=nothing)
    labels = [(target, _labels(target, goals.labels)) for target in targets]
    for layer, kind, given in rows:
        say(f"climbing to {len(given)} {kind}s of {layer}")
        of = of_units if kind == "unit" else of_channels
        heights = of(lens, layer, given, climb, seed)
        yield Climbed({"layer": layer}, kind, f"{kind}s of {layer}", tuple(map(str, given)), heights)
    for target, places in labels:
        say(f"climbing to {len(places)} labels of {target.name}")
        heights = of_labels(lens, target.name, places, climb, seed)
        names = tuple(printable_text(name_of(target, place)) for place in places)
        heading = f'labels of "{target.name}", by their logits'
        yield Climbed({"target": target.name}, "label", heading, names, heights)


def record(found: Climbed) -> dict[str, Any]:
    """The same as numbers."""
    told = [
        {found.kind: name, "began": height.began, "ended": height.ended, "times": height.times}
        for name, height in zip(found.names, found.heights, strict=True)
    ]
    return {**found.what, "kind": found.kind, "pictures": told}


def _of_layer(
    lens: Lens, layer: str, goals: Goals, some: Callable[[str], tuple[int, ...]]
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """(layer, kind, channels) of its rows; without any named, some channels."""
    count = channels(lens, layer)
    for option, given in (("--channel", goals.channels), ("--unit", goals.units)):
        beyond = [each for each in given if not 0 <= each < count]
        if beyond:
            raise CallError(f"{option} {beyond[0]}: {layer} has channels 0 to {count - 1}")
    if goals.units:
        yield layer, "unit", goals.units
    if goals.channels or not goals.units:
        yield layer, "channel", goals.channels or some(layer)


def _targets(lens: Lens, goals: Goals, *, every: bool) -> list[Target]:
    if every:
        return [lens.bundle.targets[name] for name in lens.bundle.targets if name not in lens.network.missing]
    return [lens.target(goals.target)] if goals.labels or goals.target else []


def _labels(target: Target, asked: Sequence[str]) -> tuple[int, ...]:
    """Places of the labels that are asked for, else of the first."""
    if asked or target.type == "number":
        return tuple(place_of(target, label) for label in asked) or (0,)
    return tuple(range(min(target.width, _SOME)))
