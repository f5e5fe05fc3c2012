"""Evaluate: predictions, scores, confusion, baseline."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Metric, Predictions, Sample, Target
from imgfw.stages import evaluate

TARGETS = {"t": Target("t", labels=("x", "y"))}


class Share(Metric):
    """The share decided rightly."""

    use: str = "share"

    def gives(self, target):
        """One figure."""
        return ("share",)

    def score(self, truth, probabilities, decided, target):
        """The share."""
        return {"share": float((truth == decided).mean())}

    def each(self, truth, probabilities, decided, target):
        """Right or wrong."""
        return {"share": (truth == decided).astype(float)}


def predictions(decided: list[int], labels: list[str]) -> Predictions:
    """Predictions that decide these, of samples that have those labels; "" is unknown."""
    samples = tuple(
        Sample(str(i), digest=str(i), labels={"t": (label,)} if label else {})
        for i, label in enumerate(labels)
    )
    truth = np.array([-1 if not label else "xy".index(label) for label in labels])
    probabilities = np.eye(2, dtype=np.float32)[decided]
    return Predictions(samples, {"t": truth}, {"t": probabilities}, {"t": np.array(decided)})


def test_every_figure_has_an_interval_and_n():
    """Unknown truth does not count; 67 of 124 is .540, and .453 to .626."""
    decided, labels = [0] * 67 + [1] * 57 + [0], ["x"] * 124 + [""]

    found = evaluate.scored(predictions(decided, labels), [Share()], TARGETS, seed=0)

    score = found["t"]["share"]
    assert score["n"] == 124
    assert score["value"] == pytest.approx(67 / 124)
    assert (round(score["low"], 3), round(score["high"], 3)) == (0.453, 0.626)


def test_a_metric_scores_only_what_it_can():
    """Targets of another type, and targets that the metric does not name, have no figure of it."""
    targets = {**TARGETS, "n": Target("n", "number")}
    given = predictions([0, 1], ["x", "y"])

    assert evaluate.scored(given, [Share()], targets, seed=0)["n"] == {}
    assert evaluate.scored(given, [Share(target="other")], targets, seed=0)["t"] == {}


def test_confusion_counts_truth_by_decision():
    """Rows are true labels, columns decided ones."""
    found = evaluate.confusions(predictions([0, 1, 1, 0], ["x", "x", "y", "y"]), TARGETS)

    assert found == {"t": [[1, 1], [1, 1]]}


def test_the_baseline_is_learned_on_train():
    """The commonest label of train, scored on the samples to be predicted."""
    train = [Sample(str(i), labels={"t": ("y",)}) for i in range(3)] + [Sample("z", labels={"t": ("x",)})]

    found = evaluate.baseline(train, predictions([0, 0, 0, 0], ["x", "x", "x", "y"]), TARGETS)

    assert found == {"t": {"label": "y", "accuracy": 0.25}}


def test_intervals_are_those_of_the_seed():
    """The same seed gives the same, another one another."""
    given = predictions(([0] * 7 + [1] * 3) * 30, ["x"] * 300)
    grouped = replace(
        given, samples=tuple(replace(s, group=f"g{i % 40}") for i, s in enumerate(given.samples))
    )

    first, again, other = (
        evaluate.scored(grouped, [Share()], TARGETS, seed=seed)["t"]["share"] for seed in (1, 1, 2)
    )

    assert first == again != other


def test_intervals_are_of_groups():
    """Thirty groups of ten equal rows know less than 300 single ones; the digest makes no group."""
    decided, labels = ([0] * 10 + [1] * 10) * 15, ["x"] * 300
    given = predictions(decided, labels)
    grouped = replace(
        given, samples=tuple(replace(s, group=f"g{i // 10}") for i, s in enumerate(given.samples))
    )

    single, together = (
        evaluate.scored(p, [Share()], TARGETS, seed=0)["t"]["share"] for p in (given, grouped)
    )

    assert single["value"] == together["value"] == 0.5
    assert together["high"] - together["low"] > 2.5 * (single["high"] - single["low"])
