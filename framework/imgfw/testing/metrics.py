"""Metrics, tried on a few predictions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..decisions import Decision, decided
from ..kinds import Metric
from ..measure import judged
from ..targets import TARGET_TYPES, Target, TargetType, partly_known
from .inputs import COUNT, rows_of, target_of
from .saying import require

if TYPE_CHECKING:
    import numpy as np


def check_metric(component: Metric) -> None:
    """It computes the figures it names, for every target type it can score, and shares are means."""
    named = component.types and set(component.types) <= set(TARGET_TYPES)
    require(component, named, f"let `types` name some of {', '.join(TARGET_TYPES)}; got {component.types!r}")
    for type in component.types:
        _check_figures(component, type)


def _check_figures(component: Metric, type: TargetType) -> None:
    target = target_of(type)
    truth, probabilities, decided = predictions_of(target)
    rows = judged(component, target, truth)
    arrays = truth[rows], probabilities[rows], decided[rows]
    names = component.gives(target)
    plain = isinstance(names, tuple) and names and all(isinstance(name, str) for name in names)
    require(component, plain, f"let gives name its figures in a tuple, got {names!r}")
    figures = component.score(*arrays, target)
    require(component, isinstance(figures, dict), "let score give {name: figure}")
    same = set(figures) == set(names)
    told = f"gives names {', '.join(names)}; score computes {', '.join(map(str, figures))}"
    require(component, same, f"let gives and score name the same figures: {told}")
    numbers = all(isinstance(value, float) for value in figures.values())
    require(component, numbers, f"let every figure be a float, got {figures!r:.80}")
    again = component.score(*arrays, target)
    require(component, str(again) == str(figures), "let the same predictions score the same")
    blind = component.score(*_moved(*arrays), target)
    require(component, str(blind) == str(figures), "let what is said of unknown labels change no figure")
    _check_shares(component, component.each(*arrays, target), figures, len(arrays[0]))


def _moved(
    truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same predictions, with something else said of labels that are unknown."""
    import numpy as np

    if truth.ndim == 1:
        return truth, probabilities, decided
    unknown = np.isnan(truth)
    return truth, np.where(unknown, 1 - probabilities, probabilities), decided ^ unknown


def _check_shares(
    component: Metric, shares: Mapping[str, Any], figures: Mapping[str, float], count: int
) -> None:
    import numpy as np

    for name, values in shares.items():
        require(component, name in figures, f"each tells of {name}, which score does not compute")
        right = np.shape(values) == (count,) and np.isin(values, (0, 1)).all()
        require(component, right, f"let each give 0 or 1 for every row of {name}")
        agree = abs(float(np.mean(values)) - figures[name]) < 1e-6
        require(component, agree, f"let the mean of each agree with score: {name} is no plain share of rows")


def predictions_of(target: Target) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(truth, probabilities, decided) of 23 rows with known truth, some of them wrong.

    Of several labels one of the last row is unknown.
    """
    import numpy as np

    truth = rows_of(target, map=False).truth[target.name]
    truth = truth[partly_known(target, truth)]
    values = np.random.default_rng(7).random((COUNT - 1, target.width)).astype(np.float32)
    if target.exclusive:
        values /= values.sum(axis=1, keepdims=True)
    return truth, values, decided(target, values, Decision(thresholds=(0.5,) * target.width))
