"""A plan is undone: what it made goes, what it moved comes back; what people did since stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .contents import LeftAloneError, UnsettledError
from .done import Done
from .folders import restore
from .groups import TOGETHER, batched
from .journal import Journal, opened, records, taking
from .plan import read_plan
from .preflight import Roots, check_way_back
from .steps import Step
from .taking_back import nowhere, take_back


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
        journal.write(settled := done.settled())
        for line in settled:
            done.add(line)
        check_way_back(plan, done)
        journal.write([{"what": "begin", "of": "undoing", "left": {}}])
        found = Undone()
        roots = Roots([plan.target, *plan.sources] if done.made else [])
        made = list(reversed(done.made.values()))
        tracked = progress.track(made, total=len(made), what="places") if progress else made
        unsettled: list[str] = []
        for some in batched(tracked, TOGETHER):
            unsettled += _undo_some(some, plan.target, journal, found, roots.check)
        found.stays |= {place: _unknown(step) for place, step in done.begun.items()}
        found.stays |= restore(done)
        journal.write([{"what": "end", "of": "undone", "left": found.stays}, *taking(unsettled)])
    return found


def _undo_some(
    steps: Sequence[Step], target: Path, journal: Journal, found: Undone, check: Callable[[], None]
) -> list[str]:
    """Gives the places of which the next call finds out what became of them."""
    journal.write(taking([step.place for step in steps]))
    told: list[str] = []
    unsettled: list[str] = []
    try:
        for step in steps:
            check()
            try:
                take_back(step, target, journal, check)
                told.append(step.place)
            except LeftAloneError as error:
                found.stays[step.place] = str(error)
                unsettled += [step.place] if isinstance(error, UnsettledError) else []
    finally:
        found.undone += len(told)
        journal.write({"what": "undone", "place": place} for place in told)
    return unsettled


def _unknown(step: Step) -> str:
    return nowhere(step) if step.is_nowhere() else "cannot be looked at: it is not known whether it was made"
