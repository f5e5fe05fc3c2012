"""Steps of applying a plan, each making one place, and what is left of them when a process was killed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from imgfw import CallError, RunError, sync

from .disks import check_mounted
from .transfer import LeftAloneError, copy_new, holds, is_one_name, link_new, rename_new, unchanged

How = Literal["copy", "link", "symlink", "move", "carry"]


@dataclass(frozen=True)
class Step:
    """One place that is made.

    place        absolute
    source       the file that the plan places there
    how          copy | link (a hard link) | symlink | move (a new name on its disk) | carry (to another disk:
                 the place is made, then the source is removed)
    origin       what is copied or linked: the source, or a place that was made of it before
    draft        the name that a copy has until it is whole
    size, modified_ns, digest  of the source when the plan was made
    """

    place: str
    source: str
    how: How
    origin: str
    draft: str
    size: int
    modified_ns: int
    digest: str

    def record(self) -> dict[str, Any]:
        """What the journal says before it is done."""
        return {"what": "intend", **asdict(self)}

    def do(self) -> None:
        """Make the place. Raises FileExistsError where it is taken, LeftAloneError, OSError."""
        source, place, origin = Path(self.source), Path(self.place), Path(self.origin)
        unchanged(source, self.size, self.modified_ns)
        if self.how in ("move", "link") and not holds(origin, self.digest):
            raise LeftAloneError("changed since the plan was made")
        if self.how == "move":
            rename_new(source, place)
            sync(source.parent)
        elif self.how == "symlink":
            os.symlink(source, place)
            sync(place.parent)
        elif self.how == "link" or self.origin != self.source:
            link_new(origin, place)
        else:
            copy_new(source, place, Path(self.draft), self.digest)
        if self.how == "carry":
            if not holds(source, self.digest):
                os.unlink(place)
                raise LeftAloneError("changed while it was copied")
            self._leave()

    def is_nowhere(self) -> bool:
        """Whether a file that was to be moved is neither here nor there."""
        return self.how in ("move", "carry") and not any(map(os.path.lexists, (self.source, self.place)))

    def settle(self) -> bool:
        """Whether the place was made when a process was killed; what was begun is ended or taken back."""
        Path(self.draft).unlink(missing_ok=True)
        source, place = Path(self.source), Path(self.place)
        if self.how == "symlink":
            return place.is_symlink() and os.readlink(place) == self.source
        if not holds(place, self.digest):
            return False
        if self.how == "move" and os.path.lexists(source):
            if not os.path.samefile(source, place):
                return False
            self._leave()
        if self.how == "carry" and holds(source, self.digest):
            self._leave()
        return True

    def settle_back(self) -> bool:
        """Whether the place is gone again after a kill; that of a source that is back goes now."""
        source, place = Path(self.source), Path(self.place)
        back = self.how in ("move", "carry") and holds(source, self.digest) and holds(place, self.digest)
        if back and not is_one_name(source, place):
            os.unlink(place)
            sync(place.parent)
        return not os.path.lexists(place)

    def _leave(self) -> None:
        """Remove the source, once its place is on the disk; where it cannot be, the place goes again."""
        source, place = Path(self.source), Path(self.place)
        if is_one_name(source, place):
            raise RunError(f"{source} and {place} are one file, seen through a mount; nothing more is done")
        sync(place)
        sync(place.parent)
        try:
            os.unlink(source)
        except OSError:
            os.unlink(place)
            raise
        sync(source.parent)


@dataclass
class Done:
    """What the journal of a plan says.

    made     {place: its step}, what stands
    begun    {place: its step}, of which it is not known whether it was made
    drafts   files that were begun while a place was taken back
    folders  that were made, outermost first
    before   {folder that was there before: when it was changed last (ns), and sha256 of the names in it}
    taking   places that are being taken back
    state    planned | applying | applied | undoing | undone; an "ing" that nobody is at was interrupted
    left     {source: why} of what was not applied, {place: why} of what was not undone, the last time
    """

    made: dict[str, Step] = field(default_factory=dict)
    begun: dict[str, Step] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    before: dict[str, tuple[int, str]] = field(default_factory=dict)
    taking: list[str] = field(default_factory=list)
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
        return found

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
            if (self.state, self.left) == ("undone", {}):
                self.folders, self.before = [], {}

    def check_mounted(self, target: Path) -> None:
        """Raises RunError where nothing is in a target that held something."""
        held = [place for place in self.made if place not in self.taking]
        held += [step.place for step in self.begun.values() if step.is_nowhere()]
        if held:
            check_mounted(target, f"{len(held):,} places were made there by this plan")

    def settled(self) -> list[dict[str, Any]]:
        """Find out what became of what was begun: the lines that say so."""
        for draft in self.drafts:
            Path(draft).unlink(missing_ok=True)
        gone = [place for place in self.taking if place in self.made and self.made[place].settle_back()]
        return [
            *({"what": "undone", "place": place} for place in gone),
            *({"what": "made" if step.settle() else "not", "place": p} for p, step in self.begun.items()),
        ]
