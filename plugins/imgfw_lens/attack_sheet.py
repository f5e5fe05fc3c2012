"""The sheet of an attack: clean, the noise made visible, attacked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from imgfw import printable_text

if TYPE_CHECKING:
    from .attack import Attack
    from .attacks import Attacked
    from .sheet import Row

_AMPLIFIED = 96


def notes(planned: Attack, found: Attacked, decisions: bool) -> list[str]:
    """What explains the sheet; `decisions` where the truth is what was decided."""
    how = "one step" if planned.method == "fgsm" else f"{planned.steps} steps"
    what = "of what was decided still holds" if decisions else "are decided right"
    shares = ", ".join(f"{each.accuracy:.0%} at {each.epsilon}" for each in found.robust)
    return [
        f"Noise by {how} up the loss, within epsilon levels of 255 a pixel, on what the network gets. "
        f"Of {len(found.subjects):,} pictures {what}: {shares}.",
        "Each row: the picture; the noise made visible, where grey is none; the picture with that noise.",
    ]


def rows(planned: Attack, found: Attacked, shown: int) -> Iterator[Row]:
    """Those that were right and are changed with the least noise first."""
    from .attacks import name_of
    from .sheet import Cell, Row

    last = len(found.epsilons) - 1
    order = sorted(
        range(len(found.subjects)),
        key=lambda i: (found.decided[0, i] != found.subjects[i].truth, found.least(i) or last + 1),
    )
    for place in order[:shown]:
        at = found.least(place) or last
        subject = found.subjects[place]

        def said(step: int, place: int = place) -> str:
            name = printable_text(name_of(planned, int(found.decided[step, place])))
            sure = found.sure[step, place]
            return name if sure != sure else f"{name}  {sure:.0%}"

        held = "" if found.least(place) else ": it holds"
        yield Row(
            [
                Cell(subject.pixels, said(0), subject.name),
                Cell(
                    _amplified(subject.pixels, found.pixels[at, place]),
                    "the noise",
                    f"epsilon {found.epsilons[at]}",
                ),
                Cell(found.pixels[at, place], said(at), f"epsilon {found.epsilons[at]}{held}"),
            ]
        )


def _amplified(clean: Any, attacked: Any) -> Any:
    """The difference, its largest made visible."""
    import numpy as np

    apart = attacked.astype(np.float32) - clean
    most = max(1.0, float(np.abs(apart).max()))
    return np.clip(128 + apart * _AMPLIFIED / most, 0, 255).astype(np.uint8)
