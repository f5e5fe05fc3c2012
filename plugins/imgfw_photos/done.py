"""What the journal of a plan says: what stands, what was begun, and what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imgfw import CallError

from .disks import check_mounted
from .steps import Step


@dataclass
class Done:
    """What the journal of a plan says.

    made     {place: its step}, what stands
    begun    {place: its step}, of which it is not known whether it was made
    drafts   files that were begun while a place was taken back
    folders  that were made, outermost first
    before   {folder that was there before: when it was changed last (ns), and sha256 of the names in it}
    taking   places that are being taken back
    holding  sources in which something was left when the plan was applied
    state    planned | applying | applied | undoing | undone; an "ing" that nobody is at was interrupted
    left     {source: why} of what was not applied, {place: why} of what was not undone, the last time
    """

    made: dict[str, Step] = field(default_factory=dict)
    begun: dict[str, Step] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    before: dict[str, tuple[int, str]] = field(default_factory=dict)
    taking: list[str] = field(default_factory=list)
    holding: list[str] = field(default_factory=list)
    state: str = "planned"
    left: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]], where: Path) -> Done:
        """From the lines of the journal in a folder. Raises CallError for one that makes no sense."""
        found = cls()
        for number, record in enumerate(records, 1):
            try:
                found.add(record)
            except (KeyError, TypeError) as error:
                raise CallError(f"{where}: line {number} of its journal makes no sense: {error}") from error
        found.made = {place: step.of_plan(where) for place, step in found.made.items()}
        found.begun = {place: step.of_plan(where) for place, step in found.begun.items()}
        return found

    def emptied(self) -> set[Path]:
        """The folders out of which files were moved, and all above them."""
        moved = [Path(step.source) for step in self.made.values() if step.how in ("move", "carry")]
        return {folder for source in moved for folder in source.parents}

    def add(self, record: Mapping[str, Any]) -> None:
        """One line more."""
        what = record["what"]
        if what == "intend":
            step = Step(**{name: record[name] for name in Step.__dataclass_fields__})
            self.begun[step.place] = step
        elif what == "made":
            self.made[record["place"]] = self.begun.pop(record["place"])
        elif what == "not":
            self.begun.pop(record["place"], None)
        elif what == "undone":
            self.made.pop(record["place"], None)
        elif what == "folder" and record["path"] not in self.folders:
            self.folders.append(record["path"])
        elif what == "times":
            self.before.setdefault(record["path"], (record["modified_ns"], record["names"]))
        elif what == "draft":
            self.drafts.append(record["path"])
        elif what == "taking":
            self.taking = record["places"]
        elif what in ("begin", "end"):
            self.state, self.left = record["of"], record["left"]
            self.taking = self.taking if what == "begin" else []
            self.holding = record.get("holding", self.holding)
            if (self.state, self.left) == ("undone", {}):
                self.folders, self.before = [], {}

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

        Of a file that was to be moved, and is neither here nor there, nothing is said until it is found.
        """
        for draft in self.drafts:
            Path(draft).unlink(missing_ok=True)
        gone = [place for place in self.taking if place in self.made and self.made[place].settle_back()]
        found = {place: step for place, step in self.begun.items() if not step.is_nowhere()}
        return [
            *({"what": "undone", "place": place} for place in gone),
            *({"what": "made" if step.settle() else "not", "place": p} for p, step in found.items()),
        ]
