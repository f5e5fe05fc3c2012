"""A plan is carried out: whole files under their final names, nothing overwritten, nothing lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imgfw import RunError

from .disks import stopped
from .done import Done
from .folders import Folders
from .groups import TOGETHER, batched, grouped
from .journal import Journal, opened, records
from .plan import Item, Plan, read_plan
from .plan_table import check_items, read_items
from .preflight import Roots, check_before, holding
from .sidecars import Sidecars
from .stepping import Stepping
from .steps import Step
from .transfer import LeftAloneError
from .undoing import take_back


@dataclass
class Applied:
    """What came of applying a plan.

    made   places that were made now
    kept   places that were made before, or held the same content already
    left   {source: why nothing was done with it}
    """

    made: int = 0
    kept: int = 0
    left: dict[str, str] = field(default_factory=dict)


def apply(folder: Path, progress: Any = None) -> Applied:
    """Carry out the plan in a folder; what was done before is not done again.

    progress  tells how far it is, by `track(items, total=, what=)`
    Raises CallError before anything is written; RunError where a disk is full or gone: what was done stays.
    """
    plan = read_plan(folder)
    items = list(read_items(folder))
    check_items(plan, items, folder)
    with opened(folder) as journal:
        done = Done.of(records(folder), folder)
        stepping = Sidecars(folder, items, done) if plan.mode == "xmp" else Stepping(plan, done)
        applying = Applying(plan, journal, done, stepping)
        applying.begin(items)
        groups = list(grouped(items))
        tracked = progress.track(groups, total=len(groups), what="pictures") if progress else groups
        for some in batched(tracked, TOGETHER):
            applying.carry_out(some)
        applied = applying.applied
        applying.tell({"what": "end", "of": "applied", "left": applied.left, "holding": holding(plan)})
    return applied


class Applying:
    """The plan at work: groups of a picture and what belongs to it, announced, done, and told of."""

    def __init__(self, plan: Plan, journal: Journal, done: Done, stepping: Stepping | Sidecars) -> None:
        self.plan, self.done = plan, done
        self._stepping, self._applied = stepping, Applied()
        self._journal = journal
        self._folders = Folders(plan.target, done)
        self._roots = Roots([])

    @property
    def applied(self) -> Applied:
        """What came of it so far."""
        return replace(self._applied, kept=self._stepping.kept)

    def tell(self, *lines: dict[str, Any]) -> None:
        """Write lines into the journal."""
        if lines:
            self._journal.write(lines)
            for line in lines:
                self.done.add(line)

    def begin(self, items: Sequence[Item]) -> None:
        """End what was begun before, look whether all can be done, and make the target."""
        self.done.check_mounted(self.plan.target, self.plan.held)
        self.tell(*self.done.settled())
        wanted = [item for item in items if self._stepping.is_wanted(item)]
        check_before(self.plan, wanted, sum(map(self._stepping.bytes_of, wanted)), self.done.emptied())
        self.tell({"what": "begin", "of": "applying", "left": {}})
        if self.plan.mode != "xmp":
            self.tell(*self._folders.announce(self.plan.target))
            try:
                self._folders.make(self.plan.target)
            except OSError as error:
                raise RunError(stopped(error, self.plan.target)) from error
        self._roots = Roots([*self.plan.sources, self.plan.target])

    def carry_out(self, groups: Sequence[Sequence[Item]]) -> None:
        """Announce and do these groups. Raises RunError where the target cannot take them."""
        steps = [self._steps(group) for group in groups]
        self._announce([step for each in steps for step in each])
        told: list[dict[str, Any]] = []
        try:
            for group in steps:
                self._do(group, told)
        finally:
            self.tell(*told)

    def _steps(self, group: Sequence[Item]) -> list[Step]:
        """What is to be done for a picture and what belongs to it: all, or nothing."""
        steps: list[Step] = []
        for item in group:
            try:
                steps += self._stepping.steps(item)
            except LeftAloneError as error:
                self._roots.check()
                self._leave({each.source for each in group}, item.source, error)
                before = [str(self.plan.target / place) for each in group for place in each.places]
                self._take_back_earlier([place for place in before if place in self.done.made])
                return []
        return steps

    def _leave(self, sources: Iterable[str], source: str, error: LeftAloneError) -> None:
        """None of them goes where one cannot."""
        why = f"{Path(source).name} {error}"
        self._applied.left |= {each: str(error) if each == source else why for each in sources}

    def _take_back_earlier(self, places: Sequence[str]) -> None:
        if not places:
            return
        self.tell({"what": "taking", "places": list(places)})
        told: list[dict[str, Any]] = []
        self._stepping.kept -= self._take_back([self.done.made[place] for place in places], told)
        self.tell(*told)

    def _take_back(self, steps: Sequence[Step], told: list[dict[str, Any]]) -> int:
        """What of a group was made goes again; gives how many. What cannot go stays, and is told by undo."""
        taken = 0
        for step in reversed(steps):
            with suppress(LeftAloneError):
                take_back(step, self._journal, self._roots.check)
                told.append({"what": "undone", "place": step.place})
                taken += 1
        return taken

    def _announce(self, steps: Sequence[Step]) -> None:
        if not steps:
            return
        self._roots.check()
        changed = {Path(step.place).parent for step in steps}
        changed |= {Path(step.source).parent for step in steps if step.how in ("move", "carry")}
        lines = [line for folder in sorted(changed) for line in self._folders.announce(folder)]
        self.tell(*lines, *(step.record() for step in steps))

    def _do(self, group: Sequence[Step], told: list[dict[str, Any]]) -> None:
        for at, step in enumerate(group):
            self._roots.check()
            try:
                self._make(step)
            except LeftAloneError as error:
                self._roots.check()
                told += [{"what": "not", "place": each.place} for each in group[at:]]
                self._leave({each.source for each in group}, step.source, error)
                self._applied.made -= self._take_back(group[:at], told)
                return
            told.append({"what": "made", "place": step.place})
            self._applied.made += 1

    def _make(self, step: Step) -> None:
        place = Path(step.place)
        try:
            if step.how != "write":
                self._folders.make(place.parent)
            self._step(step)
        except FileExistsError as error:
            raise LeftAloneError(f"another file lies at its place: {place}") from error
        except OSError as error:
            own = error.filename == step.source and error.filename2 is None
            if own or (isinstance(error, FileNotFoundError) and not os.path.lexists(step.source)):
                raise LeftAloneError(f"cannot be read or removed: {error.strerror}") from error
            self._roots.check()
            if error.errno in (errno.EFBIG, errno.ENAMETOOLONG):
                raise LeftAloneError(f"its place cannot be made: {error.strerror}") from error
            raise RunError(stopped(error, place)) from error

    def _step(self, step: Step) -> None:
        try:
            step.do()
        except OSError as error:
            if error.errno != errno.EXDEV or step.how != "move":
                raise
            carried = replace(step, how="carry")  # one disk that is mounted twice
            self.tell(carried.record())
            carried.do()
