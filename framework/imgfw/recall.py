"""What a bundle said of pictures, kept by their content, and which content a file had when it was looked at.

Kept is what the heads say, before any decision: with other thresholds the same is decided afresh, without a
look at the picture. A file is known again by its path, size and time of change: network drives have no more.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from .answer import Answer
from .answer_record import value_names
from .digests import key_of
from .errors import FormatError
from .kinds import Annotator, Head
from .rowlog import RowLog

if TYPE_CHECKING:
    import numpy as np

    from .bundle import Bundle
    from .store import Store

REVISION = 1
"""Raised when the same answers are kept in another form."""

SETTLED_NS = 2_000_000_000
"""A file that changed less than this before it was looked at may change again within one tick of its time."""


class Said(NamedTuple):
    """What is to be kept of a picture.

    digest  of its content
    said    what the heads say, float32 (R, W), see `Recall.answers`; or the reason why there is no answer
    place   of the file, see `place_of`; "" = the file is not to be known again by it
    """

    digest: str
    said: np.ndarray | str
    place: str = ""


def place_of(path: str, status: os.stat_result) -> str:
    """A file as it is now: a name for its path, size and time of change together."""
    told = f"\n{status.st_size}\n{status.st_mtime_ns}".encode()
    return hashlib.blake2b(os.fsencode(os.path.join(os.getcwd(), path)) + told, digest_size=16).hexdigest()


def has_settled(status: os.stat_result, now_ns: int | None = None) -> bool:
    """Whether a file would have another time of change if it changed from now on."""
    return (time.time_ns() if now_ns is None else now_ns) - status.st_mtime_ns > SETTLED_NS


def said_by(bundle: Bundle, rows: Sequence[np.ndarray]) -> np.ndarray:
    """What the heads say of the R regions of a picture, by their rows (D,): float32 (R, W).

    Side by side stand the values of the targets of each head; then, where the bundle has examples, the row.
    """
    import numpy as np

    found = []
    for row in rows:
        raw = bundle.raw(row[None])
        found.append(
            np.concatenate([*(raw[t][0] for t in _targets(bundle)), *([row] if bundle.examples else ())])
        )
    return np.stack(found).astype(np.float32, copy=False)


def answers_of(bundle: Bundle, said: np.ndarray | str, uri: str) -> tuple[Answer, ...]:
    """What is decided of it now, one answer a region; see `said_by`."""
    if isinstance(said, str):
        return (Answer(uri, left_out=said),)
    answers = []
    for number, values in enumerate(said):
        raw, place = {}, 0
        for name in _targets(bundle):
            width = len(value_names(bundle.targets[name]))
            raw[name] = values[None, place : place + width]
            place += width
        answers.append(bundle.said(raw, values[place:], uri, number))
    return tuple(answers)


def remembers(bundle: Bundle) -> bool:
    """Whether equal content always has equal answers: not where an annotator looks beside the picture."""
    annotators = [part.component for part in bundle.encoder.annotators]
    return all(isinstance(each, Annotator) and each.picture_alone for each in annotators)


class Recall:
    """What is kept of one bundle, in the logs of a store; threads may ask while one of them keeps."""

    def __init__(self, bundle: Bundle, store: Store, *, fresh: bool = False) -> None:
        heads = [part.digest for part in bundle.heads.values()]
        key = key_of("answers", REVISION, bundle.encoder.key, heads, bool(bundle.examples))
        self._store, self._fresh = store, fresh  # while the store is held, nobody prunes what it uses
        self._answers = RowLog(store.folder("answers") / f"{key}.log")
        self._files = RowLog(store.folder("files") / "files.log")
        self._refused = f"{version('pillow')} {version('pillow-heif')} "

    def digest(self, place: str) -> str:
        """Of the content that a file had when it was looked at; "" where it is not known."""
        found = None if self._fresh else _kept(self._files, place)
        return "" if found is None else found.tobytes().hex()

    def said(self, digest: str) -> np.ndarray | str | None:
        """What was said of this content; None where nothing is known.

        What one version of the decoders refused, another one is asked again.
        """
        if self._fresh:
            return None
        if (found := _kept(self._answers, digest)) is not None:
            return found
        reason = _kept(self._answers, self._refused + digest)
        return None if reason is None else reason.tobytes().decode("utf-8", "surrogatepass")

    def keep(self, some: Iterable[Said]) -> None:
        """Keep these: first what was said, then which files it belongs to. Raises RunError on a full disk."""
        import numpy as np

        some = list(some)
        new: list[tuple[str, np.ndarray]] = []
        for each in some:
            if isinstance(each.said, str):
                text = each.said.encode("utf-8", "surrogatepass")
                new.append((self._refused + each.digest, np.frombuffer(text, np.uint8)))
            else:
                new.append((each.digest, each.said))
        self._answers.append(new, again=self._fresh)
        places = ((e.place, np.frombuffer(bytes.fromhex(e.digest), np.uint8)) for e in some if e.place)
        self._files.append(places, again=self._fresh)


def _targets(bundle: Bundle) -> list[str]:
    """In the order of the heads that say something of them."""
    heads = (part.component for part in bundle.heads.values())
    return [name for head in heads if isinstance(head, Head) for name in head.targets]


def _kept(log: RowLog, key: str) -> np.ndarray | None:
    """What a log holds; a damaged record is as good as none, and the log has taken it out."""
    try:
        return log.get(key) if key in log else None
    except (KeyError, FormatError):  # a KeyError where another thread found it damaged meanwhile
        return None
