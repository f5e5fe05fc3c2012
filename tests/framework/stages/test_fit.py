"""Fit: heads in order, networks first, out-of-fold predictions where heads feed heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw import Head, NeuralHead, Rows, Sample, Target, Trained, TrainingTask
from imgfw.bundle import Bundle
from imgfw.errors import ComponentError, RunError
from imgfw.parts import Part
from imgfw.stages.fit import fit

TARGETS = {"a": Target("a", labels=("x", "y")), "b": Target("b", labels=("x", "y"))}
THREE = {**TARGETS, "c": Target("c", labels=("x", "y"))}
GROUPS = 8


class Remembers:
    """A fitted head that answers with the groups it was fitted on, as a bit pattern in its first value."""

    def __init__(self, targets, groups, inputs) -> None:
        self.targets, self.groups, self.inputs = targets, tuple(groups), inputs

    def predict(self, inputs):
        """1 in the first column where the row's feature is a group it saw, or where it is told so, else 0."""
        first = next(iter(inputs.values()))[:, 0]
        own = [float(str(int(value)) in self.groups) for value in first] if "features" in inputs else first
        seen = np.array(own, np.float32)[:, None]
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


def of_groups(groups: Sequence[int], targets, **inputs) -> Rows:
    """Rows of these groups, whose one feature is the number of their group."""
    count = len(groups)
    samples = tuple(Sample(str(i), digest=str(i)) for i in range(count))
    truth = {name: np.arange(count) % 2 for name in targets}
    weights = {name: np.ones(count, np.float32) for name in targets}
    given = {"features": np.array(groups, np.float32)[:, None], **inputs}
    return Rows(samples, np.zeros(count, int), truth, weights, tuple(map(str, groups)), given)


