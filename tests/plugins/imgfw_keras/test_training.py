from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, Picture, Trained
from imgfw_keras.dense import Dense
from imgfw_keras.phases import Phase
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",), units=(4,), dropout=0.3)}
SLOW = pytest.mark.slow


class Killed(Exception):
    """Stands for a kill in the middle of a training."""


@pytest.fixture
def bits(learned: Callable[[Any], str]) -> Callable[[Trained], list[Any]]:
    """bits(trained) -> all that was learned, and what was told of it but the seconds."""

    def found(trained: Trained) -> list[Any]:
        fitted = [*trained.heads.values(), *([] if trained.encoder is None else [trained.encoder])]
        history = [{k: v for k, v in record.items() if k != "seconds"} for record in trained.history]
        return [[learned(each) for each in fitted], history]

    return found


def interrupted(trainer: KerasTrainer, task: Any, *epochs: int) -> Trained:
    """What a training comes to that is interrupted at the end of these epochs, before they are kept."""

    def until(epoch: int) -> Callable[[str], None]:
        def say(text: str) -> None:
            if f"epoch {epoch} of" in text:
                raise Killed

        return say

    for epoch in epochs:
        with pytest.raises(Killed):
            trainer.train(replace(task, say=until(epoch)))
    return trainer.train(task)


TWO = {"phase": (Phase(epochs=3, freeze="all"), Phase(epochs=3, freeze=0, optimizer="sgd"))}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "pixels", "at"),
    [
        ({"epochs": 4}, False, (1, 3)),
        pytest.param(
            {"epochs": 4, "patience": 1, "optimizer": "adafactor", "warmup": 0.5, "clip": 1.0},
            False,
            (2,),
            marks=SLOW,
        ),
        pytest.param({"epochs": 4, "mix": "cutmix"}, True, (1, 2, 4), marks=SLOW),
        pytest.param(TWO, True, (2, 3, 4, 6), marks=SLOW),
        pytest.param({"epochs": 3, "freeze": 2}, True, (2,), marks=SLOW),
        pytest.param({"epochs": 3, "mixed_precision": "bfloat16"}, True, (2,), marks=SLOW),
        pytest.param({"epochs": 3, "mixed_precision": "float16"}, True, (2,), marks=SLOW),
    ],
)
def test_an_interrupted_training_ends_with_the_same_bits(
    toy: Any, stranger: Callable[..., Any], bits: Any, told: Any, pixels: bool, at: tuple[int, ...]
) -> None:
    """Wherever it is interrupted, what it learns and tells is that of one that never was."""
    trainer = KerasTrainer(batch_size=8, learning_rate=0.02, **told)
    task = toy.task(HUE, stranger() if pixels else None)
    wanted = bits(trainer.train(task))

    found = bits(interrupted(trainer, toy.task(HUE, task.backbone), *at))

    assert found == wanted


@pytest.mark.slow
def test_phases_follow_each_other(toy: Any, stranger: Callable[..., Any], learned: Any) -> None:
    """The history tells phase and epoch; a phase that freezes all leaves the backbone as it begins."""
    said: list[str] = []
    head = {"hue": Dense(name="hue", target="hue", targets=("hue",))}
    task = toy.task(head, stranger(), say=said.append)
    frozen = KerasTrainer(phase=(Phase(epochs=1, freeze="all"), Phase(epochs=1, freeze="all")))
    both = KerasTrainer(
        phase=(Phase(epochs=1, freeze="all"), Phase(epochs=2, freeze=0, learning_rate=0.05)), batch_size=8
    )
    scores = iter([0.9, 0.1, 0.2])

    stayed, moved = frozen.train(task), both.train(replace(task, score=lambda given: next(scores)))

    assert [(r["phase"], r["epoch"], r["best"]) for r in moved.history] == [
        (1, 1, True),
        (2, 2, False),
        (2, 3, False),
    ]
    assert "phase 2 of 2, epoch 3 of 3: loss " in [line for line in said if "epoch" in line][-1]
    assert learned(moved.encoder) == learned(stayed.encoder)


@pytest.mark.slow
def test_a_later_phase_begins_with_the_best_of_those_before(toy: Any) -> None:
    """Epochs after the best one leave no trace in the next phase, but for what chance they used."""
    head = {"hue": Dense(name="hue", target="hue", targets=("hue",))}

    def after(first: tuple[float, ...]) -> float:
        told = iter([*first, 0.0])
        phases = Phase(epochs=len(first), learning_rate=0.5), Phase(epochs=1, learning_rate=1e-30)
        trainer = KerasTrainer(phase=phases, schedule="constant")
        history = trainer.train(toy.task(head, score=lambda given: next(told))).history
        return float(history[-1]["loss"])

    assert after((0.9, 0.1)) == pytest.approx(after((0.9, 0.1, 0.2)), rel=1e-3)
    assert after((0.1, 0.9)) != pytest.approx(after((0.9, 0.1)), rel=1e-3)


