"""What must hold before anything is written, and go on holding: folders are there, apart, and have room."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from imgfw import CallError, RunError

from .apart import Apart
from .disks import check_mounted
from .plan import Item, Plan

if TYPE_CHECKING:
    from .done import Done


def nearest(path: Path) -> Path:
    """The path, or the first folder above it that is there."""
    while not path.is_dir():
        path = path.parent
    return path


def check_before(plan: Plan, items: Sequence[Item], to_copy: int, done: Done) -> None:
    """Raises CallError or RunError where the plan cannot be carried out, before anything is.

    to_copy  bytes that will be written into the target
    done     what the journal says
    """
    parents = {Path(item.source).parent for item in items}
    if not parents:
        return
    _check_sources(plan, items, _with_parents(done.emptied()))
    check_rest(plan, done)
    if plan.mode in ("move", "xmp") and (fixed := [each for each in sorted(parents) if not _is_open(each)]):
        raise CallError(
            f"{fixed[0]}: cannot be written into, as mode {plan.mode} does; make it writable, or plan with "
            "--mode copy"
        )
    if plan.mode == "xmp":
        return
    _check_apart(plan)
    top = nearest(plan.target)
    if plan.target.exists() and not plan.target.is_dir():
        raise CallError(f"{plan.target}: expected a folder, got a file")
    if not os.access(top, os.W_OK | os.X_OK):
        raise CallError(f"{top}: cannot be written into; make it writable, or plan another target")
    far = [each for each in sorted(parents) if _device(each) != top.stat().st_dev]
    free = shutil.disk_usage(top).free
    if to_copy > free:
        raise RunError(
            f"{top}: the plan copies {to_copy:,} bytes, and {free:,} are free; free some space, or "
            f"{_saving(plan, items, far)}"
        )
    if plan.mode == "hardlink" and far:
        raise CallError(
            f"{far[0]} is on another disk than {plan.target}: hard links are names on one disk; plan with "
            "--mode copy or symlink"
        )


def check_rest(plan: Plan, done: Done) -> None:
    """Raises RunError where a folder out of which files were moved is empty, and something was left in it.

    One that is the same folder still, as its disk says, was emptied by somebody. One that is not there was
    removed, as long as anything is in its source.
    """
    roots = _roots(plan, done)
    for folder in done.emptied():
        rest = done.rest.get(str(folder), 0)
        if not folder.is_dir():
            root = next((root for root in roots if root in folder.parents), None)
            folder, rest = (root, 1) if root else (folder, rest)
        if rest > 0 and not _is(folder, done.known.get(str(folder), ())):
            check_mounted(folder, "something was left there when the plan was applied")


def check_way_back(plan: Plan, done: Done) -> None:
    """Raises RunError where pictures would come back into the place of a disk that is not mounted."""
    check_rest(plan, done)
    moved = _with_parents(done.emptied())
    for root in _roots(plan, done):
        if root in moved and not root.is_dir():
            raise RunError(
                f"{root} is not there: mount its disk, or make the folder if you removed it; nothing was "
                "changed"
            )


def _is(folder: Path, known: tuple[int, ...]) -> bool:
    return folder.is_dir() and _identity(folder) == known


def _with_parents(folders: Iterable[Path]) -> set[Path]:
    return {each for folder in folders for each in (folder, *folder.parents)}


def _roots(plan: Plan, done: Done) -> list[Path]:
    """The folders of a plan's sources: of one that was a file, the folder in which it was."""
    moved = {step.source for step in done.made.values()}
    return [source.parent if str(source) in moved else source for source in plan.sources]


def _saving(plan: Plan, items: Sequence[Item], far: Sequence[Path]) -> str:
    """What would take less room than the plan does."""
    ways = []
    if plan.copies == "copies" and any(len(item.places) > 1 for item in items):
        ways.append("--copies links")
    if plan.mode == "copy":
        ways.append("--mode symlink" if far else "--mode move or hardlink")
    return f"plan with {', or '.join(ways)}" if ways else "plan another target"


def _check_sources(plan: Plan, items: Iterable[Item], emptied: Set[Path]) -> None:
    """Sources that are gone or empty were on a disk that is not mounted, as far as anybody can tell."""
    files = {item.source for item in items}
    for source in plan.sources:
        if str(source) not in files and source not in emptied and source.parent not in emptied:
            check_mounted(source, "the plan found pictures there")


def _check_apart(plan: Plan) -> None:
    """All folders are looked at, for a disk may be mounted in any of them."""
    apart = Apart(plan.sources, plan.target)
    for source in plan.sources:
        for top, _, _ in os.walk(source):
            apart.in_source(Path(top), os.stat(top))
    for top, _, _ in os.walk(plan.target):
        apart.in_target(Path(top), os.stat(top))


def _is_open(folder: Path) -> bool:
    return not folder.is_dir() or os.access(folder, os.W_OK | os.X_OK)


def _device(folder: Path) -> int:
    return nearest(folder).stat().st_dev


class Roots:
    """The folders of a plan: told at once where one is not there any more, such as an unmounted disk."""

    def __init__(self, folders: Sequence[Path]) -> None:
        tops = {folder if folder.is_dir() else folder.parent for folder in folders}
        self._identities = {top: _identity(top) for top in sorted(tops)}

    def check(self) -> None:
        """Raises RunError where one is gone, or is another one."""
        for top, identity in self._identities.items():
            if _identity(top) != identity:
                raise RunError(
                    f"{top} is not there any more (was a disk unmounted?); what was done stays, and the same "
                    "command goes on once it is back"
                )


def _identity(folder: Path) -> tuple[int, int]:
    try:
        status = folder.stat()
    except OSError as error:
        raise RunError(
            f"{folder} cannot be looked at ({error.strerror}; was a disk unmounted?); what was done stays, "
            "and the same command goes on once it is back"
        ) from error
    return status.st_dev, status.st_ino
