"""Pictures and rows by sample: what was made is kept, what is missing is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import images
from .border import content_of
from .data import Picture, Sample
from .encoder import Encoder, augmented
from .errors import PictureError
from .progress import Progress
from .rowlog import RowLog
from .spool import spooled
from .workers import batched, mapped

if TYPE_CHECKING:
    import numpy as np

    from .kinds import Augmenter, Source

BATCH = 64
LARGE = 64 << 20
"""Rows that take more bytes are not held in memory."""


@dataclass(frozen=True)
class Pictures:
    """The decoded picture of any sample.

    sources  those of the recipe, in order
    side     shorter side at which pictures are decoded; None = full size
    kept     the log of decoded pictures
    """

    sources: Sequence[Source]
    side: int | None
    kept: RowLog

    def __call__(self, sample: Sample) -> Picture:
        """The picture with the sample's box and landmarks. Raises PictureError where it cannot be used."""
        if sample.digest in self.kept:
            full = sample.facts.get("height", 0), sample.facts.get("width", 0)
            image = self.kept.get(sample.digest)
            picture = Picture(image, scale=min(image.shape[:2]) / (min(full) or min(image.shape[:2])))
            return _about(picture, sample)
        return self.fresh(sample)

    def fresh(self, sample: Sample) -> Picture:
        """The picture read from its source, whatever is kept."""
        return _about(self.decoded(sample), sample)

    def content(self, sample: Sample) -> bytes | Picture:
        """What its source gives: the bytes of a file, or a picture that it makes itself."""
        return content_of(self.sources[sample.source], sample)

    def decoded(self, sample: Sample) -> Picture:
        """The whole picture, read from its source."""
        content = self.content(sample)
        return images.decode(content, self.side) if isinstance(content, bytes) else content

    def keep(
        self, samples: Iterable[Sample], *, workers: int, progress: Progress
    ) -> tuple[int, dict[str, str]]:
        """See that the pictures of these samples are kept: how many were decoded, and {digest: reason}."""
        missing = list({s.digest: s for s in samples if s.digest not in self.kept}.values())
        failed: dict[str, str] = {}
        made = progress.track(
            mapped(self._image_or_reason, missing, workers=workers), total=len(missing), what="pictures"
        )
        for batch in batched(made, BATCH):
            self.kept.append([(s.digest, image) for s, image in batch if not isinstance(image, str)])
            failed |= {s.digest: image for s, image in batch if isinstance(image, str)}
        return len(missing) - len(failed), failed

    def _image_or_reason(self, sample: Sample) -> np.ndarray | str:
        try:
            return self.decoded(sample).image
        except PictureError as error:
            return str(error)


def kept_rows(log: RowLog, samples: Sequence[Sample]) -> np.ndarray:
    """The rows of these samples as far as a log has them, as float32 (N, D) or (N, h, w, c), in memory.

    A row of NaN for each that it has not; (N, 0) where it has none.
    """
    import numpy as np

    there = [place for place, sample in enumerate(samples) if sample.view in log]
    if not there:
        return np.zeros((len(samples), 0), np.float32)
    rows = log.gather([samples[place].view for place in there])
    found = np.full((len(samples), *rows.shape[1:]), np.nan, np.float32)
    found[there] = rows
    return found


def _about(picture: Picture, sample: Sample) -> Picture:
    picture = replace(picture, facts={**sample.facts, **picture.facts})
    return picture.of(sample.region) if sample.region else picture


@dataclass(frozen=True)
class RowStore:
    """The rows of one encoder, by (sample, number); number 0 is the picture without augmenters.

    log        where they are kept
    encoder    makes what is missing
    pictures   gives the pictures
    variation  key of seed and augmenters, part of the key of augmented rows
    """

    log: RowLog
    encoder: Encoder
    pictures: Callable[[Sample], Picture]
    augmenters: Sequence[Augmenter] = ()
    seed: int = 0
    variation: str = ""

    def key(self, sample: Sample, number: int) -> str:
        """The key of a row in the log."""
        return sample.view if number == 0 else f"{sample.view}:{number}:{self.variation}"

    def encode(self, sample: Sample, number: int) -> np.ndarray:
        """Make one row, as it is kept."""
        picture = augmented(self.pictures(sample), sample, number, self.augmenters, self.seed)
        return self.encoder.row(picture)

    def make(
        self, wanted: Iterable[tuple[Sample, int]], *, workers: int, progress: Progress
    ) -> tuple[int, dict[str, str]]:
        """See that these rows are kept: how many were made, and {sample id: reason} where it cannot be."""
        missing = {self.key(*row): row for row in wanted}
        missing = {key: row for key, row in missing.items() if key not in self.log}
        failed: dict[str, str] = {}
        made = progress.track(
            mapped(self._row_or_reason, missing.items(), workers=workers), total=len(missing), what="rows"
        )
        for batch in batched(made, BATCH):
            self.log.append([(key, row) for (key, _), row in batch if not isinstance(row, str)])
            failed |= {sample.id: row for (_, (sample, _)), row in batch if isinstance(row, str)}
        return len(missing) - len(failed), failed

    def reused(self, rows: Iterable[tuple[Sample, int]]) -> int:
        """How many of these rows are kept from before this run."""
        names = (self.key(*row) for row in rows)
        return sum(name in self.log and not self.log.is_new(name) for name in names)

    def _row_or_reason(self, item: tuple[str, tuple[Sample, int]]) -> np.ndarray | str:
        sample, number = item[1]
        try:
            return self.encode(sample, number)
        except PictureError as error:
            return str(error)

    def gather(self, samples: Sequence[Sample], numbers: Sequence[int] | None = None) -> np.ndarray:
        """The kept rows of these samples, stacked: float32 (N, D) or (N, h, w, c); many as a memory map."""
        import numpy as np

        numbers = [0] * len(samples) if numbers is None else numbers
        keys = [self.key(s, int(n)) for s, n in zip(samples, numbers, strict=True)]
        first = self.log.gather(keys[:1])
        if len(keys) * first.size * np.float32().itemsize <= LARGE:
            return self.log.gather(keys).astype(np.float32, copy=False)
        parts = (self.log.gather(some) for some in batched(keys, BATCH))
        return spooled(parts, (len(keys), *first.shape[1:]), self.log.path.parent)
