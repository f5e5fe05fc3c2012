from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError
from imgfw_keras.compose import on_features
from imgfw_keras.dense import Dense
from imgfw_keras.epochs import Passes
from imgfw_keras.library import keras
from imgfw_keras.mixing import mixed
from imgfw_keras.objectives import lesson_of
from imgfw_keras.phases import Course
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}


@pytest.mark.slow
def test_the_first_epoch_shows_planned_rows_and_later_ones_others(
    toy: Any, stranger: Callable[..., Any]
) -> None:
    """Pictures are drawn for epoch 0, 1, ...; those of val always for epoch 0."""
    drawn: dict[str, set[int]] = {"train": set(), "val": set()}

    def counted(rows: Any, split: str) -> Any:
        def draw(row: int, epoch: int) -> np.ndarray:
            drawn[split].add(epoch)
            return np.asarray(rows.draw(row, epoch))

        return replace(rows, draw=draw)

    train, val = counted(toy.train, "train"), counted(toy.val, "val")
    KerasTrainer(epochs=3, batch_size=24).train(toy.task(HUE, stranger(), train=train, val=val))

    assert drawn == {"train": {0, 1, 2}, "val": {0}}


@pytest.mark.slow
def test_the_loss_of_an_epoch_is_the_mean_over_its_rows(toy: Any) -> None:
    """Weights that do not move give the loss that the head has on all rows, whatever the batches."""
    task = toy.task(HUE)
    trained = KerasTrainer(epochs=1, batch_size=7, learning_rate=1e-30).train(task)

    found = trained.heads["hue"].predict({"features": toy.train.inputs["features"]})["hue"]

    wanted = -np.log(found[np.arange(48), toy.train.truth["hue"]]).mean()
    assert trained.history[0]["loss"] == pytest.approx(float(wanted), rel=1e-4)


def passes(toy: Any, seen: list[Any], train: Any = None, **changes: Any) -> Passes:
    """Passes in batches of 16 that note their batches, and learn nothing."""
    course = Course(mix=changes.pop("mix", None))
    task = toy.task(HUE, train=train or toy.train, **changes)
    composed = on_features(task.heads, task.targets, {"features": (3,)})
    lesson = lesson_of(composed, course, task.train, None, "sgd")

    def call(group: list[Any]) -> tuple[np.ndarray, np.ndarray]:
        seen.extend(group)
        return np.zeros(len(group)), np.ones(len(group), bool)

    return Passes(task, composed, course, lesson, 16, call)


def test_seed_and_epoch_decide_what_a_batch_holds_and_how_it_is_mixed(toy: Any) -> None:
    """Its rows, and the share of each in what it is blended to; no two batches have the same."""
    found = {}
    for seed, epoch in ((1, 1), (1, 2), (2, 1)):
        seen: list[Any] = []
        passes(toy, seen, seed=seed, mix="mixup").learn(epoch)
        found[seed, epoch] = [(tuple(b.rows), float(b.weights["labels_00"][0])) for b in seen]

    assert len({rows for batches in found.values() for rows, _ in batches}) == 9
    assert len({share for batches in found.values() for _, share in batches}) == 9


def test_a_partner_that_knows_nothing_teaches_nothing(toy: Any) -> None:
    """In mixing each row counts by what is known of it, and its partner by what is known of that."""
    seen: list[Any] = []
    train = unknown(toy.train, "hue", slice(0, 48, 3))

    passes(toy, seen, train, mix="mixup").learn(1)

    for number, batch in enumerate(seen):
        partner = mixed("mixup", 1.0, batch.inputs, seed=3, epoch=1, batch=number).partner
        known = batch.rows % 3 > 0
        assert np.array_equal(batch.weights["labels_00"] > 0, known)
        assert np.array_equal(batch.weights["mixed_01"] > 0, known[partner])


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("what", ["the loss is nan", "weights are not finite"])
def test_any_batch_of_an_epoch_may_be_the_one_that_diverged(toy: Any, what: str, place: int) -> None:
    """The first and the last of a call, and the last of the epoch, smaller and in a call of its own."""
    seen: list[Any] = []

    def call(group: list[Any]) -> tuple[np.ndarray, np.ndarray]:
        first = len(seen)
        seen.extend(group)
        here = np.arange(first, len(seen)) == place
        none = np.zeros(len(group))
        return (np.where(here, np.nan, none), none == 0) if "loss" in what else (none, ~here)

    work = replace(passes(toy, [], toy.train.take(range(47))), call=call)

    with pytest.raises(ComponentError, match=f"{what} in epoch 1") as caught:
        work.learn(1)

    named = {line.strip() for line in str(caught.value).splitlines()[1:]}
    assert named == {toy.train.samples[row].uri for row in seen[place].rows}
    assert len(seen) == (3 if place == 2 else 2)


