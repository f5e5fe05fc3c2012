"""What is attacked: the test samples of a run with their labels, or pictures with what is decided of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import CallError, Outcome, PictureError, Target, printable_text

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens, Look


@dataclass(frozen=True)
class Subject:
    """A picture as the network sees it.

    pixels  uint8 (H, W, 3)
    truth   the place of the true label, or whether the label holds (0 or 1)
    group   pictures of one group belong together
    """

    name: str
    pixels: np.ndarray
    truth: int
    group: str


def of_run(
    lens: Lens, outcome: Outcome, target: Target, label: int | None, count: int, say: Callable[[str], None]
) -> list[Subject]:
    """The first so many test samples whose truth is known; what cannot be read any more is told by `say`.

    Raises CallError where there are none.
    """
    import numpy as np

    given = outcome.predictions.get("test")
    found: list[Subject] = []
    for place, sample in enumerate(given.samples if given else ()):
        assert given is not None
        true = given.truth[target.name][place]
        true = float(true if label is None else true[label])
        if len(found) == count or np.isnan(true) or true < 0:
            continue
        try:
            look = lens.look(outcome.picture(sample), printable_text(sample.uri))
        except PictureError as error:
            say(printable_text(str(error)))
            continue
        found.append(Subject(look.name, _levels(look.pixels), int(true), sample.group_key))
    if not found:
        raise CallError(
            f'{outcome.folder}: has no test sample whose "{target.name}" is known and whose picture can be '
            "read; name pictures behind the run, and what is decided of them is attacked"
        )
    return found


def of_files(
    lens: Lens, paths: Sequence[Path], target: Target, label: int | None, say: Callable[[str], None]
) -> list[Subject]:
    """Pictures, whose truth is taken to be what is decided of them; others are told by `say`.

    Raises CallError where of none of them anything is decided.
    """
    found: list[Subject] = []
    for path in paths:
        try:
            for look in lens.looks(path):
                found += _decided(look, target, label, say)
        except PictureError as error:
            say(f"{printable_text(str(path))}: {error}")
    if not found:
        raise CallError("of none of the pictures anything is decided, so there is nothing to attack")
    return found


def _decided(look: Look, target: Target, label: int | None, say: Callable[[str], None]) -> Iterator[Subject]:
    places: tuple[int, ...] = look.decided[target.name]
    if label is None and not places:
        say(f"{look.name}: no label is decided, so there is none to attack")
        return
    yield Subject(
        look.name, _levels(look.pixels), places[0] if label is None else int(label in places), look.name
    )


def _levels(pixels: Any) -> np.ndarray:
    """Pixels as a file holds them, uint8."""
    import numpy as np

    levels: np.ndarray = np.clip(np.round(pixels), 0, 255).astype(np.uint8)
    return levels
