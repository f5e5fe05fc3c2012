"""Intake: which samples there are, what is wrong with them, and which of them show the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .. import corrections, similar
from ..corrections import Corrections
from ..data import Picture, Sample
from ..digests import key_of
from ..parts import identity
from ..progress import Progress
from ..rowlog import RowLog
from ..rows import Pictures
from ..stages import survey
from ..store import Store, read_json
from ..targets import Target
from . import keys
from .looking import Looked, Looker

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Annotator, Source

Near = tuple[tuple[str, str], ...]
"""Digests of nearly the same pictures: as many pairs as join them all, directly or through others."""


@dataclass(frozen=True)
class Intake:
    """The pictures of some sources, looked at once and known from then on.

    targets    what is to be predicted, and `columns` under which names the sources give it
    splits     what the sources' splits are called here
    side       the shorter side at which pictures are decoded; None = full size
    log        log(kind, key) -> the log of that name
    corrections  labels that count instead of those of the sources
    """

    sources: Sequence[Source]
    annotators: Sequence[Annotator]
    targets: Mapping[str, Target]
    columns: Mapping[str, tuple[str, ...]]
    splits: Mapping[str, str]
    side: int | None
    store: Store
    log: Callable[[str, str], RowLog]
    workers: int
    progress: Progress
    corrections: Corrections = field(default_factory=dict)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """For each source a text that says where its samples live."""
        return tuple(key_of(identity(source)) for source in self.sources)

    @cached_property
    def pictures(self) -> Pictures:
        """The decoded picture of any sample."""
        return Pictures(self.sources, self.side, self.log("pictures", keys.pictures_key(self.side)))

    def listed(self, limit: int | None = None) -> list[Sample]:
        """The samples of all sources, none of them opened; at most `limit`."""
        listed = survey.listed(self.sources, self.columns, self.splits)
        corrections.check(self.corrections, listed)
        return survey.limited(listed, limit)

    def look(
        self,
        listed: Sequence[Sample],
        *,
        keep_pictures: bool = False,
        rows: RowLog | None = None,
        encode: Callable[[Picture], np.ndarray] | None = None,
    ) -> Looked:
        """Look at these samples, as far as they are new; see `looking.Looker`."""
        looker = Looker(
            self.sources,
            self.places,
            self.side,
            self.annotators,
            self.log("digests", "digests"),
            self.log("looks", keys.looks_key(self.annotators, self.side)),
            self._thumbs,
            self.pictures.kept,
            keep_pictures,
            rows,
            encode,
        )
        return looker.look(listed, workers=self.workers, progress=self.progress)

    def merged(self, looked: Looked) -> list[Sample]:
        """One sample a content and region, those without labels too; what cannot be used has its reason."""
        samples = corrections.corrected(looked.samples, self.corrections)
        return survey.expanded(survey.merged(samples, self.targets), looked.regions)

    def samples(self, looked: Looked) -> list[Sample]:
        """The same; what has no label for any target is left out."""
        return survey.labelled(self.merged(looked), self.targets)

    def near(self, samples: Sequence[Sample]) -> Near:
        """The near-duplicates among usable samples; found once for a set and kept."""
        hashes = {s.digest: s.facts["hash"] for s in samples if not s.left_out}
        digests = sorted(hashes)
        known = [(digest, hashes[digest]) for digest in digests]
        key = key_of("near", similar.REVISION, keys.thumbs_key(self.side), known)

        def found() -> list[tuple[str, str]]:
            thumbs = self._thumbs
            pairs = similar.near_duplicates(
                [hashes[digest] for digest in digests],
                lambda index: thumbs.get(digests[index]),
                workers=self.workers,
                progress=self.progress,
            )
            return [(digests[i], digests[j]) for i, j in pairs]

        pairs, _ = self.store.kept(
            "near",
            key,
            write=lambda draft: (draft / "pairs.json").write_text(json.dumps(found())),
            read=lambda kept: read_json(kept / "pairs.json"),
        )
        return tuple((one, other) for one, other in pairs)

    @property
    def _thumbs(self) -> RowLog:
        return self.log("thumbs", keys.thumbs_key(self.side))
