"""A plan is undone: what it made goes, what it moved comes back; what people did since stays."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imgfw import RunError

from .done import Done
from .folders import state
from .groups import TOGETHER, batched
from .journal import Journal, opened, records
from .one_file import is_one_name, is_same
from .plan import read_plan
from .preflight import Roots, check_way_back
from .steps import Step
from .transfer import LeftAloneError, copy_new, holds, rename_new, replace_same


@dataclass
class Undone:
    """What came of undoing a plan.

    undone  places that were taken back
    stays   {place: why it stays}
    """

    undone: int = 0
    stays: dict[str, str] = field(default_factory=dict)


def undo(folder: Path, progress: Any = None) -> Undone:
    """Take back what the plan in a folder made; again, and it goes on.

    progress  tells how far it is, by `track(items, total=, what=)`
    Only what still holds what was placed is removed, and only where its source still holds it too: no content
    is ever lost. Raises CallError for what is no plan, RunError where a disk is gone or takes nothing.
    """
    plan = read_plan(folder)
    with opened(folder) as journal:
        done = Done.of(records(folder), folder)
        done.check_mounted(plan.target, plan.held)
        check_way_back(plan, done)
        journal.write(settled := [*done.settled(), {"what": "begin", "of": "undoing", "left": {}}])
        for line in settled:
            done.add(line)
        found = Undone()
        roots = Roots([plan.target, *plan.sources] if done.made else [])
        made = list(reversed(done.made.values()))
        tracked = progress.track(made, total=len(made), what="places") if progress else made
        for some in batched(tracked, TOGETHER):
            _undo_some(some, journal, found, roots.check)
        found.stays |= {place: _nowhere(step) for place, step in done.begun.items() if step.is_nowhere()}
        _restore(done)
        journal.write([{"what": "end", "of": "undone", "left": found.stays}])
    return found


def _undo_some(steps: Sequence[Step], journal: Journal, found: Undone, check: Callable[[], None]) -> None:
    journal.write([{"what": "taking", "places": [step.place for step in steps]}])
    told: list[str] = []
    try:
        for step in steps:
            check()
            try:
                take_back(step, journal, check)
                told.append(step.place)
            except LeftAloneError as error:
                found.stays[step.place] = str(error)
    finally:
        found.undone += len(told)
        journal.write({"what": "undone", "place": place} for place in told)


def take_back(step: Step, journal: Journal, check: Callable[[], None]) -> None:
    """Undo one step. `check` raises where a disk is gone: what was on it is not taken for removed.

    Raises LeftAloneError where the place stays, RunError where the disk refuses.
    """
    try:
        _take_back(step, journal, check)
    except OSError as error:
        check()
        raise RunError(
            f"{step.place}: cannot be undone: {error.strerror}; what was undone stays so, and the same "
            "command goes on"
        ) from error


def _take_back(step: Step, journal: Journal, check: Callable[[], None]) -> None:
    source, place = Path(step.source), Path(step.place)
    if not os.path.lexists(place):
        check()
        if step.how in ("move", "carry") and not os.path.lexists(source):
            raise LeftAloneError(_nowhere(step))
        return
    if step.how == "symlink":
        if not (place.is_symlink() and os.readlink(place) == step.source):
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
    if holds(source, step.digest):
        os.unlink(place)
    elif os.path.lexists(source):
        raise LeftAloneError(f"{source} holds something else by now, so this is the only one")
    elif step.how in ("move", "carry"):
        _move_back(step, source, place, journal)
    else:
        raise LeftAloneError(f"{source} is gone, so this is the only one")


def _nowhere(step: Step) -> str:
    return f"is gone from there, and was not put back to {step.source}"


def _unwrite(step: Step, place: Path, journal: Journal) -> None:
    if not holds(place, step.digest):
        raise LeftAloneError("was changed since")
    if not step.before:
        os.unlink(place)
        return
    draft = place.parent / f".imgfw-{secrets.token_hex(8)}"
    journal.write([{"what": "draft", "path": str(draft)}])
    replace_same(step.kept, place, draft, step.before, step.digest, like=step.kept)


def _move_back(step: Step, source: Path, place: Path, journal: Journal) -> None:
    source.parent.mkdir(parents=True, exist_ok=True)
    try:
        if place.lstat().st_dev == source.parent.stat().st_dev and _renamed(place, source):
            return
        draft = source.parent / f".imgfw-{secrets.token_hex(8)}"
        journal.write([{"what": "draft", "path": str(draft)}])
        copy_new(place, source, draft, step.digest)
        if step.mode:
            os.chmod(source, step.mode)
        os.utime(source, ns=(source.stat().st_atime_ns, step.modified_ns))
        os.unlink(place)
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


def _restore(done: Done) -> None:
    """Remove the folders that were made and are empty; the others get their times back if nothing is new."""
    for path in reversed(done.folders):
        try:
            os.rmdir(path)
        except OSError as error:  # somebody put something into it, or removed it
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR):
                raise
    for path, (modified_ns, names) in sorted(done.before.items(), reverse=True):
        folder = Path(path)
        if folder.is_dir() and state(folder)["names"] == names:
            os.utime(folder, ns=(folder.stat().st_atime_ns, modified_ns))
