"""Look at the pictures of samples: digest, facts, regions, and what can be made while they are decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import images
from ..data import Picture, Sample
from ..encoder import regions
from ..errors import PictureError
from ..progress import Progress
from ..rowlog import RowLog
from ..stages.survey import regions_of
from ..tables import region_of, region_record
from ..workers import batched, mapped

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Annotator, Source

BATCH = 64


@dataclass(frozen=True)
class Seen:
    """What one look at a picture gave: its digest, what was seen, its pixels, and its rows by sample id.

    The look is None where the content was known already, under another name or time.
    """

    digest: str
    look: dict[str, Any] | None = None
    image: np.ndarray | None = None
    rows: tuple[tuple[str, np.ndarray], ...] = ()


@dataclass(frozen=True)
class Looker:
    """Looks only at what is new.

    places      for each source a text that says where its uris live, so that equal uris stay apart
    digests     log of digests by place, uri and stamp
    looks       log of looks by digest, for one decoding size and one list of annotators
    pictures    log of decoded pictures; those that a source draws are kept, others where `keep_pictures`
    rows        log of rows that `encode` fills on the way, or None
    """

    sources: Sequence[Source]
    places: Sequence[str]
    side: int | None
    annotators: Sequence[Annotator]
    digests: RowLog
    looks: RowLog
    pictures: RowLog
    keep_pictures: bool = False
    rows: RowLog | None = None
    encode: Callable[[Picture], np.ndarray] | None = None

    def look(
        self, samples: Sequence[Sample], *, workers: int, progress: Progress
    ) -> tuple[list[Sample], int]:
        """The samples with digest, facts and regions, or why they are left out; and how many were new."""
        known = [replace(s, digest=s.digest or self._digest(s)) for s in samples]
        unknown = [s for s in known if not s.digest or s.digest not in self.looks]
        found: dict[tuple[int, str], Seen] = {}
        seen = progress.track(
            mapped(self._see, unknown, workers=workers), total=len(unknown), what="pictures"
        )
        for batch in batched(seen, BATCH):
            self._keep(batch)
            found |= {(s.source, s.uri): Seen(one.digest, one.look) for s, one in batch}
        new = sum(one.look is not None for one in found.values())
        return [sample for s in known for sample in self._looked(s, found.get((s.source, s.uri)))], new

    def _looked(self, sample: Sample, seen: Seen | None) -> list[Sample]:
        digest = seen.digest if seen else sample.digest
        look = (seen and seen.look) or self.looks.get_json(digest)
        found = {**look, "regions": [region_of(region) for region in look["regions"]]}
        return regions_of(replace(sample, digest=digest), found)

    def _digest(self, sample: Sample) -> str:
        place = self._place(sample)
        return self.digests.get_json(place) if place in self.digests else ""

    def _place(self, sample: Sample) -> str:
        return f"{self.places[sample.source]}\n{sample.uri}\n{sample.stamp}"

    def _see(self, sample: Sample) -> Seen:
        """Read, decode, annotate; and encode while the pixels are there."""
        digest = sample.digest
        try:
            content = self.sources[sample.source].read(sample)
            drawn = isinstance(content, Picture)
            if isinstance(content, bytes):
                digest = digest or hashlib.sha256(content).hexdigest()
                if digest in self.looks:
                    return Seen(digest)
                picture = images.decode(content, self.side)
            else:
                picture = content
            found = () if sample.region else regions(self.annotators, picture, sample)
        except PictureError as error:
            return Seen(digest, {"facts": {}, "regions": [], "left_out": str(error)})
        facts = {"height": picture.image.shape[0], "width": picture.image.shape[1], **picture.facts}
        plain = [region_record(replace(sample, region=region)) for region in found]
        look = {"facts": facts, "regions": plain if self.annotators else [], "left_out": ""}
        image = picture.image if drawn or self.keep_pictures else None
        return Seen(digest, look, image, self._rows(replace(sample, digest=digest), look, picture))

    def _rows(self, sample: Sample, look: dict[str, Any], picture: Picture) -> tuple[tuple[str, Any], ...]:
        if self.encode is None:
            return ()
        found = {**look, "regions": [region_of(region) for region in look["regions"]]}
        rows = []
        for seen in regions_of(sample, found):
            try:
                rows.append((seen.id, self.encode(picture.of(seen.region) if seen.region else picture)))
            except PictureError:
                continue  # the encode stage asks again and keeps the reason
        return tuple(rows)

    def _keep(self, batch: Iterable[tuple[Sample, Seen]]) -> None:
        """Pixels and rows first: where a look is kept, all that came of it is."""
        with_digest = [(sample, seen) for sample, seen in batch if seen.digest]
        images_made = [(seen.digest, seen.image) for _, seen in with_digest if seen.image is not None]
        self.pictures.append(images_made)
        if self.rows is not None:
            self.rows.append([row for _, seen in with_digest for row in seen.rows])
        self.digests.put_json({self._place(s): seen.digest for s, seen in with_digest if s.stamp})
        self.looks.put_json({seen.digest: seen.look for _, seen in with_digest if seen.look is not None})
