from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, Trained
from imgfw_keras.checkpoint import Standing
from imgfw_keras.dense import Dense
from imgfw_keras.learn import offer, outlook
from imgfw_keras.phases import Phase
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}


def trained(toy: Any, scores: Sequence[float], **changes: Any) -> Trained:
    """A head trained while val scores as told."""
    told = iter(scores)
    trainer = KerasTrainer(epochs=len(scores), schedule="constant", **changes.pop("trainer", {}))
    return trainer.train(toy.task(HUE, score=lambda given: next(told), **changes))


@pytest.mark.slow
def test_the_best_epoch_is_kept_the_first_of_equals(toy: Any, learned: Any) -> None:
    """The weights are those of the best epoch, and the history says which it was."""
    best = trained(toy, [0.1, 0.9, 0.9, 0.5])

    stopped = trained(toy, [0.1, 0.9])
    assert [record["best"] for record in best.history] == [False, True, False, False]
    assert learned(best.heads["hue"]) == learned(stopped.heads["hue"])


@pytest.mark.slow
def test_without_val_the_last_epoch_is_kept(toy: Any) -> None:
    """Where there is nothing to choose on, nothing is scored and the last epoch stays."""
    result = KerasTrainer(epochs=2).train(toy.task(HUE, val=toy.val.take([]), score=pytest.fail))

    assert [(record["val"], record["best"]) for record in result.history] == [(None, False), (None, True)]


@pytest.mark.slow
def test_a_score_that_is_no_number_is_never_best(toy: Any) -> None:
    """An undefined score neither wins nor keeps a later one from winning."""
    result = trained(toy, [float("nan"), 0.2, float("nan")])

    assert [record["best"] for record in result.history] == [False, True, False]


@pytest.mark.slow
def test_patience_stops_early(toy: Any) -> None:
    """Training ends after so many epochs without a better one."""
    result = trained(toy, [0.5, 0.6, 0.4, 0.4, 0.9], trainer={"patience": 2})

    assert len(result.history) == 4


@pytest.mark.slow
def test_no_epoch_begins_after_the_deadline(toy: Any) -> None:
    """One epoch is always done; after the deadline no other begins, and that is said."""
    said: list[str] = []

    result = trained(toy, [0.5, 0.6, 0.7], deadline=0.0, say=said.append)

    assert len(result.history) == 1
    assert any("time is up" in line for line in said)


@pytest.mark.slow
def test_a_schedule_is_as_long_as_its_phase(toy: Any, learned: Any) -> None:
    """A phase of two epochs steps as a training of two epochs does, whatever the trainer would do."""
    phases = {"phase": (Phase(epochs=2),)}

    alone, phase = (
        learned(KerasTrainer(batch_size=16, **told).train(toy.task(HUE)).heads["hue"])
        for told in ({"epochs": 2}, phases)
    )

    assert alone == phase


@pytest.mark.slow
def test_a_schedule_counts_batches_that_are_not_full(toy: Any, learned: Any) -> None:
    """Two batches are two steps, whether 48 rows fill them or not."""
    full, less = (
        learned(KerasTrainer(epochs=1, batch_size=size).train(toy.task(HUE)).heads["hue"])
        for size in (24, 47)
    )

    assert full == less


@pytest.mark.slow
def test_history_tells_every_epoch(toy: Any) -> None:
    """Each record has phase, epoch, loss, score, seconds and threads; a line is said for it."""
    said: list[str] = []

    result = trained(toy, [0.5, 0.25], say=said.append)

    wanted = {"phase", "epoch", "loss", "val", "seconds", "best", "threads", "deterministic_ops"}
    assert all(set(record) == wanted for record in result.history)
    assert [record["epoch"] for record in result.history] == [1, 2]
    assert [record["val"] for record in result.history] == [0.5, 0.25]
    assert said[0].startswith("epoch 1 of 2: loss ")


@pytest.mark.slow
def test_learning_lowers_the_loss(toy: Any) -> None:
    """The mean loss of an epoch falls on something easy to learn."""
    result = KerasTrainer(epochs=12, batch_size=8, learning_rate=0.1).train(toy.task(HUE))

    losses = [record["loss"] for record in result.history]
    assert losses[-1] < 0.5 * losses[0]


