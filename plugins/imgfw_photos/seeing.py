"""What is known of a picture before anything is planned: its labels, its date, its digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from .companions import Group
from .dates import Dated, dated
from .existing import Digest
from .labels import also_of, labels_of
from .seen import Seen

if TYPE_CHECKING:
    from imgfw import Bundle, Prediction, Target


@dataclass(frozen=True)
class Eyes:
    """Looks at pictures: with a bundle, for one of its targets.

    now         with its offset; what is later is no date
    others      targets for whose labels the template asks besides
    digest_of   reads what belongs to a picture, or knows it; None = nobody has to know
    file_times  whether a file's own time may serve as the date
    """

    bundle: Bundle
    target: Target
    now: datetime
    digest_of: Digest | None = None
    file_times: bool = False
    others: Sequence[Target] = ()

    def seen(self, group: Group, prediction: Prediction) -> Seen:
        """A picture with what the bundle says of it, and with what belongs to it."""
        found = replace(group.picture, size=prediction.size, modified_ns=prediction.modified_ns)
        group = replace(group, picture=found)
        if wrong := next((answer.left_out for answer in prediction.answers if answer.left_out), ""):
            return Seen(group, prediction.digest, wrong=wrong)
        labels = labels_of(self.bundle, self.target, prediction.answers)
        try:
            date = self._dated(group)
        except OSError as error:
            return Seen(group, wrong=f"cannot be read: {error.strerror}")
        also = also_of(self.bundle, self.target, self.others, prediction.answers)
        return Seen(group, prediction.digest, labels, date, self._digests(group), also)

    def _dated(self, group: Group) -> Dated:
        json = next((companion.found.path for companion in group.companions if companion.json), None)
        return dated(group.picture.path, json=json, now=self.now, file_times=self.file_times)

    def _digests(self, group: Group) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.digest_of is None:
            return found
        for companion in group.companions:
            path = companion.found.path
            try:
                found[str(path)] = self.digest_of(path)
            except OSError:  # it is listed as one that cannot be read
                continue
        return found
