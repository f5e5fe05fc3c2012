"""How far a plan is: what is planned, what was done, and what was left, as its journal says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .done import Done
from .groups import grouped
from .journal import is_open, records
from .plan import Item, Plan, read_plan
from .plan_table import check_items, read_items


@dataclass(frozen=True)
class Status:
    """How far a plan is.

    state    planned | applying | applied | undoing | undone
    at_work  whether a process is at it now; where none is, "applying" and "undoing" were interrupted
    fates    {fate: files}
    places   that are planned, and `made` those of them that this plan made and that stand as far as it knows
    dropped  places that were made and stand, of which the table says nothing any more
    left     {source: why} of what was not applied, {place: why} of what was not undone, the last time
    """

    mode: str
    target: str
    state: str
    at_work: bool
    fates: dict[str, int]
    places: int
    made: int
    dropped: int
    left: dict[str, str]

    def lines(self) -> list[str]:
        """For people."""
        interrupted = self.state in ("applying", "undoing") and not self.at_work
        state = f"{self.state}{', interrupted: give the command again, and it goes on' * interrupted}"
        files = ", ".join(f"{fate} {count:,}" for fate, count in self.fates.items())
        dropped = (
            f"dropped {self.dropped:,} that were made are in the plan no more; undoing takes them back, too"
        )
        return [
            f"state   {state}",
            f"mode    {self.mode}, {self.target}",
            f"files   {files}",
            f"places  {self.places:,} planned, {self.made:,} of them made by this plan",
            *([dropped] if self.dropped else []),
            f"left    {len(self.left):,}",
        ]


def status(folder: Path) -> Status:
    """How far the plan in a folder is. Nothing but the folder is looked at.

    Raises CallError for what is no plan, or none any more since its table was edited.
    """
    plan, done = read_plan(folder), Done.of(records(folder), folder)
    items = list(read_items(folder))
    check_items(plan, items, folder)
    fates: dict[str, int] = {**dict.fromkeys(plan.totals, 0), **Counter(item.fate for item in items)}
    planned = _planned(plan, items)
    # in mode xmp a step writes the sidecar of a picture: which one that is shows when it is written
    made = [step.source if plan.mode == "xmp" else place for place, step in done.made.items()]
    kept = sum(place in planned for place in made)
    return Status(
        plan.mode,
        str(plan.target),
        done.state,
        is_open(folder),
        fates,
        len(planned),
        kept,
        len(made) - kept,
        done.left,
    )


def _planned(plan: Plan, items: Sequence[Item]) -> set[str]:
    """The places to be made; in mode xmp the pictures whose sidecars are to be written."""
    if plan.mode == "xmp":
        return {group[0].source for group in grouped(items)}
    return {str(plan.target / place) for group in grouped(items) for item in group for place in item.places}


def plain(found: Status) -> dict[str, Any]:
    """As one JSON document tells it."""
    return {"format": 1, **vars(found)}