def test_val_is_judged_row_by_row_and_only_by_numbers(toy: Any) -> None:
    """Predictions come in the order of the rows; one that is no number ends the training."""
    given: list[Any] = []
    work = passes(toy, [], score=lambda told: given.append(told["hue"]) or 0.5)
    network = work.composed.predicting

    assert work.score(1) == 0.5

    features = keras().ops.convert_to_tensor(toy.val.inputs["features"])
    assert given[0] == pytest.approx(keras().ops.convert_to_numpy(network(features)["hue"]), rel=1e-5)
    network.set_weights([np.full_like(each, np.nan) for each in network.get_weights()])
    with pytest.raises(ComponentError, match="predictions are no longer numbers after epoch 2"):
        work.score(2)


def unknown(rows: Any, target: str, *places: Any) -> Any:
    """The rows with these entries of a target's truth unknown."""
    truth = rows.truth[target].copy()
    truth[places] = -1 if truth.dtype.kind == "i" else np.nan
    weights = (truth.reshape(len(rows), -1) >= 0).any(axis=1).astype(np.float32)
    return replace(rows, truth={**rows.truth, target: truth}, weights={**rows.weights, target: weights})


def weights_after(toy: Any, train: Any, *targets: str, **more: Any) -> list[np.ndarray]:
    """The layers of a head after some steps over all rows at once, from the same beginning."""
    from imgfw_keras.compose import on_features
    from imgfw_keras.learn import learn
    from imgfw_keras.library import afresh

    task = toy.task({"it": Dense(name="it", targets=targets)}, train=train)
    trainer = KerasTrainer(epochs=6, batch_size=48, optimizer="sgd", patience=None, **more)
    afresh(1)
    composed = on_features(task.heads, task.targets, {"features": (3,)})
    rising = itertools.count()
    learn(trainer, replace(task, score=lambda given: float(next(rising))), composed, 1, task.folder / "kept")
    return [np.asarray(each) for each in composed.predicting.get_weights()]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["hue", "tags", "red"])
def test_rows_of_unknown_truth_are_as_if_they_were_not_there(toy: Any, target: str) -> None:
    """A head comes out as it does without them: the mean of the loss is over what is known."""
    some = np.arange(0, 48, 3)
    rest = np.setdiff1d(np.arange(48), some)

    masked = weights_after(toy, unknown(toy.train, target, some), target)
    without = weights_after(toy, toy.train.take(rest), target)

    for one, other in zip(masked, without, strict=True):
        assert one == pytest.approx(other, rel=1e-5, abs=1e-6)


@pytest.mark.slow
def test_labels_that_are_unknown_are_as_if_they_were_not_there(toy: Any) -> None:
    """Each label learns from the rows that know it, at the share of the loss that these have."""
    rate, places = 0.3, (np.arange(0, 48, 3), 1)
    known = np.setdiff1d(np.arange(48), places[0])

    masked = weights_after(toy, unknown(toy.train, "tags", *places), "tags", learning_rate=rate)
    alone = {"tags": toy.train.truth["tags"][:, 1:2].repeat(3, axis=1)}
    share = len(known) / (48 + 48 + len(known))  # of three labels alike each has a third of the loss
    rows = replace(toy.train, truth={**toy.train.truth, **alone}).take(known)
    without = weights_after(toy, rows, "tags", learning_rate=rate * 3 * share)

    for one, other in zip(masked, without, strict=True):
        assert one[..., 1] == pytest.approx(other[..., 1], rel=1e-4, abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("mix", [None, "mixup"])
def test_what_is_unknown_has_no_slope_at_all(toy: Any, mix: Any) -> None:
    """The weights behind a label that nobody knows stay the same to the bit, and the others do not."""
    train = unknown(toy.train, "tags", slice(None), 2)

    kernel, bias = weights_after(toy, train, "tags", mix=mix)

    begun, none = weights_after(toy, unknown(toy.train, "tags", slice(None)), "tags", mix=mix)
    assert np.array_equal(kernel[:, 2], begun[:, 2]) and bias[2] == none[2] == 0
    assert not (kernel[:, :2] == begun[:, :2]).any()


@pytest.mark.slow
def test_a_batch_of_which_nothing_is_known_is_harmless(toy: Any) -> None:
    """Its loss is 0 and every weight stays a number; other targets learn on."""
    train = unknown(unknown(toy.train, "tags", slice(1, None)), "red", slice(1, None))
    heads = {"it": Dense(name="it", targets=("hue", "tags", "red"))}

    history = KerasTrainer(epochs=2, batch_size=5).train(toy.task(heads, train=train)).history
    alone = KerasTrainer(epochs=2, batch_size=5).train(
        toy.task({"it": Dense(name="it", targets=("tags", "red"))}, train=train, score=lambda given: 1.0)
    )

    assert all(0 < record["loss"] < 2 for record in history)
    assert all(0 < record["loss"] < 0.3 for record in alone.history)  # one batch of ten has a loss
