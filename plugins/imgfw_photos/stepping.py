"""Which steps make the places of a file, and which of them are there already."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from .contents import LeftAloneError, other_holds, status_of, unchanged
from .done import Done
from .folders import check_real
from .plan import Item, Plan
from .preflight import nearest
from .steps import How, Step
from .transfer import draft_in


class Stepping:
    """From the files of a plan to steps.

    done  what the journal says
    kept  places that needed none: made before, or holding the same content already
    """

    def __init__(self, plan: Plan, done: Done) -> None:
        self.plan, self.done = plan, done
        self.kept = 0

    def steps(self, item: Item) -> list[Step]:
        """What makes the places of a file. Raises LeftAloneError where it changed, or a place is taken."""
        places = [self.plan.target / place for place in item.places]
        wanted = [place for place in places if self._free(place, item)]
        if not wanted:
            return []
        source = Path(item.source)
        if status_of(source) is None:
            if any(str(place) in self.done.made for place in wanted):
                raise LeftAloneError("was removed from its place since")
            if there := self._moved.get(item.source):
                raise LeftAloneError(f"was moved to {there} by this plan: undo it, and then apply it again")
        status = unchanged(source, item.size, item.modified_ns)
        steps = [replace(step, mode=stat.S_IMODE(status.st_mode)) for step in self._made_of(item, wanted)]
        if not all(_fits(path) for step in steps for path in (step.place, step.draft)):
            raise LeftAloneError(f"its place cannot be made: {os.strerror(errno.ENAMETOOLONG)}")
        return steps

    @cached_property
    def _moved(self) -> dict[str, str]:
        """{source: where it is} of what was moved before."""
        return {step.source: place for place, step in self.done.made.items() if step.takes_away}

    def is_wanted(self, item: Item) -> bool:
        """Whether a place of a file is missing."""
        return any(map(self.is_missing, item.places))

    def is_missing(self, place: str) -> bool:
        """Whether the journal does not say that a place was made, or it was removed since."""
        path = self.plan.target / place
        return str(path) not in self.done.made or not os.path.lexists(path)

    def standing(self, group: Iterable[Item]) -> int:
        """How many places of these files were made before and stand."""
        return sum(not self.is_missing(place) for item in group for place in item.places)

    def interrupted(self, group: Iterable[Item]) -> list[str]:
        """The places of these files that a call made which was interrupted before it made the others.

        None where somebody removed one of them since: then it was not the call that took them apart.
        """
        places = [(str(self.plan.target / place), item) for item in group for place in item.places]
        made = [place for place, _ in places if place in self.done.made]
        others = [(Path(place), item) for place, item in places if place not in self.done.made]
        half = made and not all(self._is_there(place, item) for place, item in others)
        return made if half and all(map(os.path.lexists, made)) else []

    def bytes_of(self, item: Item) -> int:
        """What will be written for a file: links and new names take nothing."""
        missing = sum(map(self.is_missing, item.places))
        if self.plan.mode in ("hardlink", "symlink") or not os.path.lexists(item.source):
            return 0
        if self.plan.mode == "move" and not self._is_far(item):
            missing -= 1
        most = 1 if self.plan.copies == "links" else missing
        return item.size * max(0, min(missing, most))

    def _free(self, place: Path, item: Item) -> bool:
        """Whether a place is to be made. Raises LeftAloneError where another file lies there."""
        check_real(place.parent, self.plan.target)
        try:
            if status_of(place) is None:
                return True
        except LeftAloneError as error:
            raise LeftAloneError(f"its place {place} {error}") from error
        if str(place) in self.done.made or self._stands(place, item):
            self.kept += 1
            return False
        raise LeftAloneError(f"another file lies at its place: {place}")

    def _stands(self, place: Path, item: Item) -> bool:
        """Whether a place holds what it is to hold, whoever put it there. Raises LeftAloneError."""
        if self.plan.mode == "symlink" and place.is_symlink():
            return os.path.realpath(place) == os.path.realpath(item.source)
        return other_holds(place, item.digest)

    def _is_there(self, place: Path, item: Item) -> bool:
        """The same; what cannot be read does not."""
        try:
            return self._stands(place, item)
        except LeftAloneError:
            return False

    def _made_of(self, item: Item, wanted: Sequence[Path]) -> Iterator[Step]:
        """The steps that make these places; the one that takes the source away is the last."""
        own = Step("", item.source, "copy", item.source, "", item.size, item.modified_ns, item.digest)
        if self.plan.mode in ("hardlink", "symlink"):
            how: How = "link" if self.plan.mode == "hardlink" else "symlink"
            yield from (_at(place, replace(own, how=how)) for place in wanted)
            return
        links, moves = self.plan.copies == "links", self.plan.mode == "move"
        near = moves and not self._is_far(item)
        origin = self._made_before(item) if links else item.source
        for place in wanted[1:] if moves else wanted:
            if links and (near or origin != item.source):
                yield _at(place, replace(own, how="link", origin=origin))
            else:
                yield _at(place, own)
                origin = str(place) if links else origin
        if near:
            yield _at(wanted[0], replace(own, how="move"))
        elif moves:
            yield _at(wanted[0], replace(own, how="carry", origin=origin))

    def _made_before(self, item: Item) -> str:
        """A place of the file that was made before; the file itself where there is none."""
        places = (str(self.plan.target / place) for place in item.places)
        made = (
            place for place in places if place in self.done.made and other_holds(Path(place), item.digest)
        )
        return next(made, item.source)

    def _is_far(self, item: Item) -> bool:
        """Whether the file lies on another disk than the target."""
        return nearest(Path(item.source).parent).stat().st_dev != nearest(self.plan.target).stat().st_dev


def _at(place: Path, step: Step) -> Step:
    return replace(step, place=str(place), draft=str(draft_in(place.parent)))


def _fits(path: str) -> bool:
    """Whether the system takes a path of that length."""
    try:
        os.lstat(path)
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG
    return True
