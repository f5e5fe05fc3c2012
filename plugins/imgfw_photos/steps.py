"""Steps of applying a plan: each makes one place, and knows what is left of it when a process was killed."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from imgfw import RunError, sync

from .contents import LeftAloneError, discard, holds, links_to, other_holds, status_of, unchanged
from .one_file import is_one_name
from .transfer import copy_new, link_new, rename_new, replace_same

How = Literal["copy", "link", "symlink", "move", "carry", "write"]


@dataclass(frozen=True)
class Step:
    """One place that is made.

    place        absolute
    source       the file that the plan places there
    how          copy | link (a hard link) | symlink | move (a new name on its disk) | carry (to another disk:
                 the place is made, then the source is removed) | write (a sidecar, beside the source)
    origin       what is copied or linked: the source, or a place that was made of it before; of a sidecar the
                 content that it gets, beside that which it had
    draft        the name that a copy has until it is whole
    size, modified_ns, digest  of the source when the plan was made; the digest is that of the place
    before       sha256 of the sidecar that was there; "" for none
    mode         of the source, for the way back from a disk that has no modes; 0 = as it is there
    """

    place: str
    source: str
    how: How
    origin: str
    draft: str
    size: int
    modified_ns: int
    digest: str
    before: str = ""
    mode: int = 0

    @property
    def takes_away(self) -> bool:
        """Whether the source goes once the place is made."""
        return self.how in ("move", "carry")

    @property
    def folder(self) -> str:
        """In which the source is."""
        return os.path.dirname(self.source)

    @property
    def kept(self) -> Path:
        """Where the sidecar that was there is kept."""
        return Path(self.origin).parent / self.before

    def of_plan(self, folder: Path) -> Step:
        """The same, where the plan's folder lies now: in it are the sidecars that are written."""
        if self.how != "write":
            return self
        origin = Path(self.origin)
        return replace(self, origin=str(folder.absolute() / origin.parent.name / origin.name))

    def record(self) -> dict[str, Any]:
        """What the journal says before it is done."""
        return {"what": "intend", **asdict(self)}

    def do(self) -> None:
        """Make the place. Raises FileExistsError where it is taken, LeftAloneError, OSError."""
        source, place, origin = Path(self.source), Path(self.place), Path(self.origin)
        unchanged(source, self.size, self.modified_ns)
        if self.how in ("move", "link") or (self.how == "carry" and self.origin != self.source):
            self._check_origin()
        if self.how == "move":
            rename_new(source, place)
            sync(source.parent)
        elif self.how == "symlink":
            os.symlink(source, place)
            sync(place.parent)
        elif self.how == "write":
            self._write(origin, place)
        elif self.how == "link" or self.origin != self.source:
            link_new(origin, place)
        else:
            copy_new(source, place, Path(self.draft), self.digest)
        if self.how == "carry":
            self._leave()

    def is_nowhere(self) -> bool:
        """Whether a file that was to be moved is neither here nor there."""
        return self.takes_away and not any(map(os.path.lexists, (self.source, self.place)))

    def settle(self) -> bool:
        """Whether the place was made when a process was killed; what was begun is ended or taken back.

        Raises LeftAloneError where that cannot be known by now.
        """
        discard(Path(self.draft))
        source, place = Path(self.source), Path(self.place)
        if self.how == "symlink":
            return links_to(place, self.source)
        if not holds(place, self.digest):
            return False
        if self.how == "move" and os.path.lexists(source):
            if not os.path.samefile(source, place):
                return False
            self._leave()
        if self.how == "carry" and holds(source, self.digest):
            self._leave()
        return True

    def _write(self, origin: Path, place: Path) -> None:
        draft = Path(self.draft)
        if self.before:
            replace_same(origin, place, draft, self.digest, self.before)
        else:
            copy_new(origin, place, draft, self.digest)

    def _check_origin(self) -> None:
        """What gets a further name is read before; what is copied is read then."""
        if self.origin == self.source:
            if not holds(Path(self.source), self.digest):
                raise LeftAloneError("changed since the plan was made")
        elif not other_holds(Path(self.origin), self.digest):
            raise LeftAloneError(f"cannot be linked: {self.origin} was changed since it was made")

    def settle_back(self) -> bool:
        """Whether a place was taken back before a kill; that of a source that is back goes now."""
        if self.is_nowhere():
            return False
        source, place = Path(self.source), Path(self.place)
        back = self.takes_away and holds(source, self.digest) and holds(place, self.digest)
        if back and not is_one_name(source, place):
            self.restore_status()
            os.unlink(place)
            sync(place.parent)
        return status_of(place) is None or (self.how == "write" and holds(place, self.before))

    def restore_status(self) -> None:
        """Give a source that is back the mode and the time that it had, whatever its place kept of them."""
        if self.mode:
            os.chmod(self.source, self.mode)
        os.utime(self.source, ns=(os.stat(self.source).st_atime_ns, self.modified_ns))

    def _leave(self) -> None:
        """Remove the source, once its place is on the disk; where that cannot be, the place goes again."""
        source, place = Path(self.source), Path(self.place)
        if is_one_name(source, place):
            raise RunError(f"{source} and {place} are one file, seen through a mount; nothing more is done")
        sync(place)
        sync(place.parent)
        try:
            if not holds(source, self.digest):
                raise LeftAloneError("changed while it was copied")
            os.unlink(source)
        except (OSError, LeftAloneError):
            os.unlink(place)
            raise
        sync(source.parent)
