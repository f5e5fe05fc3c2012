"""A picture that was looked at, and the lines of a plan for it and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .companions import Companion, Group
from .dates import Dated
from .plan import Fate, Item

NEVER = Dated()


@dataclass(frozen=True)
class Seen:
    """A picture that was looked at, or why it could not be.

    labels   {label: probability} of those it has
    also     {label: {other target: its label, "" for none}}, where the template asks for others
    digests  of what belongs to it, {source: sha256}; one that could not be read is not among them
    wrong    why it cannot be used; "" where it can
    """

    group: Group
    digest: str = ""
    labels: Mapping[str, float] = field(default_factory=dict)
    dated: Dated = NEVER
    digests: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wrong: str = ""

    @property
    def source(self) -> str:
        """The file of the picture."""
        return str(self.group.picture.path)

    def item(self, fate: Fate) -> Item:
        """The line of the picture, without places."""
        found, date = self.group.picture, self.dated.date
        return Item(
            self.source,
            fate,
            found.size,
            found.modified_ns,
            self.digest,
            labels=tuple(self.labels),
            probability=min(self.labels.values(), default=None),
            date=date.isoformat() if date else "",
            date_from=self.dated.rule,
        )

    def follower(self, companion: Companion, fate: Fate, reason: str) -> Item:
        """The line of what belongs to it, without places."""
        found = companion.found
        digest = self.digests.get(str(found.path), "")
        return Item(
            str(found.path), fate, found.size, found.modified_ns, digest, follows=self.source, reason=reason
        )

    def left(self, fate: Fate, reason: str) -> Iterator[Item]:
        """The lines of a picture that stays, and of what stays with it."""
        yield replace(self.item(fate), reason=reason)
        fate = "other" if fate == "unreadable" else fate
        for companion in self.group.companions:
            yield self.follower(companion, fate, f"belongs to {self.group.picture.path.name}, which stays")
