"""Pictures to look at: files, or test samples of the run itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imgfw import CallError, PictureError, printable_text

if TYPE_CHECKING:
    from imgfw import Outcome

    from .network import Lens, Look

Say = Callable[[str], None]


def of_files(lens: Lens, paths: Sequence[Path], say: Say) -> Iterator[Look | None]:
    """Every region of each picture; None for a picture that cannot be used, and `say` tells why."""
    for path in paths:
        try:
            yield from lens.looks(path)
        except PictureError as error:
            say(f"{printable_text(str(path))}: {error}")
            yield None


def of_run(lens: Lens, outcome: Outcome, count: int, say: Say) -> Iterator[Look | None]:
    """So many test samples of a run, evenly; None for one that cannot be read any more.

    Raises CallError where there are none.
    """
    given = outcome.predictions.get("test")
    samples = given.samples if given else ()
    if not samples:
        raise CallError(f"{outcome.folder}: has no test samples to look at; name pictures behind the run")
    some = min(count, len(samples))
    for sample in (samples[place * len(samples) // some] for place in range(some)):
        name = printable_text("/".join(sample.uri.split("/")[-2:]))
        try:
            yield lens.look(outcome.picture(sample), name)
        except PictureError as error:
            say(f"{name}: {error}")
            yield None
