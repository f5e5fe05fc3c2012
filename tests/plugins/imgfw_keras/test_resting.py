from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import Rows, Trained
from imgfw_keras.compose import on_pixels
from imgfw_keras.dense import Dense
from imgfw_keras.library import afresh, keras
from imgfw_keras.phases import Phase
from imgfw_keras.resting import at_rest, steady, with_features
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}


@pytest.mark.parametrize(
    ("told", "varied", "wanted"),
    [({}, False, True), ({}, True, False), ({"mix": "mixup"}, False, False)],
)
def test_pictures_are_the_same_where_nothing_varies_them(
    toy: Any, told: dict[str, Any], varied: bool, wanted: bool
) -> None:
    """Augmenters and mixing do; a phase with a teacher always shows the planned ones."""
    task = toy.task(HUE, train=replace(toy.train, steady=not varied))

    assert steady(task, Phase(**told)) == wanted
    assert steady(task, Phase(objectives={"labels": 1.0, "soft": 1.0}))


def test_a_backbone_at_rest_works_as_when_it_predicts(toy: Any, stranger: Callable[..., Any]) -> None:
    """Nothing is dropped, whether it is asked again or its features are kept."""
    afresh(0)
    task = toy.task(HUE, stranger())
    composed = on_pixels(task.backbone, task.backbone.network(), task.heads, task.targets)
    pixels = task.val.pixels(range(24), 0)
    wanted = keras().ops.convert_to_numpy(composed.predicting(pixels, training=False)["hue"])

    kept = with_features(task, composed.encoding, 7).val.inputs["features"]
    asked = at_rest(composed, kept=False).training(pixels, training=True)["hue"]
    told = at_rest(composed, kept=True).predicting(kept, training=True)["hue"]

    assert (kept.dtype, kept.shape) == (np.float32, (24, 6))
    dropped = keras().ops.convert_to_numpy(composed.predicting(pixels, training=True)["hue"])
    assert dropped != pytest.approx(wanted, rel=1e-5)
    assert keras().ops.convert_to_numpy(told) == pytest.approx(wanted, rel=1e-5)
    logits = keras().ops.convert_to_numpy(asked)
    assert np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True) == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("kept", [False, True])
def test_only_heads_learn_on_a_backbone_at_rest(toy: Any, stranger: Callable[..., Any], kept: bool) -> None:
    """No step reaches its weights, nor the means of its batch norms."""
    task = toy.task(HUE, stranger())
    composed = on_pixels(task.backbone, task.backbone.network(), task.heads, task.targets)
    before = composed.encoding.get_weights()

    resting = at_rest(composed, kept=kept)
    given = np.zeros((4, 6), np.float32) if kept else task.train.pixels(range(4), 0)
    resting.training(given, training=True)

    assert [len(each.shape) for each in resting.training.trainable_variables] == [2, 1]
    assert resting.training.trainable_variables[0].shape == (6, 2)
    for one, other in zip(before, composed.encoding.get_weights(), strict=True):
        assert np.array_equal(one, other)


PHASES = (
    Phase(epochs=4, freeze="all", learning_rate=0.05),
    Phase(epochs=1, freeze=0, learning_rate=0.01),
    Phase(epochs=2, freeze="all", learning_rate=0.01),
)


def counted(rows: Rows, drawn: list[int], *, same: bool) -> Rows:
    """Rows that are the same in every epoch, said or not, and note what is drawn."""

    def draw(row: int, epoch: int) -> np.ndarray:
        drawn.append(row)
        assert rows.draw is not None
        return rows.draw(row, 0)

    return replace(rows, draw=draw, steady=same)


def result(toy: Any, stranger: Callable[..., Any], drawn: list[int], *, same: bool) -> Trained:
    """What comes of three phases, of which the second trains the backbone."""
    train, val = (counted(rows, drawn, same=same) for rows in (toy.train, toy.val))
    task = toy.task(HUE, stranger(), train=train, val=val)
    return KerasTrainer(batch_size=16, phase=PHASES).train(task)


@pytest.mark.slow
def test_a_phase_at_rest_learns_from_kept_features_what_it_learns_from_pixels(
    toy: Any, stranger: Callable[..., Any]
) -> None:
    """Each picture is drawn once a phase, however many epochs it has; what is learned is the same."""
    few: list[int] = []
    many: list[int] = []

    kept = result(toy, stranger, few, same=True)
    asked = result(toy, stranger, many, same=False)

    losses = [[record["loss"] for record in each.history] for each in (kept, asked)]
    assert losses[0][:4] == pytest.approx(losses[1][:4], rel=1e-4)
    assert losses[0] == pytest.approx(losses[1], rel=1e-2)
    checked = len(many) - 7 * 72  # a few are drawn to compare the graph with Keras
    assert (len(few), checked < 10) == (3 * 72 + checked, True)


@pytest.mark.slow
def test_a_phase_at_rest_leaves_the_backbone_to_the_bit(
    toy: Any, stranger: Callable[..., Any], learned: Any
) -> None:
    """Its weights and the means of its batch norms are those it began with; later phases train it."""

    def digests(*phases: Phase, same: bool) -> tuple[str, str]:
        rising = itertools.count()
        train = replace(toy.train, steady=same)
        task = toy.task(HUE, stranger(), train=train, score=lambda given: float(next(rising)))
        found = KerasTrainer(batch_size=16, phase=phases).train(task)
        return learned(found.encoder), learned(found.heads["hue"])

    first, second, _ = PHASES
    begun = digests(Phase(epochs=1, freeze="all"), same=True)
    kept, asked = (digests(first, same=same) for same in (True, False))
    trained = digests(first, second, same=True)

    assert kept[0] == asked[0] == begun[0] != trained[0]
    assert kept[1] != begun[1]


@pytest.mark.slow
@pytest.mark.parametrize("epoch", [2, 7])
def test_an_interrupted_phase_at_rest_ends_with_the_same_bits(
    toy: Any, stranger: Callable[..., Any], learned: Any, epoch: int
) -> None:
    """Its features are taken again with the backbone as it was when the phase began."""
    trainer = KerasTrainer(batch_size=16, phase=PHASES)
    scored = itertools.count(1)

    def score(given: Any) -> float:
        if next(scored) == epoch:
            raise KeyboardInterrupt
        return 1.0

    whole, task = (
        toy.task(HUE, stranger(), train=replace(toy.train, steady=True), score=how)
        for how in (lambda given: 1.0, score)
    )
    with pytest.raises(KeyboardInterrupt):
        trainer.train(task)

    continued, once = trainer.train(task), trainer.train(whole)

    losses = [[record["loss"] for record in each.history] for each in (continued, once)]
    assert losses[0] == losses[1]
    assert learned(continued.heads["hue"]) == learned(once.heads["hue"])
    assert learned(continued.encoder) == learned(once.encoder)
