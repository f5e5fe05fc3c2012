"""Logistic regression on standardised features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import NEVER, ComponentError, Head, Inputs, State, Step, Target, TargetType

from .joined import joined
from .standard import mean_and_scale, standardised, standardising

if TYPE_CHECKING:
    import numpy as np


class Logistic(Head):
    """Logistic regression on standardised features: strong with few pictures, and quick.

    One regression over all labels for classes, one a label for multi-label targets. L2-penalised maximum
    likelihood by L-BFGS (scikit-learn). Labels without a training row have probability 0. A row of which
    some labels are unknown (NaN) teaches the others.
    """

    revision: ClassVar[int] = 2
    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal", "multi-label")

    use: Literal["logistic"] = "logistic"
    C: Annotated[
        float, Field(gt=0, description="Inverse strength of the penalty: less keeps it simpler.")
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
    ) -> FittedLogistic:
        """Learn; rows of weight 0 are left out. Raises ComponentError where the solver does not converge."""
        import numpy as np

        x = joined(inputs)
        mean, scale = mean_and_scale(x)
        x = standardised(x, mean, scale)
        state: State = {"mean": mean, "scale": scale}
        for name, target in targets.items():
            several = target.type == "multi-label"
            columns = truth[name].T if several else truth[name][None]
            known = (weights[name] > 0) & (columns >= 0)  # NaN is not
            if not known.any():
                raise ComponentError(f'head/logistic: no training row has a known truth for "{name}"')
            found = [
                self._regression(x[rows], column[rows].astype(np.int64), weights[name][rows])
                for column, rows in zip(columns, known, strict=True)
            ]
            state |= _as_state(name, found, target)
        return FittedLogistic(state)

    def restore(self, state: State) -> FittedLogistic:
        """The regression with these coefficients."""
        return FittedLogistic(state)

    def _regression(self, x: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> tuple[Any, Any, Any]:
        """The labels that occur, coefficients (labels, D) and intercepts (labels,).

        Where one label occurs there is nothing to tell apart; what nobody knows of is taken not to hold.
        """
        import warnings

        import numpy as np
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        present = np.unique(truth) if len(truth) else np.zeros(1, np.int64)
        if len(present) == 1:
            return present, np.zeros((1, x.shape[1]), np.float32), np.zeros(1, np.float32)
        regression = LogisticRegression(C=self.C, max_iter=self.max_iter)
        with warnings.catch_warnings():
            warnings.simplefilter("error", ConvergenceWarning)
            try:
                regression.fit(x, truth, sample_weight=weights)
            except ConvergenceWarning as warning:
                raise ComponentError(
                    f"head/logistic: no solution after {self.max_iter} iterations; raise max_iter or lower C"
                ) from warning
        coefficients, intercepts = regression.coef_, regression.intercept_
        if len(present) == 2:  # scikit-learn gives one line for two labels; softmax wants two
            coefficients = np.stack([-coefficients[0] / 2, coefficients[0] / 2])
            intercepts = np.array([-intercepts[0] / 2, intercepts[0] / 2])
        return present, coefficients.astype(np.float32), intercepts.astype(np.float32)


class FittedLogistic:
    """The regression at work, by numpy alone."""

    def __init__(self, state: State) -> None:
        self._state = state

    def state(self) -> State:
        """Mean and scale of the features; for each target coefficients, intercepts and their labels."""
        return self._state

    def predict(self, inputs: Inputs) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)}: softmax over the labels, or a sigmoid for each of several."""
        import numpy as np

        x = standardised(joined(inputs), self._array("mean"), self._array("scale"))
        targets = [name.removeprefix("width.") for name in self._state if name.startswith("width.")]
        found = {}
        for name in targets:
            width, several = (int(value) for value in self._array(f"width.{name}"))
            out = np.zeros((len(x), width), np.float32)
            for label in range(width if several else 1):
                shares, present = self._shares(f"{name}.{label}", x)
                if several:
                    out[:, label] = shares[:, present == 1][:, 0] if 1 in present else 0
                else:
                    out[:, present] = shares
            found[name] = out
        return found

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """{target: its formula}, from the inputs side by side."""
        first = standardising(self._array("mean"), self._array("scale"))
        found: dict[str, tuple[Step, ...]] = {}
        for name in (key.removeprefix("width.") for key in self._state if key.startswith("width.")):
            several = bool(self._array(f"width.{name}")[1])
            lines = self._lines_of_each(name) if several else self._lines(name)
            found[name] = (first, Step("linear", lines), Step("sigmoid" if several else "softmax"))
        return found

    def _lines(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients (D, C) and intercepts (C,) of labels of which one holds."""
        import numpy as np

        width, key = int(self._array(f"width.{name}")[0]), f"{name}.0"
        given, present = self._array(f"coefficients.{key}"), self._array(f"labels.{key}")
        weights = np.zeros((given.shape[1], width), np.float32)
        bias = np.full(width, NEVER, np.float32)
        weights[:, present], bias[present] = given.T, self._array(f"intercepts.{key}")
        return weights, bias

    def _lines_of_each(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """The same of labels that do not exclude each other: that it holds, less that it does not."""
        import numpy as np

        columns = []
        for label in range(int(self._array(f"width.{name}")[0])):
            key = f"{name}.{label}"
            lines = np.column_stack(
                [self._array(f"coefficients.{key}"), self._array(f"intercepts.{key}")]
            )  # (labels that occur, D + 1)
            sure = -NEVER if 1 in self._array(f"labels.{key}") else NEVER
            alone = np.append(np.zeros(lines.shape[1] - 1, np.float32), np.float32(sure))
            columns.append(lines[1] - lines[0] if len(lines) == 2 else alone)
        together = np.array(columns, np.float32)
        return together[:, :-1].T, together[:, -1]

    def _shares(self, key: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        logits = x @ self._array(f"coefficients.{key}").T + self._array(f"intercepts.{key}")
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32), self._array(f"labels.{key}")

    def _array(self, name: str) -> np.ndarray:
        value = self._state[name]
        assert not isinstance(value, bytes)
        return value


def _as_state(name: str, found: Sequence[tuple[Any, Any, Any]], target: Target) -> State:
    import numpy as np

    state: State = {f"width.{name}": np.array([target.width, target.type == "multi-label"], np.int64)}
    for label, (present, coefficients, intercepts) in enumerate(found):
        state |= {
            f"labels.{name}.{label}": present,
            f"coefficients.{name}.{label}": coefficients,
            f"intercepts.{name}.{label}": intercepts,
        }
    return state
