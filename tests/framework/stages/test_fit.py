"""Fit: heads in order, networks first, out-of-fold predictions where heads feed heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import pytest

from imgfw import Head, NeuralHead, Rows, Sample, Target, Trained, TrainingTask
from imgfw.errors import ComponentError, RunError
from imgfw.stages.fit import fit

TARGETS = {"a": Target("a", labels=("x", "y")), "b": Target("b", labels=("x", "y"))}


class Remembers:
    """A fitted head that answers with the groups it was fitted on, as a bit pattern in its first value."""

    def __init__(self, targets, groups, inputs) -> None:
        self.targets, self.groups, self.inputs = targets, tuple(groups), inputs

    def predict(self, inputs):
        """1 in the first column where the row's feature is a group it saw, else 0."""
        seen = np.array([[float(str(int(row[0])) in self.groups)] for row in inputs["features"]], np.float32)
        return {name: np.concatenate([seen, 1 - seen], axis=1) for name in self.targets}


class Classical(Head):
    """A head that remembers what it was fitted on."""

    use: Literal["classical"] = "classical"

    def fit(self, inputs, truth, targets, *, weights, groups, rng) -> Any:
        """Remember."""
        assert set(truth) == set(weights) == set(targets) == set(self.targets)
        return Remembers(targets, groups, inputs)


class Network(NeuralHead):
    """A head that a trainer trains."""

    use: Literal["network"] = "network"
    trainer: ClassVar[str] = "fake"


class FakeTrainer:
    """A trainer that notes its tasks, and trains the backbone where there is no encoder."""

    def __init__(self) -> None:
        self.tasks: list[TrainingTask] = []

    def train(self, task: TrainingTask) -> Trained:
        """Remember the rows for every head."""
        self.tasks.append(task)
        heads = {n: Remembers(h.targets, task.train.groups, task.train.inputs) for n, h in task.heads.items()}
        return Trained(None if task.encoder else "trained", heads, ({"epoch": 0},))


def rows(count: int, **inputs) -> Rows:
    """Rows of groups 0, 1, 2, ... whose one feature is the number of their group."""
    features = np.arange(count, dtype=np.float32)[:, None]
    samples = tuple(Sample(str(i), digest=str(i)) for i in range(count))
    truth = {name: np.arange(count) % 2 for name in TARGETS}
    weights = {name: np.ones(count, np.float32) for name in TARGETS}
    groups = tuple(map(str, range(count)))
    return Rows(samples, np.zeros(count, int), truth, weights, groups, {"features": features, **inputs})


def task(encoder: Any = "frozen") -> TrainingTask:
    """A task on 40 training and 4 val rows."""
    return TrainingTask(
        None, encoder, {}, TARGETS, rows(40), rows(4), 0, Path(), 1, None, lambda p: 0.0, lambda text: None
    )


def head(kind: type[Head], name: str, *inputs: str) -> Head:
    """A head for the target of its name."""
    return kind(name=name, targets=(name,), inputs=inputs or ("features",))


def test_networks_are_trained_together_and_first():
    """Two neural heads are one task; the classical one is fitted by itself; the order is the recipe's."""
    trainer = FakeTrainer()
    heads = [head(Classical, "a"), head(Network, "b")]

    learned = fit(heads, task(), trainer, features=lambda encoder: pytest.fail("nothing was trained"))

    assert [set(t.heads) for t in trainer.tasks] == [{"b"}]
    assert list(learned.heads) == ["a", "b"]
    assert learned.encoder is None and learned.history == ({"epoch": 0},)


def test_after_training_the_backbone_others_see_its_features():
    """Rows are taken again with the new encoder before the remaining heads are fitted."""
    again = rows(40, marker=np.ones((40, 1)))

    learned = fit(
        [head(Network, "a"), head(Classical, "b")],
        task(encoder=None),
        FakeTrainer(),
        features=lambda encoder: (again, rows(4)) if encoder == "trained" else pytest.fail("wrong encoder"),
    )

    assert learned.encoder == "trained"
    assert learned.heads["b"].inputs["features"] is again.inputs["features"]


def test_a_head_never_sees_predictions_of_a_head_that_saw_the_row():
    """What feeds another head was predicted by a head that was not fitted on that row's group."""
    heads = [head(Classical, "a"), head(Classical, "b", "features", "head:a")]

    learned = fit(heads, task(), None, features=lambda encoder: pytest.fail("nothing was trained"))

    fed = learned.heads["b"].inputs["head:a"]
    assert fed.shape == (40, 2)
    assert fed[:, 0].tolist() == [0.0] * 40


def test_a_backbone_tuned_on_its_labels_may_not_feed_another_head():
    """That would need the backbone once a fold, and is refused by name."""
    heads = [head(Network, "a"), head(Classical, "b", "head:a")]

    with pytest.raises(RunError, match='head "b" takes the predictions of "a"'):
        fit(heads, task(encoder=None), FakeTrainer(), features=lambda encoder: (rows(40), rows(4)))


def test_a_network_without_a_trainer_is_an_error():
    """It is named."""
    with pytest.raises(ComponentError, match="head/network is a network and there is no trainer"):
        fit([head(Network, "a")], task(), None, features=lambda encoder: pytest.fail("not reached"))
