"""Ridge regression on standardised features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import ComponentError, Head, Inputs, State, Step, Target, TargetType

from .joined import joined
from .penalty import chosen_penalty
from .standard import mean_and_scale, standardised, standardising

if TYPE_CHECKING:
    import numpy as np


class Ridge(Head):
    """Ridge regression on standardised features: a number from few pictures, and quick.

    Least squares with an L2 penalty (Hoerl & Kennard 1970), by scikit-learn. The mean of the numbers is not
    penalised: a strong penalty predicts it for every picture.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("number",)

    use: Literal["ridge"] = "ridge"
    alpha: Annotated[
        float | None,
        Field(
            gt=0,
            le=1e9,
            description="Strength of the penalty: more keeps it simpler. By default the one that does best "
            "on groups of training rows left out in turn.",
        ),
    ] = None

    def fit(
        self,
        inputs: Inputs,
        truth: Mapping[str, np.ndarray],
        targets: Mapping[str, Target],
        *,
        weights: Mapping[str, np.ndarray],
        groups: Sequence[str],
        rng: np.random.Generator,
    ) -> FittedRidge:
        """Learn; rows of weight 0 or without a number are left out.

        Raises ComponentError where none is left, or no two groups to choose the penalty by.
        """
        import numpy as np
        from sklearn.linear_model import Ridge as Regression

        x = joined(inputs)
        mean, scale = mean_and_scale(x)
        x = standardised(x, mean, scale)
        state: State = {"mean": mean, "scale": scale}
        for name in targets:
            rows = (weights[name] > 0) & ~np.isnan(truth[name])
            if not rows.any():
                raise ComponentError(f'head/ridge: no training row has a known number for "{name}"')
            given = x[rows].astype(np.float64)
            y, counts = truth[name][rows].astype(np.float64), weights[name][rows].astype(np.float64)
            known = [groups[int(row)] for row in np.flatnonzero(rows)]
            alpha = self.alpha or chosen_penalty(given, y, counts, known)
            regression = Regression(alpha, solver="cholesky").fit(given, y, sample_weight=counts)
            line = np.append(regression.coef_, regression.intercept_)
            state[f"line.{name}"] = line.astype(np.float32)
        return FittedRidge(state)

    def restore(self, state: State) -> FittedRidge:
        """The regression with these coefficients."""
        return FittedRidge(state)


class FittedRidge:
    """The regression at work, by numpy alone."""

    def __init__(self, state: State) -> None:
        self._state = state

    def state(self) -> State:
        """Mean and scale of the features; for each target D coefficients and the intercept."""
        return self._state

    def predict(self, inputs: Inputs) -> dict[str, np.ndarray]:
        """{target: float32 (N, 1)}."""
        import numpy as np

        mean, scale = np.asarray(self._state["mean"]), np.asarray(self._state["scale"])
        x = standardised(joined(inputs), mean, scale)
        return {name: (x @ line[:-1] + line[-1])[:, None] for name, line in self._lines().items()}

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """{target: its formula}, from the inputs side by side."""
        import numpy as np

        first = standardising(np.asarray(self._state["mean"]), np.asarray(self._state["scale"]))
        return {
            name: (first, Step("linear", (line[:-1, None], line[-1:])))
            for name, line in self._lines().items()
        }

    def _lines(self) -> dict[str, np.ndarray]:
        """{target: float32 (D + 1,)}: coefficients and the intercept."""
        import numpy as np

        named = {key: value for key, value in self._state.items() if key.startswith("line.")}
        return {key.removeprefix("line."): np.asarray(value) for key, value in named.items()}
