"""Look at the pictures of samples: digest, facts, regions, and what can be made while they are decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import images
from ..border import content_of
from ..data import Picture, Region, Sample
from ..encoder import regions
from ..errors import PictureError, UnavailableError
from ..facts import measured
from ..fingerprint import fingerprint
from ..parts import Part
from ..progress import Progress
from ..rowlog import RowLog
from ..stages.survey import expanded
from ..tables import region_of, region_record
from ..workers import batched, mapped

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Annotator, Source

BATCH = 64


@dataclass(frozen=True)
class Looked:
    """What a look gave.

    samples  as they were given, with digest and facts, or with the reason why they are left out
    regions  {digest: what the annotators found in that picture}
    new      how many pictures were not known before
    """

    samples: tuple[Sample, ...]
    regions: Mapping[str, tuple[Region, ...]]
    new: int


@dataclass(frozen=True)
class Seen:
    """One picture: its digest, the look, its thumbnail and pixels, and its rows by `Sample.view`.

    The look is None where the content was known already: under another name or time, or its thumbnail was
    lost. What is not to be `remembered` is tried again the next time.
    """

    digest: str
    look: dict[str, Any] | None = None
    thumb: np.ndarray | None = None
    image: np.ndarray | None = None
    rows: tuple[tuple[str, np.ndarray], ...] = ()
    remembered: bool = True


@dataclass(frozen=True)
class Looker:
    """Looks only at what is new.

    places      for each source a text that says where its uris live, so that equal uris stay apart
    digests     log of digests by place, uri and stamp
    looks       log of looks by digest, for one decoding size and one list of annotators
    thumbs      log of thumbnails by digest, for one decoding size
    pictures    log of decoded pictures; those that a source draws are kept, others where `keep_pictures`
    rows        log of rows that `encode` fills on the way, or None
    """

    sources: Sequence[Source]
    places: Sequence[str]
    side: int | None
    annotators: Sequence[Annotator]
    digests: RowLog
    looks: RowLog
    thumbs: RowLog
    pictures: RowLog
    keep_pictures: bool = False
    rows: RowLog | None = None
    encode: Callable[[Picture], np.ndarray] | None = None

    def look(self, samples: Sequence[Sample], *, workers: int, progress: Progress) -> Looked:
        """Look at these samples; those that are left out already are passed by."""
        known = [s if s.left_out else replace(s, digest=s.digest or self._digest(s)) for s in samples]
        unknown = [s for s in known if not s.left_out and not self._is_known(s.digest)]
        found: dict[tuple[int, str], Seen] = {}
        seen = progress.track(
            mapped(self._see, unknown, workers=workers), total=len(unknown), what="pictures"
        )
        for batch in batched(seen, BATCH):
            self._keep(batch)
            found |= {(s.source, s.uri): Seen(one.digest, one.look) for s, one in batch}
        every: dict[str, tuple[Region, ...]] = {}
        looked = [s if s.left_out else self._looked(s, found.get((s.source, s.uri)), every) for s in known]
        return Looked(tuple(looked), every, sum(one.look is not None for one in found.values()))

    def _looked(self, sample: Sample, seen: Seen | None, every: dict[str, tuple[Region, ...]]) -> Sample:
        digest = seen.digest if seen else sample.digest
        look = (seen and seen.look) or self.looks.get_json(digest)
        if look["regions"]:
            every[digest] = _regions(look)
        facts = {**sample.facts, **look["facts"]}
        return replace(sample, digest=digest, facts=facts, left_out=look["left_out"])

    def _is_known(self, digest: str) -> bool:
        """Whether all is kept that a look gives; what was refused has no thumbnail."""
        if digest not in self.looks:
            return False
        return digest in self.thumbs or bool(self.looks.get_json(digest)["left_out"])

    def _digest(self, sample: Sample) -> str:
        place = self._place(sample)
        return self.digests.get_json(place) if place in self.digests else ""

    def _place(self, sample: Sample) -> str:
        return f"{self.places[sample.source]}\n{sample.uri}\n{sample.stamp}"

    def _see(self, sample: Sample) -> Seen:
        """Read, decode, measure, annotate; and encode while the pixels are there."""
        digest = sample.digest
        try:
            content = content_of(self.sources[sample.source], sample)
        except PictureError as error:
            return Seen(digest, _refused(error), remembered=False)
        try:
            if isinstance(content, bytes):
                digest = digest or hashlib.sha256(content).hexdigest()
                if self._is_known(digest):
                    return Seen(digest)
            picture = images.decode(content, self.side) if isinstance(content, bytes) else content
            print_ = fingerprint(picture.image)
            if digest in self.looks:
                return Seen(digest, thumb=print_.thumb)
            asked = () if sample.region else self.annotators
            found = regions([Part(a, a) for a in asked], picture, sample) if asked else ()
        except PictureError as error:
            return Seen(digest, _refused(error), remembered=not isinstance(error, UnavailableError))
        height, width = picture.image.shape[:2]
        own = {"height": height, "width": width, **measured(picture.image), "hash": print_.hash}
        plain = [region_record(replace(sample, region=region)) for region in found]
        look = {"facts": {**own, **picture.facts}, "regions": plain, "left_out": ""}
        kept = self.keep_pictures or not isinstance(content, bytes)
        rows = self._rows(replace(sample, digest=digest), found, picture)
        return Seen(digest, look, print_.thumb, picture.image if kept else None, rows)

    def _rows(
        self, sample: Sample, found: tuple[Region, ...], picture: Picture
    ) -> tuple[tuple[str, np.ndarray], ...]:
        rows = []
        for seen in expanded([sample], {sample.digest: found}) if self.encode else ():
            try:
                assert self.encode is not None
                rows.append((seen.view, self.encode(picture.of(seen.region) if seen.region else picture)))
            except PictureError:
                continue  # the encode stage asks again and keeps the reason
        return tuple(rows)

    def _keep(self, batch: Iterable[tuple[Sample, Seen]]) -> None:
        """Pixels and rows first: where a look is kept, all that came of it is."""
        known = [(sample, seen) for sample, seen in batch if seen.digest and seen.remembered]
        self.pictures.append([(seen.digest, seen.image) for _, seen in known if seen.image is not None])
        self.thumbs.append([(seen.digest, seen.thumb) for _, seen in known if seen.thumb is not None])
        if self.rows is not None:
            self.rows.append([row for _, seen in known for row in seen.rows])
        self.digests.put_json({self._place(s): seen.digest for s, seen in known if s.stamp})
        self.looks.put_json({seen.digest: seen.look for _, seen in known if seen.look is not None})


def _refused(error: PictureError) -> dict[str, Any]:
    return {"facts": {}, "regions": [], "left_out": str(error)}


def _regions(look: Mapping[str, Any]) -> tuple[Region, ...]:
    return tuple(region_of(region) for region in look["regions"])