def test_an_input_that_is_no_number_stops_and_names_its_picture(toy: Any) -> None:
    """Training stops in that batch, and only the picture that caused it is named."""
    features = toy.train.inputs["features"].copy()
    features[5] = np.nan
    train = replace(toy.train, inputs={"features": features})

    with pytest.raises(ComponentError, match="inputs are not finite in epoch 1") as caught:
        trained(toy, [0.5], train=train)

    assert "toy-05.png" in str(caught.value)
    assert str(caught.value).count("toy-") == 1


def test_a_loss_that_explodes_names_the_pictures_of_its_batch(toy: Any) -> None:
    """With an absurd learning rate training stops, and the rows of that batch are named."""
    train = replace(toy.train, truth={**toy.train.truth, "red": toy.train.truth["red"] * 1e30})
    task = toy.task({"red": Dense(target="red", targets=("red",))}, train=train)

    with pytest.raises(ComponentError, match=r"loss is (inf|nan).*learning_rate 1e\+30") as caught:
        KerasTrainer(learning_rate=1e30, batch_size=4).train(task)

    assert str(caught.value).count("toy-") == 4


@pytest.mark.slow
def test_rows_of_unknown_truth_teach_nothing(toy: Any, guess: Callable[..., Any], learned: Any) -> None:
    """What stands in place of an unknown truth makes no difference."""

    def digest(filler: int) -> str:
        known = np.arange(len(toy.train)) % 3 > 0
        truth = np.where(known, toy.train.truth["hue"], filler)
        train = replace(toy.train, truth={"hue": truth}, weights={"hue": known.astype("float32")})
        task = toy.task({"hue": guess(target="hue", targets=("hue",))}, train=train)
        return str(learned(KerasTrainer(epochs=1).train(task).heads["hue"]))

    assert digest(-1) == digest(1)


class Weights:
    """A network whose weights are the number of the epoch."""

    def __init__(self) -> None:
        self.epoch = 0

    def get_weights(self) -> list[int]:
        """The number."""
        return [self.epoch]


INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([-INF, -INF, -INF], 3),
        ([NAN, NAN], 2),
        ([INF, INF], 2),
        ([None, None, None], 3),
        ([-INF, 0.2, -INF], 2),
        ([-INF, 0.2, 0.1, NAN, INF], 2),
        ([0.1, -INF, 0.3, None], 3),
        ([0.0, -0.0, -1.0], 1),
        ([-INF, -5.0, -3.0], 3),
        ([NAN, -INF, None, 0.4], 4),
    ],
)
def test_what_is_not_finite_is_no_score(scores: Sequence[float | None], best: int) -> None:
    """Without any score the last epoch is the best; with one, epochs without are never."""
    standing, network = Standing(), Weights()

    for epoch, score in enumerate(scores, 1):
        network.epoch = standing.epoch = epoch
        offer(standing, score, network)

    assert (standing.best, standing.kept) == (best, [best])


@pytest.mark.slow
def test_where_the_figure_is_undefined_on_val_the_last_epoch_is_kept(toy: Any, learned: Any) -> None:
    """As without val rows; the history has no score, and nothing is called best until the end."""
    said: list[str] = []

    undefined = trained(toy, [-INF, -INF, -INF], say=said.append, trainer={"patience": 1})

    without = KerasTrainer(epochs=3, schedule="constant").train(toy.task(HUE, val=toy.val.take([])))
    assert [(record["val"], record["best"]) for record in undefined.history] == [
        (None, False), (None, False), (None, True),
    ]  # fmt: skip
    assert learned(undefined.heads["hue"]) == learned(without.heads["hue"])
    assert not any("best" in line for line in said)


@pytest.mark.parametrize(
    ("took", "left", "told"),
    [
        ([7.0], 100, ""),
        ([7.0, 2.0], 99, "99 more epochs: about 3 min"),
        ([7.0, 2.0, 2.0], 98, ""),
        ([31.0], 2, ""),
        ([121.0], 1, "1 more epoch: about 2 min"),
        ([121.0, 120.0], 900, ""),
        ([600.0], 999, "999 more epochs: about 166.5 h"),
        ([0.5, 0.1], 20, ""),
        ([40.0], 0, ""),
    ],
)
def test_how_long_a_training_takes_is_told_once(took: list[float], left: int, told: str) -> None:
    """After the first epoch, or after the second where what begins a training weighs much in the first."""
    assert outlook(took, left) == told
