"""Evaluate: predictions of the reloaded bundle, scored with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..data import Sample
from ..measure import confusion, scores
from ..outcome import Predictions
from ..targets import Target, known, truth

if TYPE_CHECKING:
    import numpy as np

    from ..bundle import Bundle
    from ..kinds import Metric


def predicted(bundle: Bundle, samples: Sequence[Sample], features: np.ndarray) -> Predictions:
    """What the bundle says of these samples, given their rows."""
    import numpy as np

    none = {name: np.zeros((0, target.width), np.float32) for name, target in bundle.targets.items()}
    probabilities = bundle.probabilities(features) if samples else none
    labels = [sample.labels for sample in samples]
    return Predictions(
        tuple(samples),
        {name: truth(target, labels) for name, target in bundle.targets.items()},
        probabilities,
        bundle.decide(probabilities),
        bundle.sets(probabilities),
    )


def scored(
    predictions: Predictions, metrics: Sequence[Metric], targets: Mapping[str, Target], *, seed: int
) -> dict[str, dict[str, Any]]:
    """{target: {figure: {"value", "low", "high", "n"}}}: every metric with its interval."""
    groups = [sample.group_key for sample in predictions.samples]
    found: dict[str, dict[str, Any]] = {name: {} for name in targets}
    for metric in metrics:
        for name, target in targets.items():
            if metric.serves(target):
                figures = scores(
                    metric,
                    predictions.truth[name],
                    predictions.probabilities[name],
                    predictions.decided[name],
                    target,
                    groups,
                    seed=seed,
                )
                found[name] |= {figure: score.plain() for figure, score in figures.items()}
    return found


def confusions(predictions: Predictions, targets: Mapping[str, Target]) -> dict[str, list[list[int]]]:
    """{target: matrix} with a row for each true and a column for each decided label."""
    return {
        name: confusion(predictions.truth[name], predictions.decided[name], target.width).tolist()
        for name, target in targets.items()
        if target.exclusive
    }


def baseline(
    train: Sequence[Sample], predictions: Predictions, targets: Mapping[str, Target]
) -> dict[str, Any]:
    """{target: {"label", "accuracy"}}: what always saying the commonest training label would score."""
    import numpy as np

    found = {}
    for name, target in targets.items():
        if target.exclusive:
            learned = truth(target, [sample.labels for sample in train])
            common = int(np.bincount(learned[learned >= 0], minlength=target.width).argmax())
            judged = predictions.truth[name][known(target, predictions.truth[name])]
            if len(judged):
                share = float((judged == common).mean())
                found[name] = {"label": target.labels[common], "accuracy": share}
    return found
