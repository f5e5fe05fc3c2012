"""Ordinal logistic regression on standardised features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import NEVER, ComponentError, Head, Inputs, State, Step, Target, TargetType

from .cumulative import fitted_line, shares_of
from .joined import joined
from .standard import mean_and_scale, standardised, standardising

if TYPE_CHECKING:
    import numpy as np


class OrdinalLogistic(Head):
    """Ordinal logistic regression: labels in order, told apart by one line through the features.

    The proportional-odds model (McCullagh 1980), L2-penalised: all thresholds share one direction, which
    needs fewer pictures than a direction a label. Labels without a training row have probability 0.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("ordinal",)

    use: Literal["ordinal-logistic"] = "ordinal-logistic"
    C: Annotated[
        float, Field(gt=0, le=1e9, description="Inverse strength of the penalty: less keeps it simpler.")
    ] = 0.1
    max_iter: Annotated[int, Field(ge=1, le=100_000, description="Most iterations of the solver.")] = 2000

    def fit(
        self,
        inputs: Inputs,
        truth: Mapping[str, np.ndarray],
        targets: Mapping[str, Target],
        *,
        weights: Mapping[str, np.ndarray],
        groups: Sequence[str],
        rng: np.random.Generator,
    ) -> FittedOrdinal:
        """Learn; rows of weight 0 are left out. Raises ComponentError where the solver does not converge."""
        import numpy as np

        x = joined(inputs)
        mean, scale = mean_and_scale(x)
        x = standardised(x, mean, scale)
        state: State = {"mean": mean, "scale": scale}
        for name, target in targets.items():
            rows = (weights[name] > 0) & (truth[name] >= 0)
            line, present = self._line(x[rows], truth[name][rows], weights[name][rows], name)
            there = np.isin(np.arange(target.width), present)
            state |= {f"line.{name}": line[0], f"thresholds.{name}": line[1], f"there.{name}": there}
        return FittedOrdinal(state)

    def restore(self, state: State) -> FittedOrdinal:
        """The regression with these lines and thresholds."""
        return FittedOrdinal(state)

    def _line(
        self, x: np.ndarray, truth: np.ndarray, counts: np.ndarray, name: str
    ) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """Weights and thresholds, float32, and the labels that occur; one label alone has no threshold."""
        import numpy as np

        present, ranks = np.unique(truth, return_inverse=True)
        if len(present) == 0:
            raise ComponentError(f'head/ordinal-logistic: no training row has a known truth for "{name}"')
        if len(present) == 1:
            return (np.zeros(x.shape[1], np.float32), np.zeros(0, np.float32)), present
        found = fitted_line(x, ranks, counts, self.C, self.max_iter)
        if not found.converged:
            raise ComponentError(
                f"head/ordinal-logistic: no solution after {self.max_iter} iterations; raise max_iter or "
                "lower C"
            )
        return (found.weights.astype(np.float32), found.thresholds.astype(np.float32)), present


class FittedOrdinal:
    """The regression at work, by numpy alone."""

    def __init__(self, state: State) -> None:
        self._state = state

    def state(self) -> State:
        """Mean and scale of the features; for each target a line, its thresholds, which labels occur."""
        return self._state

    def predict(self, inputs: Inputs) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)}: what lies between two thresholds, as the line sees it."""
        import numpy as np

        given = {key: np.asarray(value) for key, value in self._state.items()}
        x = standardised(joined(inputs), given["mean"], given["scale"])
        found = {}
        for name in (key.removeprefix("line.") for key in given if key.startswith("line.")):
            there = given[f"there.{name}"]
            found[name] = np.zeros((len(x), len(there)), np.float32)
            score = (x @ given[f"line.{name}"]).astype(np.float64)
            found[name][:, there] = shares_of(score, given[f"thresholds.{name}"].astype(np.float64))
        return found

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """{target: its formula}, from the inputs side by side: products of sigmoids."""
        import numpy as np

        given = {key: np.asarray(value) for key, value in self._state.items()}
        first = standardising(given["mean"], given["scale"])
        names = [key.removeprefix("line.") for key in given if key.startswith("line.")]
        return {
            name: (
                first,
                *_between(given[f"line.{name}"], given[f"thresholds.{name}"], given[f"there.{name}"]),
            )
            for name in names
        }


def _between(line: np.ndarray, thresholds: np.ndarray, there: np.ndarray) -> tuple[Step, ...]:
    """What lies between two thresholds, a < b: sigmoid(b) sigmoid(-a) (1 - exp(a - b)), as logarithms.

    The same as sigmoid(b) - sigmoid(a), without the difference of two numbers that are nearly equal.
    """
    import numpy as np

    count, labels = len(thresholds), np.flatnonzero(there)
    sides = np.concatenate([np.repeat(-line[:, None], count, 1), np.repeat(line[:, None], count, 1)], 1)
    logs = np.zeros((2 * count, len(there)), np.float32)
    constant = np.where(there, 0, NEVER).astype(np.float32)
    for rank, label in enumerate(labels):
        if rank < count:
            logs[rank, label] = 1
        if rank:
            logs[count + rank - 1, label] = 1
        if 0 < rank < count:
            constant[label] = np.log(-np.expm1(np.float64(thresholds[rank - 1]) - thresholds[rank]))
    shares = Step("linear", (logs, constant)), Step("softmax")
    if not count:
        return Step("linear", (np.zeros((len(line), len(there)), np.float32), constant)), Step("softmax")
    return Step("linear", (sides, np.concatenate([thresholds, -thresholds]))), Step("log-sigmoid"), *shares
