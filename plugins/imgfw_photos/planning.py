"""From what is known of every file to what is to become of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from imgfw import RAW, ending_of

from .companions import VIDEOS, Companion
from .existing import Existing, Folder
from .names import parted, safe
from .placing import Placing
from .plan import Fate, Item, Mode
from .seen import Seen
from .template import UNKNOWN, Place, Template
from .walk import Found

THERE = "is there already"
"""Of a picture that lies at all of its places."""


@dataclass(frozen=True)
class Entry:
    """A picture in a folder, as it is called there; the probability is that of the label."""

    probability: float | None
    source: str
    name: str


class Planning:
    """Says what becomes of pictures, one after the other.

    folders  {label: the name of its folder}
    others   the same of other targets, {target: {label: the name of its folder}}
    entries  {folder: its pictures}, of those of which it was said; of labels, where nothing is placed
    """

    def __init__(
        self,
        template: Template,
        folders: Mapping[str, str],
        existing: Existing,
        mode: Mode,
        others: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        self._template, self._folders, self._existing, self._mode = template, folders, existing, mode
        self._placing, self._others = Placing(existing), others
        self.entries: dict[str, list[Entry]] = {}

    def items(self, seen: Sequence[Seen]) -> Iterator[Item]:
        """The pictures with what belongs to them, each followed by that.

        Of several with the same content the one to which most belongs is placed, the first of those.
        """
        chosen: dict[str, Seen] = {}
        for each in seen:
            best = chosen.setdefault(each.digest, each)
            if len(each.group.companions) > len(best.group.companions):
                chosen[each.digest] = each
        for each in seen:
            if each.wrong:
                yield from each.left("unreadable", each.wrong)
            elif self._mode != "xmp" and (first := chosen[each.digest]) is not each:
                yield from each.left("duplicate", f"the same content as {first.source}")
            elif not each.labels:
                yield from each.left("unsorted", "no label is above its threshold")
            elif self._mode == "xmp":
                yield each.item("placed")
                for label, probability in each.labels.items():
                    self._enter(label, Entry(probability, each.source, ""))
                yield from (each.follower(companion, "placed", "") for companion in each.group.companions)
            else:
                yield from self._placed(each)

    def _placed(self, seen: Seen) -> Iterator[Item]:
        places = self._places(seen)
        there = self._existing.same(seen.group.picture.size, seen.digest)
        if self._mode == "symlink":  # in the other modes a link is no picture: it breaks where its file goes
            there = [*self._existing.leading_to(seen.source), *there]
        kept = {folder: name for folder, name in reversed(there) if folder in places and safe(name) == name}
        if there and not kept:
            lies = "/".join((*there[0][0], there[0][1]))
            yield from seen.left("duplicate", f"lies in the target already: {lies}")
            return
        stems: dict[Folder, str] = {}
        made = []
        for folder, (place, probability) in places.items():
            tails = [place.suffix, *(companion.tail for companion in seen.group.companions)]
            if folder in kept:
                stems[folder], tails[0] = parted(kept[folder])
                self._placing.keep(folder, stems[folder], tails)
            else:
                stems[folder] = self._placing.stem(folder, place.stem, tails)
            made.append("/".join((*folder, stems[folder] + tails[0])))
            self._enter("/".join(folder), Entry(probability, seen.source, stems[folder] + tails[0]))
        reason = THERE if len(kept) == len(places) else ""
        yield replace(seen.item("placed"), places=tuple(made), reason=reason)
        for companion in seen.group.companions:
            yield self._beside(seen, companion, stems)

    def _places(self, seen: Seen) -> dict[Folder, tuple[Place, float]]:
        """Where it goes, by folder: one for each of its labels, unless the template makes one of two."""
        name, date = seen.group.picture.path.name, seen.dated.date
        found: dict[Folder, tuple[Place, float]] = {}
        for label, probability in seen.labels.items():
            said = seen.also.get(label, {}).items()
            also = {target: self._others[target].get(other, UNKNOWN) for target, other in said}
            place = self._template.place(self._folders[label], name, date, also)
            found.setdefault(self._existing.spelt(place.folder), (place, probability))
        return found

    def _enter(self, folder: str, entry: Entry) -> None:
        self.entries.setdefault(folder, []).append(entry)

    def _beside(self, seen: Seen, companion: Companion, stems: Mapping[Folder, str]) -> Item:
        """What belongs to a picture gets its stem; what lies there under that name stays as it is."""
        digest = seen.digests.get(str(companion.found.path), "")
        if not digest:
            return seen.follower(companion, "unreadable", "cannot be read")
        places, other = [], ""
        for folder, stem in stems.items():
            name = stem + companion.tail
            there = self._existing.digest(folder, name)
            if there in ("", digest):
                places.append("/".join((*folder, name)))
            else:
                other = "/".join((*folder, name))
        if not places:
            return seen.follower(companion, "other", f"another file lies at its place already: {other}")
        reason = f"but not at {other}, where another file lies" if other else ""
        return replace(seen.follower(companion, "placed", reason), places=tuple(places), digest=digest)


def other(found: Found) -> Item:
    """A file or folder that is no picture and belongs to none."""
    fate: Fate = "unreadable" if found.kind == "unreadable" else "other"
    reason = found.reason or _unasked(ending_of(found.path.name))
    return Item(str(found.path), fate, found.size, found.modified_ns, reason=reason)


def _unasked(ending: str) -> str:
    """Why a file of this ending has no place of its own."""
    if ending in RAW:
        return "a raw file without a picture beside it"
    return "a video without a picture beside it" if ending in VIDEOS else "no picture, and belongs to none"
