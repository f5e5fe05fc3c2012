"""One step is done; what the system says to it concerns one file, or ends everything."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from imgfw import RunError

from .contents import LeftAloneError, left_alone
from .disks import stopped
from .folders import Folders
from .steps import Step


def do(
    step: Step, folders: Folders, check: Callable[[], None], tell: Callable[[dict[str, Any]], None]
) -> None:
    """Make a place.

    folders  those of the target
    check    raises RunError where a disk is gone
    tell     writes a line into the journal
    Raises LeftAloneError where the others can go on, UnsettledError where it may have been made all the same,
    RunError where a disk takes nothing more.
    """
    place = Path(step.place)
    try:
        if step.how != "write":
            folders.make(place.parent)
        _do(step, tell)
    except FileExistsError as error:
        raise LeftAloneError(f"another file lies at its place: {place}") from error
    except OSError as error:
        own = error.filename == step.source and error.filename2 is None
        if own or (isinstance(error, FileNotFoundError) and not os.path.lexists(step.source)):
            raise LeftAloneError(f"cannot be read or removed: {error.strerror}") from error
        check()
        why = f"cannot be moved to {place}" if step.how == "move" else f"its place {place} cannot be made"
        try:
            with left_alone(why):
                raise
        except OSError:
            raise RunError(stopped(error, place)) from error


def _do(step: Step, tell: Callable[[dict[str, Any]], None]) -> None:
    try:
        step.do()
    except OSError as error:
        if error.errno != errno.EXDEV or step.how != "move":
            raise
        carried = replace(step, how="carry")  # one disk that is mounted twice
        tell(carried.record())
        carried.do()
