from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Target
from imgfw_keras.arcface import ArcFace
from imgfw_keras.compose import head_network, on_features
from imgfw_keras.library import afresh, keras
from imgfw_keras.loading import loaded, saved
from imgfw_keras.losses import angular_margin
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

PEOPLE = {"person": Target("person", "classes", tuple(f"{row:02}" for row in range(12)))}


def head(**parameters: Any) -> ArcFace:
    """A head for people, its names filled in."""
    return ArcFace(name="person", target="person", targets=("person",), **parameters)


@pytest.mark.slow
def test_parameters_are_one_direction_a_label() -> None:
    """No bias; an embedding adds its layer and the four numbers of batch norm a feature."""
    shapes = {"features": (512,)}
    people = {"person": Target("person", "classes", tuple(map(str, range(1013))))}

    plain, deep = (head_network(h, people, shapes).network for h in (head(), head(embedding=64, dropout=0.4)))

    assert plain.count_params() == 512 * 1013
    assert deep.count_params() == 512 * 64 + 4 * 64 + 64 * 1013


def test_logits_are_scaled_cosines_from_the_beginning() -> None:
    """Neither the length of features nor that of the first weights matters."""
    afresh(0)
    network = head_network(head(scale=10.0), PEOPLE, {"features": (8,)}).network
    x = np.random.default_rng(0).normal(size=(5, 8)).astype(np.float32)
    (directions,) = network.get_weights()

    found = keras().ops.convert_to_numpy(network(x)["person"])

    assert np.allclose(np.linalg.norm(directions, axis=0), 1, atol=1e-5)
    assert np.allclose(found, 10 * x @ directions / np.linalg.norm(x, axis=1, keepdims=True), atol=1e-4)
    assert np.allclose(keras().ops.convert_to_numpy(network(1000 * x)["person"]), found, atol=1e-3)


def test_its_loss_has_its_own_scale_and_margin() -> None:
    """That of these cosines, by whatever they are multiplied."""
    told = head(scale=10.0, margin=0.3).layers({"features": keras().Input((8,))}, PEOPLE)["person"]
    logits = 10 * np.random.default_rng(0).uniform(-0.8, 0.8, (5, 12)).astype(np.float32)

    one, other = (
        keras().ops.convert_to_numpy(loss(np.arange(5), logits))
        for loss in (told.loss, angular_margin(10.0, 0.3))
    )

    assert np.array_equal(one, other)


def test_an_embedding_is_normalised_by_the_batch_and_features_are_dropped() -> None:
    """In training alone: at work neither the neighbours of a row nor chance plays a part."""
    afresh(0)
    x = np.random.default_rng(0).normal(3, 1, size=(6, 8)).astype(np.float32)

    for parameters in ({"embedding": 4}, {"dropout": 0.5}):
        network = head_network(head(**parameters), PEOPLE, {"features": (8,)}).network
        whole, few, again = (
            keras().ops.convert_to_numpy(network(rows, training=training)["person"])[:3]
            for rows, training in ((x, False), (x[:3], False), (x, True))
        )
        assert np.allclose(whole, few, atol=1e-4)
        assert not np.allclose(whole, again, atol=1e-2)


def test_features_of_zeros_are_no_trouble() -> None:
    """They have no direction: every label is as likely."""
    network = head_network(head(), PEOPLE, {"features": (8,)}).network

    assert not keras().ops.convert_to_numpy(network(np.zeros((1, 8), np.float32))["person"]).any()


@pytest.mark.parametrize("optimizer", ["adam", "sgd", "adamw"])
def test_directions_keep_length_one_while_they_learn(optimizer: str) -> None:
    """After every step, whatever takes it."""
    afresh(0)
    composed = on_features({"person": head()}, PEOPLE, {"features": (8,)})
    losses, weights = composed.losses()
    composed.training.compile(optimizer, loss=losses, loss_weights=weights, jit_compile=False)
    x = np.random.default_rng(0).normal(size=(24, 8)).astype(np.float32)
    before = composed.training.get_weights()[0]

    for _ in range(5):
        composed.training.train_on_batch(x, {"person": np.arange(24) % 12})

    after = composed.training.get_weights()[0]
    assert not np.allclose(before, after)
    assert np.allclose(np.linalg.norm(after, axis=0), 1, atol=1e-4)


