"""A plan is carried out: whole files under their final names, nothing overwritten, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imgfw import CallError, RunError

from .contents import LeftAloneError, UnsettledError
from .disks import stopped
from .doing import do
from .done import Done
from .folders import Folders
from .groups import TOGETHER, batched, grouped
from .journal import Journal, opened, records, taking
from .plan import Item, Plan, read_plan
from .plan_table import check_items, read_items
from .preflight import Roots, check_before
from .sidecars import Sidecars
from .stepping import Stepping
from .steps import Step
from .taking_back import take_back


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
        return applying.end()


class Applying:
    """The plan at work: groups of a picture and what belongs to it, announced, done, and told of."""

    def __init__(self, plan: Plan, journal: Journal, done: Done, stepping: Stepping | Sidecars) -> None:
        self.plan, self.done = plan, done
        self._stepping, self._applied = stepping, Applied()
        self._journal = journal
        self._folders = Folders(plan.target, done)
        self._roots = Roots([])
        self._unsettled: list[str] = []

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
        check_before(self.plan, wanted, sum(map(self._stepping.bytes_of, wanted)), self.done)
        self.tell({"what": "begin", "of": "applying", "left": {}})
        if self.plan.mode != "xmp":
            try:
                self.tell(*self._folders.announce(self.plan.target))
                self._folders.make(self.plan.target)
            except LeftAloneError as error:
                raise CallError(f"{error}; nothing was changed") from error
            except OSError as error:
                raise RunError(stopped(error, self.plan.target)) from error
        self._roots = Roots([*self.plan.sources, self.plan.target])

    def end(self) -> Applied:
        """Tell what came of it."""
        applied = replace(self._applied, kept=self._stepping.kept)
        self.tell({"what": "end", "of": "applied", "left": applied.left}, *taking(self._unsettled))
        return applied

    def carry_out(self, groups: Sequence[Sequence[Item]]) -> None:
        """Announce and do these groups. Raises RunError where a disk takes no more."""
        self._roots.check()
        lines: dict[str, dict[str, Any]] = {}
        steps = [self._steps(group, lines) for group in groups]
        self.tell(*lines.values(), *(step.record() for each in steps for step in each))
        told: list[dict[str, Any]] = []
        try:
            for group, each in zip(groups, steps, strict=True):
                self._do(group, each, told)
        finally:
            self.tell(*told)

    def _steps(self, group: Sequence[Item], lines: dict[str, dict[str, Any]]) -> list[Step]:
        """What is to be done for a picture and what belongs to it: all, or nothing.

        lines  {folder: what the journal is to say of it before}; those of the group come to it
        """
        steps: list[Step] = []
        kept, item = self._stepping.kept, group[0]
        try:
            for item in group:
                steps += self._stepping.steps(item)
            before = [line for each in sorted(_changed(steps)) for line in self._folders.announce(each)]
        except LeftAloneError as error:
            self._leave(group, item.source, error)
            self._stepping.kept = kept + self._stepping.standing(group)
            return []
        for line in before:
            lines.setdefault(line["path"], line)
        return steps

    def _leave(self, group: Sequence[Item], source: str, error: LeftAloneError) -> None:
        """None of them goes where one cannot. What an interrupted call made of them goes again."""
        self._roots.check()
        earlier = self._stepping.interrupted(group)
        self.tell(*taking(earlier))
        told: list[dict[str, Any]] = []
        self._take_back([self.done.made[place] for place in earlier], told)
        self.tell(*told)
        why = {
            item.source: f"{Path(source).name} {error}" for item in group if self._stepping.is_wanted(item)
        }
        self._applied.left |= why | {source: str(error)}

    def _take_back(self, steps: Sequence[Step], told: list[dict[str, Any]]) -> int:
        """What of a group was made goes again; gives how many. What cannot go stays, and is told by undo."""
        taken = 0
        for step in reversed(steps):
            try:
                take_back(step, self.plan.target, self._journal, self._roots.check)
                told.append({"what": "undone", "place": step.place})
                taken += 1
            except LeftAloneError as error:
                self._unsettled += [step.place] if isinstance(error, UnsettledError) else []
        return taken

    def _do(self, group: Sequence[Item], steps: Sequence[Step], told: list[dict[str, Any]]) -> None:
        for at, step in enumerate(steps):
            self._roots.check()
            try:
                do(step, self._folders, self._roots.check, self.tell)
            except LeftAloneError as error:
                self._roots.check()
                not_made = steps[at + isinstance(error, UnsettledError) :]
                told += [{"what": "not", "place": each.place} for each in not_made]
                self._applied.made -= self._take_back(steps[:at], told)
                self._leave(group, step.source, error)
                return
            told.append({"what": "made", "place": step.place})
            self._applied.made += 1


def _changed(steps: Iterable[Step]) -> set[Path]:
    """The folders in which something is made, or out of which it is taken."""
    taken = {Path(step.source).parent for step in steps if step.takes_away}
    return taken | {Path(step.place).parent for step in steps}
