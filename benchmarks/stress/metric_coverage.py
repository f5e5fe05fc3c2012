"""How often the 95 % interval of a bundled metric's figure holds the figure, and what one call costs.

    python benchmarks/stress/metric_coverage.py [--sets 200] [--rows 200] [--seed 0] [--only roc-auc ...]

Draws data sets whose samples are groups of their own: three classes in order with over-confident
probabilities, a number, and one label that 50, 10, 5 and 2 % of the samples have. The figure of 400,000 such
samples is what an interval should hold; 93 to 97 % are aimed at. Prints the coverage of what
`imgfw.measure.scores` gives, how many sets got no interval, and the milliseconds of one call on 5,000 rows
and ten labels.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from imgfw import Metric, Target
from imgfw.measure import scores
from imgfw.registry import find_plugins

MANY = 400_000
RARE = (0.5, 0.1, 0.05, 0.02)
Judged = tuple[np.ndarray, np.ndarray, np.ndarray, Target]
Draw = Callable[..., Judged]


def in_order(rng: np.random.Generator, rows: int, width: int = 3) -> Judged:
    """Classes in order, told with too much confidence."""
    truth = rng.integers(0, width, rows)
    logits = rng.normal(0, 1, (rows, width)) - np.abs(truth[:, None] - np.arange(width))
    shares = np.exp(2.5 * logits)
    shares = (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
    return truth, shares, shares.argmax(axis=1), Target("t", "ordinal", tuple("abcdefghij"[:width]))


def tagged(rng: np.random.Generator, rows: int, rate: float = 0.2, width: int = 1) -> Judged:
    """Labels that hold at a rate, and are about twice as probable where they do."""
    truth = rng.random((rows, width)) < rate
    probable = 1 / (1 + np.exp(-rng.normal(1.2 * truth - 1, 1)))
    probable = probable.astype(np.float32)
    return (
        truth.astype(np.float32),
        probable,
        probable > 0.5,
        Target("t", "multi-label", tuple("abcdefghij"[:width])),
    )


def number(rng: np.random.Generator, rows: int, width: int = 1) -> Judged:
    """A number, foretold a little too near to the mean."""
    truth = rng.normal(size=rows).astype(np.float32)
    said = (0.6 * truth + rng.normal(0, 0.6, rows)).astype(np.float32)
    return truth, said[:, None], said, Target("t", "number")


def covered(
    metric: Metric, draw: Draw, given: argparse.Namespace, **how: float
) -> dict[str, tuple[float, float]]:
    """{figure without a label: (share of intervals that hold it, share of sets without an interval)}."""
    rng = np.random.default_rng(given.seed)
    truth, said, decided, target = draw(rng, MANY, **how)
    wanted = metric.score(truth, said, decided, target)
    groups = [str(row) for row in range(given.rows)]
    held: dict[str, list[bool]] = {name: [] for name in wanted if ":" not in name}
    for seed in range(given.sets):
        found = scores(metric, *draw(rng, given.rows, **how), groups, seed=seed)
        for name, seen in held.items():
            if found[name].low == found[name].low:
                seen.append(found[name].low <= wanted[name] <= found[name].high)
    return {
        name: (float(np.mean(seen)) if seen else float("nan"), 1 - len(seen) / given.sets)
        for name, seen in held.items()
    }


def milliseconds(metric: Metric, draw: Draw) -> float:
    """The least of twenty calls on 5,000 rows and ten labels."""
    judged = draw(np.random.default_rng(0), 5000, width=10)
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        metric.score(*judged)
        taken.append(time.perf_counter() - start)
    return 1000 * min(taken)


def cases(metric: Metric) -> list[tuple[str, Draw, dict[str, float]]]:
    """What it is tried on: a name, and how to draw it."""
    found: list[tuple[str, Draw, dict[str, float]]] = []
    if {"classes", "ordinal"} & {*metric.types}:
        found.append(("one label", in_order, {}))
    if "multi-label" in metric.types:
        found += [(f"{rate:.0%} tagged", tagged, {"rate": rate}) for rate in RARE]
    if "number" in metric.types:
        found.append(("a number", number, {}))
    return found


def main() -> None:
    """Print a line for each metric, what it was tried on, and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", default=[])
    given = parser.parse_args()
    print(f"{'metric':<18} {'rows have':<12} {'figure':<24} covered  none      ms")
    for one in find_plugins().components("metric"):
        if one.name not in (given.only or [one.name]):
            continue
        metric = one.cls()
        for told, draw, how in cases(metric):
            start = f"{one.name:<18} {told:<12}"
            cost = milliseconds(metric, draw)
            for figure, (share, none) in covered(metric, draw, given, **how).items():
                print(f"{start} {figure:<24} {share:7.3f} {none:5.3f} {cost:7.2f}", flush=True)


if __name__ == "__main__":
    main()