def rows(count: int, per_group: int = 1, **inputs) -> Rows:
    """Rows of groups 0, 1, 2, ... of so many rows each."""
    return of_groups([i // per_group for i in range(count)], THREE, **inputs)


def task(encoder: Any = "frozen", train: Rows | None = None, val: Rows | None = None) -> TrainingTask:
    """A task on 40 training and 4 val rows, unless others are given."""
    train, val = rows(40) if train is None else train, rows(4) if val is None else val
    return TrainingTask(
        None, encoder, {}, TARGETS, train, val, 0, Path(), 1, None, lambda p: 0.0, lambda text: None
    )


def untouched(encoder: Any) -> Any:
    """Where no backbone is trained, nobody asks for its features."""
    pytest.fail("nothing was trained")


def head(kind: type[Head], name: str, *inputs: str) -> Head:
    """A head for the target of its name."""
    return kind(name=name, targets=(name,), inputs=inputs or ("features",))


def test_networks_are_trained_together_and_first():
    """Two neural heads are one task; the classical one is fitted by itself; the order is the recipe's."""
    trainer = FakeTrainer()
    heads = [head(Classical, "a"), head(Network, "b")]

    learned = fit(heads, task(), trainer, features=untouched)

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


def test_after_training_the_backbone_epochs_of_others_are_chosen_on_its_features():
    """A network that other heads feed gets val rows that the new encoder made."""
    trainer = FakeTrainer()
    heads = [head(Network, "a"), head(Classical, "b"), head(Network, "c", "features", "head:b")]
    again = [rows(count, marker=np.ones((count, 1))) for count in (40, 4)]

    fit(heads, replace(task(encoder=None), targets=THREE), trainer, features=lambda encoder: tuple(again))

    _, fed = trainer.tasks
    assert fed.val.inputs["marker"] is again[1].inputs["marker"]
    assert fed.encoder == "trained"


def test_all_chance_of_a_head_comes_from_the_seed():
    """The same seed draws the same, another one another."""

    class Drawing(Classical):
        """Draws once."""

        use: Literal["drawing"] = "drawing"

        def fit(self, inputs, truth, targets, *, weights, groups, rng) -> Any:
            return float(rng.random())

    first, again, other = (
        fit([head(Drawing, "a")], replace(task(), seed=seed), None, features=untouched).heads["a"]
        for seed in (1, 1, 2)
    )

    assert first == again != other


@pytest.mark.parametrize("per_group", [1, 3])
def test_a_head_never_sees_predictions_of_a_head_that_saw_the_row(per_group):
    """What feeds another head was predicted by a head that was not fitted on any row of that group."""
    heads = [head(Classical, "a"), head(Classical, "b", "features", "head:a")]

    learned = fit(heads, task(train=rows(60, per_group)), None, features=untouched)

    fed = learned.heads["b"].inputs["head:a"]
    assert fed.shape == (60, 2)
    assert fed[:, 0].tolist() == [0.0] * 60


class Traced:
    """A fitted head whose value i is 1 where group i had a part in its answer, however indirectly."""

    def __init__(self, targets, inputs, groups) -> None:
        self.targets, self.inputs = tuple(targets), inputs
        self.seen = np.zeros(GROUPS, np.float32)
        self.seen[np.unique(np.array(groups, int))] = 1
        for values in _of_heads(inputs):
            self.seen = np.maximum(self.seen, values.max(axis=0))

    def predict(self, inputs):
        """What it was fitted on, and whatever had a part in what it is given."""
        count = len(next(iter(inputs.values())))
        answer = np.maximum.reduce([np.repeat(self.seen[None], count, axis=0), *_of_heads(inputs)])
        return dict.fromkeys(self.targets, answer)


class Tracing(Head):
    """A head that tells from which groups its answers come."""

    use: Literal["tracing"] = "tracing"

    def fit(self, inputs, truth, targets, *, weights, groups, rng) -> Any:
        """Remember."""
        return Traced(targets, inputs, groups)


def _of_heads(inputs) -> list[np.ndarray]:
    return [values for name, values in inputs.items() if name != "features"]


CHAINS = {
    "two": {"a": (), "b": ("a",)},
    "three": {"a": (), "b": ("a",), "c": ("b",)},
    "four": {"a": (), "b": ("a",), "c": ("b",), "d": ("c",)},
    "a diamond": {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")},
    "a shortcut": {"a": (), "b": ("a",), "c": ("a", "b")},
}


@given(st.sampled_from(list(CHAINS)), st.lists(st.integers(0, 7), min_size=8, max_size=24), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_however_long_the_chain_a_row_has_no_part_in_what_it_is_told(chain, groups, seed):
    """Through any number of heads, no prediction for a training row comes from a row of its group."""
    groups = [*range(8), *groups]  # eight groups are enough for any of these chains
    targets = {name: Target(name, labels=tuple("stuvwxyz")) for name in CHAINS[chain]}
    heads = [
        Tracing(name=name, targets=(name,), inputs=("features", *(f"head:{each}" for each in fed)))
        for name, fed in CHAINS[chain].items()
    ]
    train = of_groups(groups, targets)
    given_task = replace(task(train=train, val=of_groups([0], targets)), targets=targets, seed=seed)

    learned = fit(heads, given_task, None, features=untouched)

    for name, fed in CHAINS[chain].items():
        for each in fed:
            told = learned.heads[name].inputs[f"head:{each}"]  # (N, 8)
            assert told.shape == (len(groups), 8)
            assert not told[np.arange(len(groups)), groups].any()
            assert told.any(axis=1).all()


def test_what_is_asked_later_comes_from_heads_fitted_on_all():
    """For val, and so at prediction, the first head is the one that was fitted on every training row."""
    trainer = FakeTrainer()
    heads = [head(Classical, "a"), head(Network, "b", "head:a")]

    fit(heads, task(), trainer, features=untouched)

    assert trainer.tasks[0].val.inputs["head:a"][:, 0].tolist() == [1.0] * 4


def test_a_network_in_the_middle_is_trained_fold_by_fold():
    """Each fold's network chooses its epochs on val rows that have its inputs, too."""
    trainer = FakeTrainer()
    heads = [head(Classical, "a"), head(Network, "b", "features", "head:a"), head(Classical, "c", "head:b")]

    fit(heads, replace(task(), targets=THREE), trainer, features=untouched)

    assert len(trainer.tasks) == 1 + 5
    assert all("head:a" in t.train.inputs and "head:a" in t.val.inputs for t in trainer.tasks)
    assert sorted(len(t.train) for t in trainer.tasks) == [32] * 5 + [40]


def test_answers_feed_in_the_order_of_the_heads_targets():
    """Whatever order a head answers its targets in, it feeds the same columns in training and prediction."""

    class Backwards(Classical):
        """Its Fitted answers the last target first."""

        use: Literal["backwards"] = "backwards"

        def fit(self, inputs, truth, targets, **more) -> Any:
            class Fitted:
                def predict(self, inputs):
                    values = {"a": [0.1, 0.9], "b": [0.3, 0.7]}
                    one = np.ones((len(inputs["features"]), 1), np.float32)
                    return {name: one * np.float32(values[name]) for name in reversed(list(targets))}

            return Fitted()

    both = Backwards(name="both", targets=("a", "b"))
    last = head(Classical, "c", "features", "head:both")
    given_task = replace(task(), targets=THREE)

    learned = fit([both, last], given_task, None, features=untouched)
    parts = {name: Part(component, learned.heads[name]) for name, component in (("both", both), ("c", last))}
    seen = []
    learned.heads["c"].predict = lambda inputs: seen.append(inputs["head:both"]) or {"c": inputs["features"]}
    Bundle(None, parts, THREE, {}).probabilities(np.zeros((1, 1), np.float32))

    assert learned.heads["c"].inputs["head:both"][0] == pytest.approx([0.1, 0.9, 0.3, 0.7])
    assert np.array_equal(seen[0], learned.heads["c"].inputs["head:both"][:1])


def test_without_val_rows_heads_feed_heads_all_the_same():
    """Empty rows have no features; what feeds from them is empty and as wide as ever."""
    trainer = FakeTrainer()
    nothing = replace(rows(0), inputs={})
    heads = [head(Classical, "a"), head(Classical, "b", "head:a"), head(Network, "c", "features", "head:b")]

    learned = fit(heads, replace(task(val=nothing), targets=THREE), trainer, features=untouched)

    assert set(learned.heads) == {"a", "b", "c"}
    assert trainer.tasks[0].val.inputs["head:b"].shape == (0, 2)


@given(st.integers(2, 30), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_folds_are_never_empty_while_there_are_groups(count, seed):
    """Two groups are enough, with any seed; folds differ by one group at most."""
    fitted_on = []

    class Counting(Classical):
        """Notes on how many groups it is fitted."""

        use: Literal["counting"] = "counting"

        def fit(self, inputs, truth, targets, *, weights, groups, rng) -> Any:
            fitted_on.append(len(set(groups)))
            return super().fit(inputs, truth, targets, weights=weights, groups=groups, rng=rng)

    heads = [head(Counting, "a"), head(Classical, "b", "head:a")]

    fit(heads, replace(task(train=rows(2 * count, 2)), seed=seed), None, features=untouched)

    left_out = sorted(count - on for on in fitted_on if on < count)
    assert len(left_out) == min(count, 5) and sum(left_out) == count
    assert left_out[-1] - left_out[0] <= 1


@pytest.mark.parametrize("known", [0, 1])
def test_known_truth_of_one_group_alone_cannot_feed(known):
    """With one group, or one group of known truth, there is nobody to ask who did not see it."""
    train = rows(12, 3)
    train.weights["a"][3 * known :] = 0
    heads = [head(Classical, "a"), head(Classical, "b", "head:a")]

    with pytest.raises(RunError, match=f'head "a" feeds another head.*known "a" in two groups.*got {known}'):
        fit(heads, task(train=train), None, features=untouched)
    with pytest.raises(RunError, match="expected a known"):
        fit(heads, task(train=rows(3, 3)), None, features=untouched)


@pytest.mark.parametrize("seed", range(20))
def test_every_fold_leaves_some_known_truth(seed):
    """Where two groups of twenty have a known truth, no head is fitted on unknown ones alone."""
    train = rows(20)
    train.weights["a"][2:] = 0

    class Needing(Classical):
        """Refuses rows of unknown truth."""

        use: Literal["needing"] = "needing"

        def fit(self, inputs, truth, targets, *, weights, groups, rng) -> Any:
            assert weights["a"].any()
            return super().fit(inputs, truth, targets, weights=weights, groups=groups, rng=rng)

    fit([head(Needing, "a"), head(Classical, "b", "head:a")], replace(task(train=train), seed=seed), None,
        features=untouched)  # fmt: skip


def test_a_network_without_a_trainer_is_an_error():
    """It is named."""
    with pytest.raises(ComponentError, match="head/network is a network and there is no trainer"):
        fit([head(Network, "a")], task(), None, features=lambda encoder: pytest.fail("not reached"))
