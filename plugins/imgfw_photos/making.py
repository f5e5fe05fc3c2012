"""A plan is made: everything is found, looked at, and given its place; then the plan is written."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from imgfw import CallError, FileDigests, RunError, predicted

from .apart import Apart
from .companions import Group, grouped
from .disks import held
from .existing import Existing
from .labels import others_of
from .ledger import Ledger
from .names import folders
from .page import page
from .plan import Item, Mode, Plan, write_plan
from .plan_table import write_items
from .planning import Planning, other
from .seeing import Eyes
from .template import Template
from .walk import Found, walked

if TYPE_CHECKING:
    from imgfw import Bundle, Target

PAGE = "plan.html"


@dataclass(frozen=True)
class Wish:
    """What somebody wants a plan for; see `plan.Plan`.

    sources     files and folders
    to          the target; None where labels are written beside the pictures
    file_times  whether the time of a file may be the date of its picture
    """

    sources: tuple[Path, ...]
    to: Path | None
    template: Template
    mode: Mode = "copy"
    copies: Literal["links", "copies"] = "copies"
    file_times: bool = False


@dataclass(frozen=True)
class Made:
    """A plan that was made: its folder, and what it counts."""

    folder: Path
    ledger: Ledger
    unreadable: tuple[Item, ...] = field(default=())


def make(
    wish: Wish,
    bundle: Bundle,
    target: Target,
    folder: Path,
    *,
    run: str,
    now: datetime,
    workers: int | None = None,
    progress: Any = None,
) -> Made:
    """Make a plan in a new folder; nothing else is written. Raises CallError for places that are not apart.

    target    the one whose labels are used
    now       with its offset; what is later is no date
    progress  tells how far it is, as `imgfw.predicted` takes it
    """
    others = others_of(bundle, wish.template)
    apart = Apart(wish.sources, wish.to)
    groups, rest = _found(wish.sources, apart)
    with FileDigests(progress) as digest_of:
        existing = Existing(wish.to, apart.in_target, digest_of)
        apart.check_plan(folder)
        eyes = Eyes(bundle, target, now, digest_of if wish.to else None, wish.file_times, others)
        paths = [group.picture.path for group in groups]
        found = predicted(bundle, paths, workers=workers, progress=progress)
        seen = [eyes.seen(group, prediction) for group, prediction in zip(groups, found, strict=True)]
        named = {other.name: folders(other.labels) for other in others}
        planning = Planning(wish.template, folders(target.labels), existing, wish.mode, named)
        ledger = Ledger()
        planned = planning.items(seen)
        if progress and existing:
            count = sum(1 + len(group.companions) for group in groups)
            planned = progress.track(planned, total=count, what="files compared with the target")
        items = [*ledger.counted(planned), *ledger.counted(map(other, rest))]
    plan = Plan(
        _absolute(wish.to or wish.sources[0]),
        tuple(map(_absolute, wish.sources)),
        wish.mode,
        wish.copies,
        run=run,
        bundle=bundle.digest,
        template=wish.template.text,
        created=now.isoformat(timespec="seconds"),
        held=held(_absolute(wish.to)) if wish.to else None,
    )
    with _draft(folder) as draft:
        totals = write_items(draft, items)
        text = page(plan, folder, items, planning.entries, ledger, workers or os.cpu_count() or 1)
        (draft / PAGE).write_text(text, "utf-8", errors="backslashreplace")
        write_plan(draft, replace(plan, totals=totals))
    return Made(folder, ledger, tuple(item for item in items if item.fate == "unreadable"))


def free_folder(parent: Path, now: datetime) -> Path:
    """Where a plan goes that nobody named: organize-<date>, numbered where that is taken."""
    name = f"organize-{now:%Y-%m-%d}"
    number = 1
    while os.path.lexists(found := parent / (f"{name}-{number}" if number > 1 else name)):
        number += 1
    return found


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _found(sources: Sequence[Path], apart: Apart) -> tuple[list[Group], list[Found]]:
    groups: list[Group] = []
    rest: list[Found] = []
    for found in walked(sources, apart.in_source):
        here, left = grouped(found)
        groups += here
        rest += left
    return groups, rest


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder that has its name once all that belongs in it is written."""
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        draft.mkdir()
    except OSError as error:
        raise CallError(
            f"{folder}: cannot be made: {error.strerror}; give another place by --plan"
        ) from error
    try:
        yield draft
        if os.path.lexists(folder):
            raise CallError(f"{folder}: is there by now; give another place by --plan")
        draft.rename(folder)
    except OSError as error:
        raise RunError(
            f"{folder}: cannot be written: {error.strerror}; there is no plan yet: make room there, or give "
            "another place by --plan"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
