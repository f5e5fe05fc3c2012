"""Batches of training rows: which rows, in which order, and their values, prepared one batch ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Rows, Target


@dataclass(frozen=True)
class Batches:
    """Rows as batches.

    names    of the inputs: "pixels", or those of the heads
    size     of a batch; batches of one epoch differ by at most one row
    workers  threads that prepare pixels; they change nothing but the time
    """

    rows: Rows
    names: tuple[str, ...]
    size: int
    workers: int

    def shuffled(self, seed: int, epoch: int) -> list[np.ndarray]:
        """The rows of each batch of an epoch; only (seed, epoch) decides."""
        import numpy as np

        return self._split(np.random.default_rng([seed % 2**32, epoch]).permutation(len(self.rows)))

    def in_order(self) -> list[np.ndarray]:
        """The rows of each batch, as they stand."""
        import numpy as np

        return self._split(np.arange(len(self.rows)))

    def _split(self, order: np.ndarray) -> list[np.ndarray]:
        import numpy as np

        return np.array_split(order, -(-len(order) // self.size)) if len(order) else []

    def inputs(
        self, chosen: Sequence[np.ndarray], epoch: int
    ) -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
        """(rows, values of each input) of each batch, in order."""
        if self.names == ("pixels",):
            yield from self._pixels(chosen, epoch)
            return
        for rows in chosen:
            yield rows, [self.rows.inputs[name][rows] for name in self.names]

    def _pixels(
        self, chosen: Sequence[np.ndarray], epoch: int
    ) -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
        import numpy as np

        def drawn(row: int) -> np.ndarray:
            return self.rows.pixels([row], epoch)

        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="imgfw-pixels")
        ahead: deque[tuple[np.ndarray, list[Future[np.ndarray]]]] = deque()
        try:
            for rows in chosen:
                ahead.append((rows, [pool.submit(drawn, int(row)) for row in rows]))
                if len(ahead) == 2:
                    first, waiting = ahead.popleft()
                    yield first, [np.concatenate([future.result() for future in waiting])]
            for last, waiting in ahead:
                yield last, [np.concatenate([future.result() for future in waiting])]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def wanted(rows: Rows, targets: dict[str, Target]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Truth and weights as losses take them: what is unknown has weight 0 and some truth.

    Truth is int (N,) for classes and ordinal, float32 (N, C) for multi-label, float32 (N, 1) for numbers.
    Weights are float32 (N,), and (N, C) where a row knows some of its labels and not others.
    """
    import numpy as np

    truth, weights = {}, {}
    for name, target in targets.items():
        given = rows.truth[name]
        if target.exclusive:
            known, filled = (given >= 0)[:, None], np.maximum(given, 0)
        else:
            known = ~np.isnan(given.reshape(len(rows), target.width))
            filled = np.where(known, given.reshape(known.shape), 0).astype(np.float32)
        truth[name] = filled
        found = np.where(known, rows.weights[name][:, None], 0).astype(np.float32)
        weights[name] = found if (known.any(axis=1) != known.all(axis=1)).any() else found[:, 0]
    return truth, weights


def over_known(weights: np.ndarray) -> np.ndarray:
    """The weights of a batch, of any shape, so that Keras' mean over all is one over those that count.

    Where nothing counts they stay 0, and so does the loss.
    """
    import numpy as np

    counted = np.count_nonzero(weights)
    return weights if counted in (0, weights.size) else weights * np.float32(weights.size / counted)
