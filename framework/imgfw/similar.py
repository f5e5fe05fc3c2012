"""Near-duplicates: pictures re-encoded, resized, turned, mirrored or slightly cropped, found in a collection.

Pictures whose hashes are close under one of the eight ways to lay them are candidates; their thumbnails
confirm them. Pictures of nearly one colour have no detail to go by: they are near those of nearly the same
colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from .fingerprint import THUMB_BYTES, TURNS, planes, turned, turned_thumbs
from .hamming import close_pairs
from .likeness import LEAST_OUTLINE, alike, outlines
from .progress import Progress
from .workers import mapped

if TYPE_CHECKING:
    import numpy as np

REVISION = 2
"""Raised when the same fingerprints would give other pairs."""

RADIUS = 14
"""Candidates differ in at most this many of 64 bits: re-encoded pictures by up to 4, cropped ones by more."""

UNIFORM, SAME_COLOUR = 6, 2
"""Levels a picture of nearly one colour spans at most, and by which two such may differ in the mean."""

_PART = 256
"""Candidates that one thread confirms at a time."""


def near_duplicates(
    hashes: Sequence[str],
    thumb_of: Callable[[int], np.ndarray],
    *,
    known: int = 0,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, sorted, that join every picture to all its near-duplicates (see `ties.joined`).

    hashes    of every picture, 16 hex digits each (see `Fingerprint`)
    thumb_of  gives its thumbnail uint8 (1152,); asked once a picture
    known     the first so many were compared before: only pairs with a later one are looked for
    progress  told while they are compared
    Of many that are near one another only as many pairs are told as join them. The pairs do not depend on
    `workers` (threads). Memory is about 3 kB a picture.
    """
    import numpy as np

    count = len(hashes)
    thumbs = np.empty((count, THUMB_BYTES), np.uint8)
    for number in range(count):
        thumbs[number] = thumb_of(number)
    values = np.array([int(text, 16) for text in hashes], np.uint64)
    groups = _Groups(count)
    first, uniform = _first_equal(thumbs), _uniform(thumbs)
    again = first != np.arange(count)
    equal = zip(first[again].tolist(), np.flatnonzero(again).tolist(), strict=True)
    for pair in [*equal, *_same_colour(thumbs, np.flatnonzero(uniform))]:
        if pair[1] >= known:
            groups.join(pair)
    rest = np.flatnonzero(~uniform & ~again)
    first_new = int(np.searchsorted(rest, known))
    thumbnails = _Thumbnails(thumbs)
    for close in close_pairs(values[rest], RADIUS, known=first_new, workers=workers, progress=progress):
        candidates = np.stack([rest[close[:, 0]], rest[close[:, 1]], close[:, 2]], 1)
        candidates = candidates[groups.apart(candidates)]
        candidates = candidates[thumbnails.promising(candidates)]
        parts = [candidates[start : start + _PART] for start in range(0, len(candidates), _PART)]
        for part, near in mapped(thumbnails.confirmed, parts, workers=workers):
            for i, j, _ in part[near].tolist():
                groups.join((i, j))
    return sorted(groups.pairs)


class _Groups:
    """Which items are joined so far, and the pairs that did it."""

    def __init__(self, count: int) -> None:
        import numpy as np

        self.pairs: list[tuple[int, int]] = []
        self._group = np.arange(count)
        self._members = {number: [number] for number in range(count)}

    def apart(self, candidates: np.ndarray) -> np.ndarray:
        """bool (M,): whose first two columns are not in one group yet."""
        return self._group[candidates[:, 0]] != self._group[candidates[:, 1]]

    def join(self, pair: tuple[int, int]) -> None:
        """Put the groups of two items together, the smaller one into the larger."""
        few, many = sorted((int(self._group[item]) for item in pair), key=lambda g: len(self._members[g]))
        if few == many:
            return
        self._group[self._members[few]] = many
        self._members[many] += self._members.pop(few)
        self.pairs.append(pair)


class _Thumbnails:
    """Thumbnails uint8 (N, 1152), and their outlines as soon as they are needed.

    Candidates are int (M, 3): i, j and the way to lay i; the answers are bool (M,).
    """

    def __init__(self, thumbs: np.ndarray) -> None:
        import numpy as np

        self._thumbs = thumbs
        self._outlines = np.empty((len(thumbs), 16, 16), np.float32)
        self._outlined = np.zeros(len(thumbs), bool)

    def promising(self, candidates: np.ndarray) -> np.ndarray:
        """Whose outlines are not too different; what has next to none may be like anything."""
        import numpy as np

        new = np.unique(candidates[:, :2])
        new = new[~self._outlined[new]]
        self._outlines[new] = outlines(self._thumbs[new])
        self._outlined[new] = True
        one, other = (self._outlines[candidates[:, side]] for side in (0, 1))
        for turn in range(1, TURNS):
            those = candidates[:, 2] == turn
            one[those] = turned(one[those], turn)
        likeness = np.einsum("kij,kij->k", one, other)
        return (likeness >= LEAST_OUTLINE) | ~one.any((1, 2)) | ~other.any((1, 2))

    def confirmed(self, candidates: np.ndarray) -> np.ndarray:
        """Which show one picture."""
        one, other = (self._thumbs[candidates[:, side]] for side in (0, 1))
        for turn in range(1, TURNS):
            those = candidates[:, 2] == turn
            one[those] = turned_thumbs(one[those], turn)
        return alike(one, other)


def _first_equal(thumbs: np.ndarray) -> np.ndarray:
    """int (N,): the first thumbnail that is equal to each."""
    import numpy as np

    rows = thumbs.view(np.dtype((np.void, THUMB_BYTES)))[:, 0]
    _, first, which = np.unique(rows, return_index=True, return_inverse=True)
    return first[which]


def _uniform(thumbs: np.ndarray) -> np.ndarray:
    """bool (N,): which thumbnails are of nearly one colour."""
    import numpy as np

    light, colours = planes(thumbs)
    spans = [np.ptp(each, (-2, -1)) for each in (light, colours[:, 0], colours[:, 1])]
    return np.max(spans, 0) <= UNIFORM


def _same_colour(thumbs: np.ndarray, numbers: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs that join pictures of nearly the same one colour; each with the first of its colour."""
    import numpy as np

    light, colours = planes(thumbs[numbers])
    means = [np.rint(each.mean((-2, -1))) for each in (light, colours[:, 0], colours[:, 1])]
    first: dict[tuple[int, ...], int] = {}
    steps = range(-SAME_COLOUR, SAME_COLOUR + 1)
    for number, colour in zip(numbers.tolist(), np.stack(means, 1).astype(int).tolist(), strict=True):
        if tuple(colour) in first:
            yield first[tuple(colour)], number
            continue
        for change in product(steps, repeat=3):
            near = first.get(tuple(c + d for c, d in zip(colour, change, strict=True)))
            if near is not None:
                yield near, number
        first[tuple(colour)] = number
