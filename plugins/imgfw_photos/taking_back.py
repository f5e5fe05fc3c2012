"""A place is taken back: what was moved comes back, the rest goes; never what is the only one."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from imgfw import RunError

from .contents import LeftAloneError, holds, left_alone, links_to, other_holds, status_of
from .folders import check_real
from .journal import Journal
from .one_file import is_one_name, is_same
from .steps import Step
from .transfer import copy_new, draft_in, rename_new, replace_same


def take_back(step: Step, target: Path, journal: Journal, check: Callable[[], None]) -> None:
    """Undo one step. `check` raises where a disk is gone: what was on it is not taken for removed.

    Raises LeftAloneError where the place stays, RunError where a disk refuses.
    """
    try:
        if step.how != "write":
            check_real(Path(step.place).parent, target)
        with left_alone(f"cannot go back to {step.source}" if step.takes_away else "cannot be undone"):
            _take_back(step, journal, check)
    except LeftAloneError:
        check()
        raise
    except OSError as error:
        check()
        raise RunError(
            f"{step.place}: cannot be undone: {error.strerror}; what was undone stays so, and the same "
            "command goes on"
        ) from error


def _take_back(step: Step, journal: Journal, check: Callable[[], None]) -> None:
    source, place = Path(step.source), Path(step.place)
    if status_of(place) is None:
        check()
        if step.is_nowhere():
            raise LeftAloneError(nowhere(step))
        return
    if step.how == "symlink":
        if not links_to(place, step.source):
            raise LeftAloneError("was changed since")
        os.unlink(place)
        return
    if step.how == "write":
        _unwrite(step, place, journal)
        return
    if is_same(source, place):
        if is_one_name(source, place):
            raise LeftAloneError(
                f"{source} leads to it by now, through a link or a mount: it is the only one"
            )
        os.unlink(place)
        return
    if not holds(place, step.digest):
        raise LeftAloneError("was changed since")
    if other_holds(source, step.digest):
        os.unlink(place)
    elif os.path.lexists(source):
        raise LeftAloneError(f"{source} holds something else by now, so this is the only one")
    elif step.takes_away:
        _move_back(step, source, place, journal)
    else:
        raise LeftAloneError(f"{source} is gone, so this is the only one")


def nowhere(step: Step) -> str:
    """Why a file that was moved stays where nobody knows."""
    return f"is gone from there, and was not put back to {step.source}"


def _unwrite(step: Step, place: Path, journal: Journal) -> None:
    if not holds(place, step.digest):
        raise LeftAloneError("was changed since")
    if not step.before:
        os.unlink(place)
        return
    draft = draft_in(place.parent)
    journal.write([{"what": "draft", "path": str(draft)}])
    replace_same(step.kept, place, draft, step.before, step.digest)


def _move_back(step: Step, source: Path, place: Path, journal: Journal) -> None:
    source.parent.mkdir(parents=True, exist_ok=True)
    try:
        if place.lstat().st_dev == source.parent.stat().st_dev and _renamed(place, source):
            return
        draft = draft_in(source.parent)
        journal.write([{"what": "draft", "path": str(draft)}])
        copy_new(place, source, draft, step.digest)
        step.restore_status()
        _end(place, source)
    except FileExistsError as error:
        raise LeftAloneError(f"{source} is there again, with something else") from error


def _renamed(place: Path, source: Path) -> bool:
    """False where one disk is mounted twice, and the names are in two mounts."""
    try:
        rename_new(place, source)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _end(place: Path, source: Path) -> None:
    """Remove a place whose content is back; where it cannot be, it is the only one again."""
    try:
        os.unlink(place)
    except OSError:
        os.unlink(source)
        raise
