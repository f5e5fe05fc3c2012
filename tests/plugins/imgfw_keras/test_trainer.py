from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import Backbone, ComponentError, Picture, Trained
from imgfw_keras.dense import Dense
from imgfw_keras.mobilenet import MobileNet
from imgfw_keras.phases import Phase
from imgfw_keras.small_cnn import SmallCnn
from imgfw_keras.trainer import KerasTrainer


@pytest.mark.parametrize(
    ("freeze", "backbone", "needs"),
    [
        (None, MobileNet(), "features"),
        (None, MobileNet(weights="none"), "pixels"),
        (None, SmallCnn(), "pixels"),
        ("all", SmallCnn(), "features"),
        (10, MobileNet(), "pixels"),
        ("conv1", MobileNet(), "pixels"),
        (0, MobileNet(), "pixels"),
        (0, Backbone(use="any"), "features"),
    ],
)
def test_what_is_needed_follows_from_freezing(freeze: Any, backbone: Any, needs: str) -> None:
    """A backbone that stays needs features only; one that learns, or has no weights yet, needs pixels."""
    assert KerasTrainer(freeze=freeze).needs_of(backbone) == {needs}


@pytest.mark.parametrize(
    ("freeze", "needs"),
    [(("all", "all"), "features"), (("all", 0), "pixels"), ((10, "all"), "pixels"), ((None, 0), "pixels")],
)
def test_one_phase_that_trains_the_backbone_needs_pixels(freeze: tuple[Any, Any], needs: str) -> None:
    """Features are enough where the backbone stays in every phase."""
    trainer = KerasTrainer(phase=tuple(Phase(freeze=each) for each in freeze))

    assert trainer.needs_of(MobileNet()) == {needs}


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"freeze": -1}, {"patience": 0}, {"optimizer": "magic"}])
def test_parameters_have_bounds(wrong: dict[str, Any]) -> None:
    """What makes no sense is refused when the component is made."""
    with pytest.raises(ValidationError):
        KerasTrainer(**wrong)


@pytest.fixture(scope="module")
def results(toy: Any, stranger: Callable[..., Any], guess: Callable[..., Any]) -> dict[int, Trained]:
    """A stranger's backbone and head trained together, with 1, 2 and 4 workers."""
    head = guess(name="hue", target="hue", targets=("hue",))
    trainer = KerasTrainer(epochs=6, batch_size=8, learning_rate=0.05)
    return {w: trainer.train(toy.task({"hue": head}, stranger(), workers=w)) for w in (1, 2, 4)}


@pytest.mark.slow
@pytest.mark.keras
def test_a_strangers_network_trains_and_predicts(
    toy: Any, results: dict[int, Trained], as_a_graph: Any
) -> None:
    """A backbone and a head that know nothing of this plugin learn, become graphs and are right."""
    trained = results[2]

    features = np.stack([trained.encoder.encode(Picture(image)) for image in toy.images[48:]])
    found = trained.heads["hue"].predict({"features": features})["hue"]

    assert (found.argmax(axis=1) == toy.val.truth["hue"]).mean() > 0.8
    assert as_a_graph(trained.encoder) and as_a_graph(trained.heads["hue"])
    assert "network.keras" in trained.encoder.state()


@pytest.mark.keras
def test_the_same_seed_gives_the_same_bits_for_any_workers(results: dict[int, Trained], learned: Any) -> None:
    """Three trainings with one seed and 1, 2 and 4 workers give the same weights."""
    digests = {(learned(t.encoder), learned(t.heads["hue"])) for t in results.values()}

    assert len(digests) == 1
    losses = {tuple(record["loss"] for record in trained.history) for trained in results.values()}
    assert len(losses) == 1


@pytest.mark.keras
def test_a_picture_alone_equals_itself_among_others(toy: Any, results: dict[int, Trained]) -> None:
    """Features and predictions of a picture do not depend on what else is asked."""
    trained = results[1]
    features = np.stack([trained.encoder.encode(Picture(image)) for image in toy.images[:8]])

    together = trained.heads["hue"].predict({"features": features})["hue"]

    again = trained.encoder.encode(Picture(toy.images[5]))
    assert np.array_equal(again, features[5])
    assert np.array_equal(trained.heads["hue"].predict({"features": again[None]})["hue"], together[5:6])


@pytest.mark.keras
def test_what_was_trained_comes_back_from_its_state(
    toy: Any,
    results: dict[int, Trained],
    stranger: Callable[..., Any],
    guess: Callable[..., Any],
    restored: Callable[..., Any],
) -> None:
    """Components restore their graphs without the trainer, and keep what Keras saved."""
    trained = results[1]

    encoder = restored(stranger(), trained.encoder.state())
    head = restored(guess(), trained.heads["hue"].state())

    picture = Picture(toy.images[0])
    assert np.array_equal(encoder.encode(picture), trained.encoder.encode(picture))
    assert encoder.state() == trained.encoder.state()
    assert head.state() == trained.heads["hue"].state()


@pytest.mark.slow
@pytest.mark.keras
def test_another_seed_gives_another_head(toy: Any, learned: Any) -> None:
    """The seed decides the weights a head begins with."""
    task = toy.task({"hue": Dense(target="hue", targets=("hue",))})
    trainer = KerasTrainer(epochs=1)

    one, other = trainer.train(task), trainer.train(replace(task, seed=4))

    assert learned(one.heads["hue"]) != learned(other.heads["hue"])
    assert one.encoder is None


@pytest.mark.keras
def test_no_rows_are_refused(toy: Any) -> None:
    """Training on nothing is an error that says so."""
    task = toy.task({"hue": Dense(target="hue", targets=("hue",))}, train=toy.train.take([]))

    with pytest.raises(ComponentError, match="no rows"):
        KerasTrainer().train(task)


@pytest.mark.keras
def test_freezing_all_but_nothing_is_refused_before_training(toy: Any, stranger: Callable[..., Any]) -> None:
    """A count that covers every layer is refused by name."""
    task = toy.task({"hue": Dense(target="hue", targets=("hue",))}, stranger(given=True))

    with pytest.raises(ComponentError, match="freeze = 99"):
        KerasTrainer(freeze=99).train(task)


@pytest.mark.keras
def test_a_layer_that_is_not_there_is_told_before_anything_is_learned(
    toy: Any, stranger: Callable[..., Any]
) -> None:
    """Also one of a later phase."""
    said: list[str] = []
    heads = {"hue": Dense(target="hue", targets=("hue",))}
    task = toy.task(heads, stranger(given=True), say=said.append)

    with pytest.raises(ComponentError, match=r'freeze = "frist": the network has no such layer; first'):
        KerasTrainer(phase=(Phase(epochs=1, freeze=0), Phase(freeze="frist"))).train(task)

    assert said == []
