"""Cut: numbers become labels in order, at edges that are given or learned from train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..data import Sample
from ..errors import RunError
from ..targets import Target


def cut(
    samples: Sequence[Sample], targets: Mapping[str, Target], wanted: Mapping[str, Target]
) -> tuple[list[Sample], dict[str, Target], list[str]]:
    """The samples with labels for numbers, the targets with their edges, and what to tell people.

    samples  with their split
    wanted   {target: the ordinal target into which a number is cut}; without edges these are the quantiles of
             the train samples, all of the same size
    A label begins at its edge. Raises RunError where a label would get no train sample.
    """
    found = {name: target if target.edges else _quantiles(target, samples) for name, target in wanted.items()}
    for target in found.values():
        _check(target, samples)
    labelled = [_labelled(sample, found) for sample in samples] if found else list(samples)
    told = [f"{n} cut at {', '.join(f'{edge:g}' for edge in t.edges)}" for n, t in found.items()]
    return labelled, {**targets, **found}, told


def label_of(target: Target, value: float) -> str:
    """The label of a number."""
    from bisect import bisect_right

    return target.labels[bisect_right(target.edges, value)]


def _quantiles(target: Target, samples: Sequence[Sample]) -> Target:
    import numpy as np

    values = _train(target.name, samples)
    if not values:
        raise RunError(f'target "{target.name}": no train sample has a number to learn its quantiles from')
    shares = np.arange(1, target.width) / target.width
    return replace(target, edges=tuple(float(edge) for edge in np.quantile(values, shares)))


def _check(target: Target, samples: Sequence[Sample]) -> None:
    there = {label_of(target, value) for value in _train(target.name, samples)}
    if lacking := [label for label in target.labels if label not in there]:
        edges = ", ".join(f"{edge:g}" for edge in target.edges)
        raise RunError(
            f'target "{target.name}": cut at {edges}, no train sample is {lacking[0]}; too many samples may '
            "have the same number: ask for fewer labels, or give the edges"
        )


def _train(name: str, samples: Sequence[Sample]) -> list[float]:
    given = (s.labels.get(name) for s in samples if s.split == "train" and not s.left_out)
    return [value for value in given if isinstance(value, int | float)]


def _labelled(sample: Sample, targets: Mapping[str, Target]) -> Sample:
    labels = dict(sample.labels)
    for name, target in targets.items():
        value = labels.get(name)
        if isinstance(value, int | float):
            labels[name] = (label_of(target, value),)
    return replace(sample, labels=labels)