def people(toy: Any) -> Any:
    """Rows of 12 people in 16 features: a direction each, of any length, and noise."""
    rng = np.random.default_rng(1)
    directions = rng.normal(size=(12, 16))

    def rows(given: Any) -> Any:
        who = np.arange(len(given)) % 12
        x = (directions[who] + rng.normal(0, 0.5, (len(who), 16))) * rng.uniform(0.2, 5, (len(who), 1))
        return replace(
            given,
            truth={"person": who},
            weights={"person": np.ones(len(who), np.float32)},
            inputs={"features": x.astype(np.float32)},
        )

    train, val = rows(toy.train), rows(toy.val)
    return lambda h: toy.task(
        {"person": h},
        targets=PEOPLE,
        train=train,
        val=val,
        score=lambda given: float((given["person"].argmax(axis=1) == val.truth["person"]).mean()),
    )


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, {"embedding": 8, "dropout": 0.1}])
def test_people_are_learned(toy: Any, as_a_graph: Any, more: dict[str, Any]) -> None:
    """With the margin in training and without at work; the network is saved by what Keras has."""
    task = people(toy)(head(**more))

    trained = KerasTrainer(epochs=40, batch_size=12, learning_rate=0.02).train(task)

    fitted = trained.heads["person"]
    assert as_a_graph(fitted)
    found = fitted.predict({"features": task.val.inputs["features"]})["person"]
    assert (found.argmax(axis=1) == task.val.truth["person"]).mean() > 0.9
    told = loaded(fitted.state()["network.keras"])(task.val.inputs["features"])
    shares = keras().ops.softmax(told["person"]) if isinstance(told, dict) else told
    assert np.allclose(found, keras().ops.convert_to_numpy(shares), atol=1e-4)


@pytest.mark.slow
def test_a_margin_sets_people_further_apart(toy: Any) -> None:
    """The angles to the own direction become smaller beside those to the others."""
    apart = {}
    for margin in (0.0, 0.5):
        task = people(toy)(head(margin=margin, scale=16.0, embedding=8))
        trained = KerasTrainer(epochs=40, batch_size=12, learning_rate=0.02).train(task)
        found = trained.heads["person"].predict({"features": task.train.inputs["features"]})["person"]
        cosines = np.log(found) / 16  # less a number a row, which plays no part
        who = task.train.truth["person"]
        own = cosines[np.arange(len(who)), who]
        cosines[np.arange(len(who)), who] = -np.inf
        apart[margin] = (own - cosines.max(axis=1)).mean()

    assert apart[0.5] > apart[0.0] + 0.05


def test_it_can_be_saved_and_loaded() -> None:
    """By Keras alone, to the same bits."""
    network = head_network(head(embedding=4), PEOPLE, {"features": (8,)}).network
    x = np.random.default_rng(0).normal(size=(3, 8)).astype(np.float32)

    again = loaded(saved(network))

    assert np.array_equal(
        keras().ops.convert_to_numpy(again(x)["person"]), keras().ops.convert_to_numpy(network(x)["person"])
    )


def test_maps_are_refused() -> None:
    """With their shape."""
    with pytest.raises(ComponentError, match=r"head/arcface takes features \(N, D\).*4, 4, 8"):
        ArcFace().layers({"features": keras().Input((4, 4, 8))}, PEOPLE)


@pytest.mark.parametrize("wrong", [{"scale": 0.0}, {"margin": -0.1}, {"margin": 1.6}, {"embedding": 0}])
def test_parameters_have_bounds(wrong: dict[str, Any]) -> None:
    """What makes no sense is refused when the component is made."""
    with pytest.raises(ValidationError):
        ArcFace(**wrong)
