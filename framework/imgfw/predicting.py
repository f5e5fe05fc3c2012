"""What a bundle says of many files: in their order, on all cores, in as much memory as a few of them take.

Each thread reads, decodes and asks the network by itself, so that decoding and the network overlap. What is
seen is kept as it comes (`recall.py`): a second look at a library only opens what is new, and an interrupted
one goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .answer import Answer
from .errors import PictureError, RunError, UnavailableError
from .files import read_file
from .known_files import has_settled, is_same, place_of
from .progress import Progress
from .recall import Recall, Seen, answers_of, remembers, seen_in
from .store import Store, cache_root
from .workers import mapped

if TYPE_CHECKING:
    import numpy as np

    from .bundle import Bundle

BATCH = 64
SECONDS = 1.0
"""What was seen is kept once there is so much of it, or so long after the last time."""


@dataclass(frozen=True)
class Prediction:
    """What is said of one picture file, with what the file was then.

    digest       sha256 of its content, hex; "" where it could not be read
    size         in bytes
    modified_ns  when it was last changed, nanoseconds since the epoch; 0 where that could not be told
    answers      one a region; one with the reason in `left_out` where there is none
    """

    uri: str
    digest: str
    size: int
    modified_ns: int
    answers: tuple[Answer, ...]


def predicted(
    bundle: Bundle,
    paths: Sequence[str | Path],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    fresh: bool = False,
) -> Iterator[Prediction]:
    """The predictions for these files, in their order; one that cannot be used says why in its answer.

    workers  threads; None = one a core
    fresh    look at every picture again, whatever is kept, and keep what is seen now

    What is kept already is not looked at again; a file whose path, size and time of change are as they were
    is not even opened. Where nothing can be kept, `progress` is told, and every picture is looked at.
    Raises RunError on a full disk.
    """
    progress = progress or Progress()
    recall = _recall(bundle, progress, fresh=fresh)
    threads = min(workers or os.cpu_count() or 1, max(1, len(paths)))
    found = mapped(Looker(bundle, recall), map(str, paths), workers=threads)
    new: list[Seen] = []
    kept_at = time.monotonic()
    try:
        for _, (prediction, said) in progress.track(found, total=len(paths), what="pictures"):
            if said is not None:
                new.append(said)
            if recall and new and (len(new) >= BATCH or time.monotonic() - kept_at > SECONDS):
                batch, new = new, []
                recall.keep(batch)
                kept_at = time.monotonic()
            yield prediction
    finally:
        if recall and new:
            recall.keep(new)


def _recall(bundle: Bundle, progress: Progress, *, fresh: bool) -> Recall | None:
    """What is known for this bundle; None where nothing is kept."""
    if not remembers(bundle):
        return None
    try:
        return Recall(bundle, Store(cache_root()), fresh=fresh)
    except (RunError, OSError) as error:
        progress.say(f"what is seen in these pictures is not kept: {error}")
        return None


@dataclass(frozen=True)
class Looker:
    """Looks at one file after the other: called with a path it gives what is said, and what of it is new."""

    bundle: Bundle
    recall: Recall | None

    def __call__(self, path: str) -> tuple[Prediction, Seen | None]:
        """The prediction, and what is to be kept; None where all of it is, or nothing should be."""
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            status = None
        place = place_of(path, status) if status and self.recall else ""
        digest = self.recall.digest(place) if self.recall and place else ""
        seen = self.recall.seen(digest) if self.recall and digest else None
        new = None
        if seen is None:
            digest, seen, new = self._look(path, place, status)
        size, modified = (status.st_size, status.st_mtime_ns) if status else (0, 0)
        return Prediction(path, digest, size, modified, answers_of(self.bundle, seen, path)), new

    def _look(
        self, path: str, place: str, status: os.stat_result | None
    ) -> tuple[str, np.ndarray | str, Seen | None]:
        """Digest and what is in a file that is not known, and what of it is to be kept."""
        sure = status is not None and has_settled(status)
        try:
            content = read_file(Path(path))
        except PictureError as error:
            return "", str(error), None
        digest = hashlib.sha256(content).hexdigest()
        seen = self.recall.seen(digest) if self.recall else None
        passing = False
        if seen is None:
            seen, passing = self._seen(content, path)
        if self.recall is None or passing:
            return digest, seen, None
        return digest, seen, Seen(digest, seen, place if sure and is_same(path, place) else "")

    def _seen(self, content: bytes, path: str) -> tuple[np.ndarray | str, bool]:
        """What is in a picture, or why nothing can be seen; and whether that may be otherwise next time."""
        try:
            pictures = self.bundle.encoder.pictures(content, str(Path(path).absolute()))
            return seen_in(self.bundle, pictures), False
        except PictureError as error:
            return str(error), isinstance(error, UnavailableError)
