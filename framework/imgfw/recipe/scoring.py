"""Which figures the metrics of a recipe give, and which of them chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import nearest
from ..kinds import Head, Metric
from ..targets import Target
from .spots import Problems, Spot
from .words import shown


def served_targets(heads: Sequence[Head], targets: Mapping[str, Target]) -> dict[str, Target]:
    """The targets that heads predict, in the order of the heads."""
    return {name: targets[name] for head in heads for name in head.targets if name in targets}


def figures(
    metrics: Sequence[tuple[int, Metric]],
    targets: Mapping[str, Target],
    complete: bool,
    spots: Spot,
    problems: Problems,
) -> dict[str, Metric]:
    """Every figure by its name, "TARGET/FIGURE", those of the first target first.

    `complete` says whether `targets` are all that heads predict; only then can a metric be without any.
    """
    for position, metric in metrics if complete else ():
        _check(metric, targets, spots.at("metric", position), problems)
    found: dict[str, tuple[Metric, Spot]] = {}
    pairs = [(t, m, spots.at("metric", p)) for t in targets.values() for p, m in metrics if m.serves(t)]
    for target, metric, spot in pairs:
        for name in metric.gives(target):
            figure = f"{target.name}/{name}"
            if figure in found:
                hint = f"the first is at {found[figure][1].where}"
                problems.add(spot, "expected every figure once", f"{shown(figure)} again", hint)
            found.setdefault(figure, (metric, spot))
    if complete and pairs and not found:
        problems.add(pairs[0][2], "expected a metric that gives a figure to choose by", "none")
    return {figure: metric for figure, (metric, _) in found.items()}


def _check(metric: Metric, targets: Mapping[str, Target], spot: Spot, problems: Problems) -> None:
    if metric.target is not None and metric.target not in targets:
        hint = nearest(metric.target, list(targets))
        problems.add(spot.at("target"), "expected a target that a head predicts", shown(metric.target), hint)
    elif targets and not any(metric.serves(target) for target in targets.values()):
        got = ", ".join(f'"{t.name}" of type {t.type}' for t in targets.values())
        what = f"expected a target of type {' or '.join(metric.types)} for {metric.use}"
        problems.add(spot.at("target"), what, got)


def best(
    given: str,
    figures: Mapping[str, Metric],
    targets: Mapping[str, Target],
    complete: bool,
    spots: Spot,
    problems: Problems,
) -> str:
    """The figure that chooses: the given one if there is such a figure, by default the first."""
    if not given:
        return next(iter(figures), "")
    name, _, figure = given.partition("/")
    if complete and given not in figures and not _may_come(name, figure, figures, targets):
        hint = nearest(given, list(figures))
        problems.add(spots.at("best"), "expected TARGET/FIGURE of a metric", shown(given), hint)
    return given


def _may_come(name: str, figure: str, figures: Mapping[str, Metric], targets: Mapping[str, Target]) -> bool:
    """Whether it may be a figure of one label, where the labels are still to be read."""
    target = targets.get(name)
    if target is None or target.type == "number" or target.labels:
        return False
    own = {key.partition("/")[2]: metric.use for key, metric in figures.items() if key.startswith(f"{name}/")}
    return any(figure.startswith(begin) for begin in {*own, *own.values()})
