"""Nearest neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import ComponentError, Head, Inputs, State, Target, TargetType

from .joined import joined

if TYPE_CHECKING:
    import numpy as np


class Nearest(Head):
    """The labels of the nearest training rows: works with one picture a class, and needs no training.

    A row's probability of a label is the share of its k nearest training rows that have it; a number is
    their mean. Of equally near rows the first ones count. Of several labels each is voted on by the rows
    that know it; a label that no row knows has probability 0.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label", "number")

    use: Literal["nearest"] = "nearest"
    k: Annotated[int, Field(ge=1, le=1000, description="How many neighbours vote.")] = 5
    distance: Annotated[
        Literal["cosine", "euclidean"], Field(description="What near means: the angle, or the distance.")
    ] = "cosine"

    def fit(
        self,
        inputs: Inputs,
        truth: Mapping[str, np.ndarray],
        targets: Mapping[str, Target],
        *,
        weights: Mapping[str, np.ndarray],
        groups: Sequence[str],
        rng: np.random.Generator,
    ) -> FittedNearest:
        """Keep the training rows; those of weight 0 have no vote."""
        import numpy as np

        state: State = {"rows": _prepared(joined(inputs), self.distance)}
        for name, target in targets.items():
            if not (weights[name] > 0).any():
                raise ComponentError(f'head/nearest: no training row has a known truth for "{name}"')
            values = truth[name]
            if target.exclusive:
                values = np.eye(target.width, dtype=np.float32)[np.maximum(values, 0)]
            votes = values.reshape(len(values), -1).astype(np.float32)
            state |= {f"votes.{name}": np.nan_to_num(votes), f"known.{name}": _known(votes, weights[name])}
        return self.restore(state)

    def restore(self, state: State) -> FittedNearest:
        """The neighbours with these rows."""
        return FittedNearest(self, state)


class FittedNearest:
    """The neighbours at work, by numpy alone."""

    def __init__(self, head: Nearest, state: State) -> None:
        self._head, self._state = head, state

    def state(self) -> State:
        """The training rows, and for each target their votes and which of them may vote."""
        return self._state

    def predict(self, inputs: Inputs) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)}: the mean vote of the nearest rows that have one."""
        import numpy as np

        rows = self._array("rows")
        asked = _prepared(joined(inputs), self._head.distance)
        apart = self._lengths[None] - 2 * asked @ rows.T  # (N, M), less a constant a row
        found = {}
        for name in (key.removeprefix("votes.") for key in self._state if key.startswith("votes.")):
            votes, known = self._array(f"votes.{name}"), self._array(f"known.{name}")
            if known.ndim == 1:
                found[name] = self._vote(apart, votes, known)
            else:
                each = zip(votes.T, known.T, strict=True)
                found[name] = np.concatenate([self._vote(apart, vote[:, None], by) for vote, by in each], 1)
        return found

    def _vote(self, apart: np.ndarray, votes: np.ndarray, known: np.ndarray) -> np.ndarray:
        """The mean vote (N, C) of the nearest rows that may vote, bool (M,)."""
        import numpy as np

        allowed = np.flatnonzero(known)
        if not len(allowed):
            return np.zeros((len(apart), votes.shape[1]), np.float32)
        order = np.argsort(apart[:, allowed], axis=1, kind="stable")[:, : self._head.k]
        return votes[allowed][order].mean(axis=1).astype(np.float32)  # of (N, k, C)

    @cached_property
    def _lengths(self) -> np.ndarray:
        """The squared length of each training row: float32 (M,)."""
        return (self._array("rows") ** 2).sum(axis=1)

    def _array(self, name: str) -> np.ndarray:
        value = self._state[name]
        assert not isinstance(value, bytes)
        return value


def _known(votes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Who may vote: bool (M,), or (M, C) where rows know some labels and not others."""
    import numpy as np

    known = (weights > 0)[:, None] & ~np.isnan(votes)
    return known if (known.any(axis=1) != known.all(axis=1)).any() else known.any(axis=1)


def _prepared(x: np.ndarray, distance: str) -> np.ndarray:
    import numpy as np

    if distance == "euclidean":
        return x
    length = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(length > 0, length, 1)
