"""What the journal of a plan says: what stands, what was begun, and what was there before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imgfw import CallError

from . import journal_lines
from .contents import LeftAloneError, discard, left_alone
from .disks import check_mounted
from .journal_lines import Line
from .steps import Step

_STATES = ("applying", "applied", "undoing", "undone")


@dataclass
class Done:
    """What the journal of a plan says.

    made     {place: its step}, what stands
    begun    {place: its step}, of which it is not known whether it was made
    drafts   files that were begun while a place was taken back
    folders  that were made, outermost first
    before   {folder that was there before: when it was changed last (ns), and sha256 of the names in it}
    taking   places that are being taken back
    rest     {folder: how many names are in it by now, as far as this plan knows}
    known    {folder: its device and inode, as it was when that was counted}
    state    planned | applying | applied | undoing | undone; an "ing" that nobody is at was interrupted
    left     {source: why} of what was not applied, {place: why} of what was not undone, the last time
    """

    made: dict[str, Step] = field(default_factory=dict)
    begun: dict[str, Step] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    before: dict[str, tuple[int, str]] = field(default_factory=dict)
    taking: list[str] = field(default_factory=list)
    rest: dict[str, int] = field(default_factory=dict)
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    state: str = "planned"
    left: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Line], where: Path) -> Done:
        """From the lines of the journal in a folder. Raises CallError for one that makes no sense."""
        found = cls()
        for number, record in enumerate(records, 1):
            try:
                found.add(record)
            except ValueError as error:
                raise CallError(
                    f"{where}: line {number} of its journal makes no sense: {error}; put the file back from "
                    "a backup, or look at the target by hand"
                ) from error
        found.made = {place: step.of_plan(where) for place, step in found.made.items()}
        found.begun = {place: step.of_plan(where) for place, step in found.begun.items()}
        return found

    def emptied(self) -> set[Path]:
        """The folders out of which files were moved."""
        return {*map(Path, {step.folder for step in self.made.values() if step.takes_away})}

    def add(self, line: Line) -> None:
        """One line more. Raises ValueError where it makes no sense."""
        what = line["what"]
        if what == "intend":
            step = journal_lines.step(line)
            self.begun[step.place] = step
        elif what in ("made", "not", "undone"):
            self._add_end(what, journal_lines.path(line, "place"))
        elif what == "folder":
            if (path := journal_lines.path(line, "path")) not in self.folders:
                self.folders.append(path)
        elif what == "times":
            self._add_times(line)
        elif what == "draft":
            self.drafts.append(journal_lines.draft(line, "path"))
        elif what == "taking":
            self.taking = journal_lines.paths(line, "places")
        elif what in ("begin", "end"):
            self._add_state(line, journal_lines.one_of(line, "of", *_STATES))
        else:
            raise ValueError(f"expected a line that this imgfw knows, got {what!r}")

    def _add_end(self, what: str, place: str) -> None:
        if what == "made":
            if place not in self.begun:
                raise ValueError(f"{place} was made, and not begun before")
            self.made.pop(place, None)  # what was made again is undone in the order of that
            self.made[place] = self.begun.pop(place)
            self._count(self.made[place], -1)
        elif what == "not":
            self.begun.pop(place, None)
        elif (step := self.made.pop(place, None)) is not None:
            self._count(step, 1)

    def _count(self, step: Step, more: int) -> None:
        if step.takes_away and step.folder in self.rest:
            self.rest[step.folder] += more

    def _add_times(self, line: Line) -> None:
        path, names = journal_lines.path(line, "path"), journal_lines.digest(line, "names")
        self.before.setdefault(path, (journal_lines.number(line, "modified_ns"), names))
        if "count" in line:
            self.rest.setdefault(path, journal_lines.number(line, "count", 0))
            self.known.setdefault(path, journal_lines.numbers(line, "identity"))

    def _add_state(self, line: Line, state: str) -> None:
        self.state, self.left = state, journal_lines.reasons(line, "left")
        if line["what"] == "end":
            self.taking = []
        if (self.state, self.left) == ("undone", {}):
            self.folders, self.before, self.rest, self.known = [], {}, {}, {}

    def check_mounted(self, target: Path, before: Path | None = None) -> None:
        """Raises RunError where nothing is in a target that held something.

        before  a folder in which something lay when the plan was made
        """
        if before is not None:
            check_mounted(before, "something was when the plan was made")
        held = [place for place in self.made if place not in self.taking]
        held += [step.place for step in self.begun.values() if step.is_nowhere()]
        if held:
            check_mounted(target, f"{len(held):,} places were made there by this plan")

    def settled(self) -> list[dict[str, Any]]:
        """Find out what became of what was begun: the lines that say so.

        Of a file that was to be moved, and is neither here nor there, nothing is said until it is found; nor
        of what cannot be looked at.
        """
        for draft in self.drafts:
            with suppress(LeftAloneError), left_alone(draft):
                discard(Path(draft))
        taken = [(place, self.made[place].settle_back) for place in self.taking if place in self.made]
        begun = [(place, step.settle) for place, step in self.begun.items() if not step.is_nowhere()]
        ended = [(place, _known(settle)) for place, settle in begun]
        return [
            *({"what": "undone", "place": place} for place, settle in taken if _known(settle)),
            *({"what": "made" if made else "not", "place": p} for p, made in ended if made is not None),
        ]


def _known(settle: Callable[[], bool]) -> bool | None:
    """What came of it; None where that cannot be known by now."""
    try:
        with left_alone(""):
            return settle()
    except LeftAloneError:
        return None
