"""Pairs of hashes that are close under any of the eight ways to lay a picture: all with all, in blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .fingerprint import turned_hashes
from .progress import Progress
from .workers import mapped

if TYPE_CHECKING:
    import numpy as np

_ROWS, _COLUMNS = 32, 2048
"""What a block compares; its arrays stay in the processor's cache."""


def close_pairs(
    hashes: np.ndarray,
    radius: int,
    *,
    known: int = 0,
    size: int = 2048,
    workers: int = 1,
    progress: Progress | None = None,
) -> Iterator[np.ndarray]:
    """int64 (`size` or fewer, 3) at a time: i, j > i and the turn that brings hash i within `radius` of j.

    hashes    uint64 (N,)
    radius    bits of 64 that may differ
    known     only pairs with j >= known
    progress  told block by block
    The order depends on nothing else, and memory does not grow with the number of pairs.
    """
    import numpy as np

    laid = turned_hashes(hashes)

    def close(block: tuple[int, int]) -> np.ndarray:
        row, column = block
        rows, columns = laid[:, row : row + _ROWS], hashes[column : column + _COLUMNS]
        found = [
            np.stack([i + row, j + column, np.full_like(i, turn)], 1)
            for turn, i, j in _close(rows, columns, radius)
        ]
        pairs = np.concatenate(found) if found else np.empty((0, 3), np.int64)
        return pairs[pairs[:, 0] < pairs[:, 1]]

    rows = {row: range(max(row, known), len(hashes), _COLUMNS) for row in range(0, len(hashes), _ROWS)}
    blocks = ((row, column) for row, columns in rows.items() for column in columns)
    done = (progress or Progress()).track(
        mapped(close, blocks, workers=workers),
        total=sum(map(len, rows.values())),
        what="blocks of pictures compared",
    )
    return _regular((pairs for _, pairs in done if len(pairs)), size)


def _close(laid: np.ndarray, hashes: np.ndarray, radius: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """(turn, rows, columns) of what is within the radius: uint64 (8, R), laid in all ways, against (C,)."""
    import numpy as np

    shape = laid.shape[1], len(hashes)
    changed, bits = (
        np.empty(shape, np.uint64),
        np.empty(shape, np.uint8),
    )  # fresh ones cost more than the work
    for turn, rows in enumerate(laid):
        np.bitwise_xor(rows[:, None], hashes, out=changed)
        np.bitwise_count(changed, out=bits)
        near = np.flatnonzero(bits <= radius)
        if len(near):
            yield turn, *np.divmod(near, len(hashes))


def _regular(arrays: Iterable[np.ndarray], size: int) -> Iterator[np.ndarray]:
    """The rows of arrays in arrays of `size` rows, the last one shorter."""
    import numpy as np

    waiting: list[np.ndarray] = []
    count = 0
    for array in arrays:
        waiting.append(array)
        count += len(array)
        if count >= size:
            rows = np.concatenate(waiting)
            whole = count - count % size
            yield from (rows[start : start + size] for start in range(0, whole, size))
            waiting, count = [rows[whole:]], count - whole
    if count:
        yield np.concatenate(waiting)
