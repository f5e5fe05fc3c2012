"""Near-duplicates: pictures re-encoded, resized, turned, mirrored or slightly cropped, found in a collection.

Pairs whose hashes are close under one of the eight ways to lay a picture are candidates, found by comparing
all with all in blocks; their thumbnails confirm them. Pictures of nearly one colour have no detail to go by:
they are near those of nearly the same colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from .fingerprint import THUMB_BYTES, planes, turned_hashes, turned_thumbs
from .likeness import alike
from .workers import mapped

if TYPE_CHECKING:
    import numpy as np

RADIUS = 13
"""Candidates differ in at most this many of 64 bits."""

UNIFORM, SAME_COLOUR = 6, 2
"""Levels a picture of nearly one colour spans at most, and by which two such may differ in the mean."""

_ROWS, _COLUMNS = 32, 2048
_CHUNK, _PART = 2048, 256
"""Candidates that are confirmed before the next are looked at, and by one thread at a time."""


def near_duplicates(
    hashes: Sequence[str],
    thumb_of: Callable[[int], np.ndarray],
    *,
    known: int = 0,
    workers: int = 1,
) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, sorted, that join every picture to all its near-duplicates (see `joined`).

    hashes    of every picture, 16 hex digits each (see `Fingerprint`)
    thumb_of  gives its thumbnail uint8 (1152,); asked once a picture
    known     the first so many were compared before: only pairs with a later one are looked for
    Of many that are near one another only as many pairs are told as join them. The pairs do not depend on
    `workers` (threads). Memory is about 2 kB a picture.
    """
    import numpy as np

    count = len(hashes)
    thumbs = np.empty((count, THUMB_BYTES), np.uint8)
    for number in range(count):
        thumbs[number] = thumb_of(number)
    values = np.array([int(text, 16) for text in hashes], np.uint64)
    uniform = _uniform(thumbs)
    groups = _Groups(count)
    for pair in _same_colour(thumbs, np.flatnonzero(uniform)):
        if pair[1] >= known:
            groups.join(pair)
    found = _candidates(values, np.flatnonzero(~uniform), known, workers)
    for chunk in _chunks(found, _CHUNK):
        apart = chunk[groups.apart(chunk)]
        parts = [apart[start : start + _PART] for start in range(0, len(apart), _PART)]
        for part, near in mapped(lambda part: _confirmed(thumbs, part), parts, workers=workers):
            for i, j, _ in part[near].tolist():
                groups.join((i, j))
    return sorted(groups.pairs)


def joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The group of each of `count` items that pairs join: groups are numbered by their first member."""
    root = list(range(count))
    for pair in pairs:
        first, second = sorted(_root(root, item) for item in pair)
        root[second] = first
    numbers: dict[int, int] = {}
    return [numbers.setdefault(_root(root, item), len(numbers)) for item in range(count)]


def _root(root: list[int], item: int) -> int:
    while root[item] != item:
        root[item] = item = root[root[item]]
    return item


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


def _candidates(values: np.ndarray, numbers: np.ndarray, known: int, workers: int) -> Iterator[np.ndarray]:
    """int32 (M, 3), block by block: i, j and the way to lay i so that its hash comes close to that of j."""
    import numpy as np

    hashes = values[numbers]
    laid = turned_hashes(hashes)
    later = int(np.searchsorted(numbers, known))

    def close(block: tuple[int, int]) -> np.ndarray:
        row, column = block
        found = [
            np.stack([numbers[i + row], numbers[j + column], np.full_like(i, turn)], 1)
            for turn, i, j in _close(laid[:, row : row + _ROWS], hashes[column : column + _COLUMNS])
        ]
        rows = np.concatenate([np.empty((0, 3), np.int64), *found]).astype(np.int32)
        return rows[rows[:, 0] < rows[:, 1]]

    rows = range(0, len(numbers), _ROWS)
    blocks = ((r, c) for r in rows for c in range(max(r, later), len(numbers), _COLUMNS))
    return (found for _, found in mapped(close, blocks, workers=workers) if len(found))


def _close(laid: np.ndarray, hashes: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """(turn, rows, columns) of hashes within the radius: uint64 (8, R) laid in all ways against (C,)."""
    import numpy as np

    shape = laid.shape[1], len(hashes)
    changed, bits = (
        np.empty(shape, np.uint64),
        np.empty(shape, np.uint8),
    )  # fresh ones cost more than the work
    for turn, rows in enumerate(laid):
        np.bitwise_xor(rows[:, None], hashes, out=changed)
        np.bitwise_count(changed, out=bits)
        near = bits <= RADIUS
        if near.any():
            yield turn, *np.nonzero(near)


def _chunks(arrays: Iterable[np.ndarray], size: int) -> Iterator[np.ndarray]:
    """The rows of arrays in arrays of `size` rows, the last one shorter."""
    import numpy as np

    waiting: list[np.ndarray] = []
    for array in arrays:
        waiting.append(array)
        if sum(map(len, waiting)) >= size:
            rows = np.concatenate(waiting)
            whole = len(rows) - len(rows) % size
            yield from (rows[start : start + size] for start in range(0, whole, size))
            waiting = [rows[whole:]]
    if waiting:
        yield np.concatenate(waiting)


def _confirmed(thumbs: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """bool (M,): which candidates show one picture."""
    import numpy as np

    one, other = (thumbs[candidates[:, side]] for side in (0, 1))
    for turn in np.unique(candidates[:, 2]):
        those = candidates[:, 2] == turn
        one[those] = turned_thumbs(one[those], int(turn))
    return alike(one, other)
