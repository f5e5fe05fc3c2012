"""How far a plan is: what is planned, what was done, and what was left, as its journal says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .done import Done
from .journal import is_open, records
from .plan import read_plan
from .plan_table import read_items


@dataclass(frozen=True)
class Status:
    """How far a plan is.

    state    planned | applying | applied | undoing | undone
    at_work  whether a process is at it now; where none is, "applying" and "undoing" were interrupted
    fates    {fate: files}
    places   that are planned, and `made` those of them that this plan made and that stand as far as it knows
    left     {source: why} of what was not applied, {place: why} of what was not undone, the last time
    """

    mode: str
    target: str
    state: str
    at_work: bool
    fates: dict[str, int]
    places: int
    made: int
    left: dict[str, str]

    def lines(self) -> list[str]:
        """For people."""
        interrupted = self.state in ("applying", "undoing") and not self.at_work
        state = f"{self.state}{', interrupted: give the command again, and it goes on' * interrupted}"
        files = ", ".join(f"{fate} {count:,}" for fate, count in self.fates.items())
        return [
            f"state   {state}",
            f"mode    {self.mode}, {self.target}",
            f"files   {files}",
            f"places  {self.places:,} planned, {self.made:,} made",
            f"left    {len(self.left):,}",
        ]


def status(folder: Path) -> Status:
    """How far the plan in a folder is. Nothing but the folder is looked at.

    Raises CallError for what is no plan.
    """
    plan, done = read_plan(folder), Done.of(records(folder), folder)
    fates: Counter[str] = Counter(dict.fromkeys(plan.totals, 0))
    places = 0
    for item in read_items(folder):
        fates[item.fate] += 1
        places += len(item.places) if plan.mode != "xmp" else item.fate == "placed" and not item.follows
    return Status(
        plan.mode,
        str(plan.target),
        done.state,
        is_open(folder),
        dict(fates),
        places,
        len(done.made),
        done.left,
    )


def plain(found: Status) -> dict[str, Any]:
    """As one JSON document tells it."""
    return {"format": 1, **vars(found)}
