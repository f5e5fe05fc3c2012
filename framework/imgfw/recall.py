"""What a bundle saw in pictures, kept by their content, and which content a file had when it was looked at.

Kept are features: heads that learned anew, other galleries and other thresholds are asked about these; the
picture is not looked at. Maps are a hundred times as large; in their place is kept what the heads say.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from .answer import Answer
from .answer_record import value_names
from .bundle import Bundle
from .digests import key_of
from .kinds import Annotator, Backbone, Head
from .known_files import KnownFiles, keep_in, kept_in
from .rowlog import RowLog

if TYPE_CHECKING:
    import numpy as np

    from .data import Picture
    from .store import Store

REVISION = 1
"""Raised when the same is kept in another form."""


class Seen(NamedTuple):
    """What is to be kept of a picture.

    digest  of its content
    seen    what is in its R regions, (R, W), see `seen_in`; or the reason why there is no answer
    place   of the file, see `known_files.place_of`; "" = the file is not to be known again by it
    """

    digest: str
    seen: np.ndarray | str
    place: str = ""


def seen_in(bundle: Bundle, pictures: Iterable[Picture]) -> np.ndarray:
    """What is kept of the R regions of a picture: their rows (R, D), as the encoder rounds them.

    Of maps, what the heads say of each, float32 (R, W): the values of their targets side by side.
    """
    import numpy as np

    rows = [bundle.encoder.row(picture) for picture in pictures]
    if not _gives_maps(bundle):
        return np.stack(rows)
    said = (bundle.raw(row[None].astype("float32", copy=False)) for row in rows)
    return np.stack([np.concatenate([raw[name][0] for name in _targets(bundle)]) for raw in said])


def answers_of(bundle: Bundle, seen: np.ndarray | str, uri: str) -> tuple[Answer, ...]:
    """What the bundle says of it now, one answer a region; see `seen_in`."""
    if isinstance(seen, str):
        return (Answer(uri, left_out=seen),)
    values = seen.astype("float32", copy=False)
    raw = _apart if _gives_maps(bundle) else Bundle.raw
    return tuple(
        bundle.said(raw(bundle, values[number : number + 1]), values[number], uri, number)
        for number in range(len(values))
    )


def _apart(bundle: Bundle, values: np.ndarray) -> dict[str, np.ndarray]:
    """What the heads said, by target, of values (1, W) that stand side by side."""
    found, place = {}, 0
    for name in _targets(bundle):
        width = len(value_names(bundle.targets[name]))
        found[name] = values[:, place : place + width]
        place += width
    return found


def _gives_maps(bundle: Bundle) -> bool:
    backbone = bundle.encoder.backbone.component
    assert isinstance(backbone, Backbone)
    return backbone.gives == "map"


def remembers(bundle: Bundle) -> bool:
    """Whether equal content always has equal answers: not where an annotator looks beside the picture."""
    annotators = [part.component for part in bundle.encoder.annotators]
    return all(isinstance(each, Annotator) and each.picture_alone for each in annotators)


class Recall:
    """What is kept of one bundle, in the logs of a store; threads may ask while one of them keeps."""

    def __init__(self, bundle: Bundle, store: Store, *, fresh: bool = False) -> None:
        heads = [part.digest for part in bundle.heads.values()] if _gives_maps(bundle) else None
        key = key_of("seen", REVISION, bundle.encoder.key, heads)
        self._store, self._fresh = store, fresh  # while the store is held, nobody prunes what it uses
        self._seen = RowLog(store.folder("seen") / f"{key}.log")
        self._files = KnownFiles(store, fresh=fresh)
        self._refused = f"{version('pillow')} {version('pillow-heif')} "

    def digest(self, place: str) -> str:
        """Of the content that a file had when it was looked at; "" where it is not known."""
        return self._files.digest(place)

    def seen(self, digest: str) -> np.ndarray | str | None:
        """What was seen in this content; None where nothing is known.

        What one version of the decoders refused, another one is asked again.
        """
        if self._fresh:
            return None
        if (found := kept_in(self._seen, digest)) is not None:
            return found
        reason = kept_in(self._seen, self._refused + digest)
        return None if reason is None else reason.tobytes().decode("utf-8", "surrogatepass")

    def keep(self, some: Iterable[Seen]) -> None:
        """Keep these: first what was seen, then which files it belongs to. Raises RunError on a full disk.

        What is known to the bit is not written again, so that fresh looks do not let the logs grow.
        """
        import numpy as np

        some = list(some)
        new: list[tuple[str, np.ndarray]] = []
        for each in some:
            if isinstance(each.seen, str):
                text = each.seen.encode("utf-8", "surrogatepass")
                new.append((self._refused + each.digest, np.frombuffer(text, np.uint8)))
            else:
                new.append((each.digest, each.seen))
        keep_in(self._seen, new)
        self._files.keep({each.place: each.digest for each in some if each.place})


def _targets(bundle: Bundle) -> list[str]:
    """In the order of the heads that say something of them."""
    heads = (part.component for part in bundle.heads.values())
    return [name for head in heads if isinstance(head, Head) for name in head.targets]
