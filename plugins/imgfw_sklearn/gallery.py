"""The labels of one target and the mean of each; labels come and go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from imgfw import ComponentError, State, nearest

if TYPE_CHECKING:
    import numpy as np


_LEAST = 1e-30
"""Less is below what float32 can divide by."""


@dataclass(frozen=True)
class Gallery:
    """C labels and their means.

    means   float32 (C, D); of labels without a row 0
    counts  float64 (C,): the weight of the rows behind each mean, 0 where there are none
    apart   float64 (C,): the squared distances of these rows to their mean, by weight; NaN where an earlier
            imgfw did not keep it
    given   the spread that is taken where some of these are not known
    """

    labels: tuple[str, ...]
    means: np.ndarray
    counts: np.ndarray
    apart: np.ndarray
    given: float = 1.0

    @classmethod
    def of(cls, x: np.ndarray, truth: np.ndarray, counts: np.ndarray, labels: Sequence[str]) -> Gallery:
        """The means of rows float32 (N, D) by truth int (N,), each row counted so often."""
        import numpy as np

        order = np.argsort(truth, kind="stable")
        edges = np.searchsorted(truth[order], np.arange(len(labels) + 1))
        means, apart = np.zeros((len(labels), x.shape[1]), np.float32), np.zeros(len(labels))
        for label, (begin, end) in enumerate(pairwise(edges)):
            if end > begin:
                rows = order[begin:end]
                means[label] = np.average(x[rows], axis=0, weights=counts[rows].astype(np.float64))
                apart[label] = _apart(x[rows], means[label]) @ counts[rows].astype(np.float64)
        held = np.bincount(truth, counts.astype(np.float64), len(labels))
        return cls(tuple(labels), means, held, apart)

    @property
    def known(self) -> np.ndarray:
        """Which labels have a mean: bool (C,)."""
        return self.counts > 0

    @cached_property
    def spread(self) -> float:
        """Mean squared distance of all rows to their centre, by weight; 1 where they are as good as equal."""
        import numpy as np

        known, counts = self.known, self.counts[self.known]
        if np.isnan(self.apart[known]).any():
            return self.given
        means = self.means[known].astype(np.float64)
        away = means - means[0]  # equal means have no distance at all
        centre = np.average(away, axis=0, weights=counts)
        spread = float((self.apart[known].sum() + _apart(away, centre) @ counts) / counts.sum())
        return spread if spread >= _LEAST else 1.0

    def near(self, asked: np.ndarray, *, cosine: bool) -> np.ndarray:
        """How near each mean is to rows (N, D), more is nearer: float32 (N, C), at most 1 or 0."""
        import numpy as np

        if cosine:
            return asked @ self._directions.T
        # each distance from the difference itself: far from the origin, products would round it away
        apart = [((self.means - row) ** 2).sum(axis=1) for row in asked]
        return -np.array(apart, np.float32).reshape(len(asked), len(self.labels)) / np.float32(self.spread)

    def lines(self, *, cosine: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """A centre (D,), weights (D, C) and bias (C,): rows less the centre give `near`, less a constant."""
        import numpy as np

        if cosine:
            nowhere = np.zeros(self.means.shape[1], np.float32)
            return nowhere, self._directions.T, np.zeros(len(self.labels), np.float32)
        centre = self.means[self.known].mean(axis=0)
        apart, spread = self.means - centre, np.float32(self.spread)
        return centre, 2 * apart.T / spread, -(apart**2).sum(axis=1) / spread

    @cached_property
    def _directions(self) -> np.ndarray:
        return unit(self.means)

    def added(self, name: str, features: np.ndarray, seen: Callable[[np.ndarray], np.ndarray]) -> Gallery:
        """With rows (N, D) of a label, new or known."""
        import numpy as np

        given = np.asarray(features, np.float32)
        wide = self.means.shape[1]
        if given.ndim != 2 or given.shape[1] != wide or not len(given) or not np.isfinite(given).all():
            raise ComponentError(
                f'head/prototypes: for "{name}" expected finite features (N, {wide}) of one picture or more, '
                f"got {given.shape}"
            )
        if name not in self.labels:
            empty = np.zeros((1, wide), np.float32)
            more = replace(
                self,
                labels=(*self.labels, name),
                means=np.concatenate([self.means, empty]),
                counts=np.append(self.counts, 0.0),
                apart=np.append(self.apart, 0.0),
            )
            return more.added(name, features, seen)
        means, counts, place = self.means.copy(), self.counts.copy(), self.labels.index(name)
        apart, before, weight, rows = self.apart.copy(), means[place].copy(), counts[place], seen(given)
        total = before * weight + rows.sum(axis=0, dtype=np.float64)
        counts[place] += len(given)
        means[place] = total / counts[place]
        apart[place] += weight * _apart(before[None], means[place])[0] + _apart(rows, means[place]).sum()
        return replace(self, means=means, counts=counts, apart=apart, given=self.spread)

    def removed(self, name: str) -> Gallery:
        """Without a label."""
        import numpy as np

        if name not in self.labels:
            hint = nearest(name, self.labels)
            raise ComponentError(f'head/prototypes: expected a label that is there, got "{name}" ({hint})')
        place = self.labels.index(name)
        left = np.arange(len(self.labels)) != place
        if not self.counts[left].any():
            raise ComponentError(f'head/prototypes: "{name}" is the last label; another one must be there')
        labels = tuple(label for label in self.labels if label != name)
        rest = {name: getattr(self, name)[left] for name in ("means", "counts", "apart")}
        return replace(self, labels=labels, given=self.spread, **rest)

    def state(self, target: str) -> Iterator[tuple[str, np.ndarray | bytes]]:
        """What `from_state` takes, by name."""
        import numpy as np

        yield f"labels.{target}", json.dumps(self.labels).encode()
        yield f"means.{target}", self.means
        yield f"counts.{target}", self.counts
        yield f"apart.{target}", self.apart
        yield f"spread.{target}", np.array(self.spread)

    @classmethod
    def from_state(cls, state: State, target: str) -> Gallery:
        """The gallery that gave this state under this name."""
        import numpy as np

        means, counts = (np.asarray(state[f"{key}.{target}"]) for key in ("means", "counts"))
        labels = tuple(json.loads(bytes(state[f"labels.{target}"])))
        apart = np.asarray(state.get(f"apart.{target}", np.full(len(labels), np.nan)))
        return cls(labels, means, counts, apart, float(np.asarray(state[f"spread.{target}"])))


def unit(x: np.ndarray) -> np.ndarray:
    """Rows brought to length 1; a row of zeros stays."""
    import numpy as np

    length = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(length > 0, length, 1)


def _apart(x: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The squared distance of each row (N, D) to a place (D,): float64 (N,)."""
    found: np.ndarray = ((x.astype("float64") - place) ** 2).sum(axis=1)
    return found