@pytest.mark.slow
def test_every_phase_has_an_epoch_when_time_is_up(toy: Any) -> None:
    """After the deadline each phase that is left does one epoch, and no other."""
    trainer = KerasTrainer(phase=(Phase(epochs=3), Phase(epochs=1), Phase(epochs=2)))

    history = trainer.train(toy.task(HUE, deadline=0.0)).history

    assert [record["phase"] for record in history] == [1, 2, 3]


@pytest.mark.slow
def test_patience_counts_within_a_phase(toy: Any) -> None:
    """A phase is given its epochs though the best one lies long before it."""
    told = iter([0.9, 0.1, 0.2, 0.3, 0.4])
    trainer = KerasTrainer(patience=2, phase=(Phase(epochs=9), Phase(epochs=9)))

    history = trainer.train(toy.task(HUE, score=lambda given: next(told))).history

    assert [record["phase"] for record in history] == [1, 1, 1, 2, 2]


@pytest.mark.slow
@pytest.mark.parametrize("half", ["float16", "bfloat16"])
def test_half_precision_learns_and_gives_full_graphs(
    toy: Any, stranger: Callable[..., Any], as_a_graph: Any, half: Any
) -> None:
    """What is trained in half precision is a graph in float32 with the trained weights, and is right."""
    head = {"hue": Dense(name="hue", target="hue", targets=("hue",))}
    trainer = KerasTrainer(epochs=8, batch_size=8, learning_rate=0.05, mixed_precision=half)

    trained = trainer.train(toy.task(head, stranger()))

    features = np.stack([trained.encoder.encode(Picture(image)) for image in toy.images[48:]])
    found = trained.heads["hue"].predict({"features": features})["hue"]
    assert as_a_graph(trained.encoder)
    assert features.dtype == found.dtype == np.float32
    assert (found.argmax(axis=1) == toy.val.truth["hue"]).mean() > 0.8


@pytest.mark.slow
def test_half_precision_ends_with_the_training(toy: Any) -> None:
    """Layers that are made afterwards compute in float32."""
    import keras

    KerasTrainer(epochs=1, mixed_precision="bfloat16").train(toy.task(HUE))

    assert keras.config.dtype_policy().name == "float32"


@pytest.mark.slow
@pytest.mark.parametrize("mix", ["mixup", "cutmix"])
def test_mixing_learns_and_is_repeated_to_the_bit(
    toy: Any, stranger: Callable[..., Any], learned: Any, mix: Any
) -> None:
    """Two trainings with one seed agree, and differ from one without mixing."""
    head = {"hue": Dense(name="hue", target="hue", targets=("hue",))}

    def digest(**told: Any) -> str:
        trainer = KerasTrainer(epochs=1, batch_size=16, **told)
        return str(learned(trainer.train(toy.task(head, stranger())).encoder))

    assert digest(mix=mix) == digest(mix=mix) != digest()


@pytest.mark.slow
def test_mixup_of_features_is_the_loss_of_soft_truths(toy: Any) -> None:
    """The loss of a batch is the cross entropy with truths that are blended as the features are."""
    from imgfw_keras.mixing import mixed

    head = {"hue": Dense(name="hue", target="hue", targets=("hue",))}
    task = toy.task(head)
    trained = KerasTrainer(epochs=1, batch_size=48, mix="mixup", learning_rate=1e-30).train(task)
    rows = np.random.default_rng([task.seed, 1]).permutation(48)
    features = toy.train.inputs["features"][rows]
    found = mixed("mixup", 1.0, [features], seed=task.seed, epoch=1, batch=0)

    probabilities = trained.heads["hue"].predict({"features": found.inputs[0]})["hue"]
    hot = np.eye(2)[toy.train.truth["hue"][rows]]
    soft = found.share * hot + (1 - found.share) * hot[found.partner]

    assert trained.history[0]["loss"] == pytest.approx(
        -(soft * np.log(probabilities)).sum(1).mean(), rel=1e-4
    )


def test_cutmix_of_features_is_refused(toy: Any) -> None:
    """What pastes pixels needs pixels."""
    with pytest.raises(ComponentError, match="cutmix pastes pixels"):
        KerasTrainer(mix="cutmix").train(toy.task(HUE))


def test_a_target_that_no_row_knows_is_refused(toy: Any) -> None:
    """Nothing could be learned of it."""
    train = replace(toy.train, weights={**toy.train.weights, "hue": np.zeros(48, np.float32)})

    with pytest.raises(ComponentError, match='no training row has a known truth for "hue"'):
        KerasTrainer(epochs=1).train(toy.task(HUE, train=train))


@pytest.mark.slow
def test_a_label_that_no_row_knows_is_told(toy: Any) -> None:
    """The others are learned."""
    tags = toy.train.truth["tags"].copy()
    tags[:, 1] = np.nan
    told: list[str] = []
    train = replace(toy.train, truth={**toy.train.truth, "tags": tags})
    heads = {"tags": Dense(name="tags", target="tags", targets=("tags",))}
    task = toy.task(heads, train=train, say=told.append, score=lambda given: 1.0)

    KerasTrainer(epochs=1).train(task)

    assert told[0] == 'no training row knows "some" of "tags": what is predicted of it means nothing'
