"""An attack carried out at every epsilon: which pictures hold, and the least noise that changes each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .attack import Attack
from .robust import Robust, robust
from .subjects import Subject

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Attacked:
    """What came of an attack on N pictures at E epsilons, the first of which is 0.

    pixels   uint8 (E, N, H, W, 3)
    decided  int (E, N), as `Attack.decided` gives it
    sure     float (E, N): how probable that is
    robust   the figures for each epsilon
    """

    epsilons: tuple[int, ...]
    subjects: Sequence[Subject]
    pixels: np.ndarray
    decided: np.ndarray
    sure: np.ndarray
    robust: Sequence[Robust]

    def least(self, place: int) -> int | None:
        """The place of the least epsilon at which a picture is decided otherwise than without noise."""
        changed = [i for i, d in enumerate(self.decided[:, place]) if d != self.decided[0, place]]
        return changed[0] if changed else None


def carried_out(attack: Attack, subjects: Sequence[Subject], epsilons: Sequence[int], seed: int) -> Attacked:
    """Attack pictures at these epsilons; without noise is the first of them, whether it is asked for or not.

    By PGD what is decided wrong within a smaller epsilon stays as it is: it lies within the larger ones too.
    """
    import numpy as np

    sizes = tuple(sorted({0, *epsilons}))
    truth = np.array([subject.truth for subject in subjects])
    clean = np.stack([subject.pixels for subject in subjects])
    pixels = np.stack(attack.attacked(clean, truth, sizes, seed))
    told = [attack.decided(each) for each in pixels]
    decided, sure = (np.stack([each[part] for each in told]) for part in (0, 1))
    for at in range(2, len(sizes)) if attack.method == "pgd" else ():
        keeps = decided[at - 1] != truth
        for held in (pixels, decided, sure):
            held[at, keeps] = held[at - 1, keeps]
    groups = [subject.group for subject in subjects]
    figures = [
        robust(size, found == truth, found != decided[0], groups)
        for size, found in zip(sizes, decided, strict=True)
    ]
    return Attacked(sizes, subjects, pixels, decided, sure, figures)


def record(attack: Attack, found: Attacked) -> dict[str, Any]:
    """The same as numbers, with what each picture is decided to be at every epsilon."""
    import numpy as np

    target, names = (
        attack.target.name,
        [name_of(attack, place) for place in range(2 if attack.label is not None else attack.target.width)],
    )
    return {
        "target": target,
        "label": None if attack.label is None else attack.target.labels[attack.label],
        "method": attack.method,
        "steps": attack.steps if attack.method == "pgd" else 1,
        "size": list(attack.lens.size),
        "epsilons": [each.plain() for each in found.robust],
        "pictures": [
            {
                "picture": subject.name,
                "truth": names[subject.truth],
                "decided": [names[d] if d >= 0 else None for d in found.decided[:, place]],
                "probability": [None if np.isnan(s) else float(s) for s in found.sure[:, place]],
                "moved": [
                    int(np.abs(each[place].astype(int) - subject.pixels).max()) for each in found.pixels
                ],
            }
            for place, subject in enumerate(found.subjects)
        ],
    }


def name_of(attack: Attack, decided: int) -> str:
    """A decision for people."""
    if decided < 0:
        return "none"
    if attack.label is None:
        return attack.target.labels[decided]
    name = attack.target.labels[attack.label]
    return name if decided else f"not {name}"
