"""What in pictures speaks for a label, picture by picture and label by label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from imgfw import CallError, Target, nearest

from .grad_cam import grad_cam, last_map
from .heat import told
from .occlusion import occlusion

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens, Look

Method = Literal["grad-cam", "occlusion"]


@dataclass(frozen=True)
class Seen:
    """The heat of one label in one picture.

    label  its place in the target; 0 for a number
    heat   float32 (h, w), never below 0
    """

    label: int
    heat: np.ndarray


def seen(lens: Lens, look: Look, target: Target, label: str | None, method: Method) -> list[Seen]:
    """The heat of the label that is asked for, else of what is decided: of each of several labels."""
    heat_of = _method(lens, method)
    return [Seen(place, heat_of(look.pixels, target.name, place)) for place in places(look, target, label)]


def places(look: Look, target: Target, label: str | None) -> tuple[int, ...]:
    """The labels to explain: the one asked for, those decided, else the most probable.

    Raises CallError for a label that there is not.
    """
    if label is not None:
        return (place_of(target, label),)
    return look.decided[target.name] or (int(look.probabilities[target.name].argmax()),)


def place_of(target: Target, label: str) -> int:
    """The place of a label that is asked for. Raises CallError for one that there is not."""
    if target.type == "number":
        raise CallError(f'--label "{label}": "{target.name}" is a number and has no labels')
    if label not in target.labels:
        raise CallError(
            f'--label "{label}": "{target.name}" has no such label; {nearest(label, target.labels)}'
        )
    return target.labels.index(label)


def record(look: Look, target: Target, found: Sequence[Seen]) -> dict[str, Any]:
    """The same as numbers."""
    decided = look.decided[target.name]
    return {
        "picture": look.name,
        "labels": [
            {
                "label": name_of(target, each.label),
                "probability" if target.type != "number" else "value": float(
                    look.probabilities[target.name][each.label]
                ),
                "decided": each.label in decided,
                **told(each.heat),
            }
            for each in found
        ],
    }


def name_of(target: Target, label: int) -> str:
    """A label by its place; the target itself where it is a number."""
    return target.name if target.type == "number" else target.labels[label]


def _method(lens: Lens, method: Method) -> Callable[[np.ndarray, str, int], np.ndarray]:
    if method == "occlusion":
        return lambda pixels, target, label: occlusion(lens, pixels, target, label)
    layer = last_map(lens)
    return lambda pixels, target, label: grad_cam(lens, layer, pixels, target, label)
