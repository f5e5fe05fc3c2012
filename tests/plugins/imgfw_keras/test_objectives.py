from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, Rows, Trained
from imgfw_keras.compose import on_features, on_pixels
from imgfw_keras.dense import Dense
from imgfw_keras.library import afresh, keras
from imgfw_keras.losses import softened, softened_truth
from imgfw_keras.objectives import Lesson, lesson_of, with_match
from imgfw_keras.phases import KerasTeacher, Phase
from imgfw_keras.standard import scales_of
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}
BACKBONE = KerasTeacher(backbone={"use": "any"})
BUNDLE = KerasTeacher(bundle=Path("any"))


def taught(rows: Rows, width: int = 6) -> Rows:
    """The rows with a teacher's features and what it predicts of hue."""
    colours = rows.inputs["features"]
    told = np.abs(np.repeat(colours, 2, axis=1)[:, :width] + 0.1).astype(np.float32)
    told = np.pad(told, ((0, 0), (0, max(0, width - 6))), constant_values=1.0)
    sure = np.clip(colours[:, 0], 0.05, 0.95)
    hue = np.stack([1 - sure, sure], axis=1).astype(np.float32)
    return rows.given("teacher", told).given("teacher:hue", hue)


def trained(toy: Any, backbone: Any, train: Rows | None = None, heads: Any = HUE, **told: Any) -> Trained:
    """What such a trainer makes of taught rows."""
    trainer = KerasTrainer(batch_size=16, learning_rate=0.02, **told)
    return trainer.train(toy.task(heads, backbone, train=train or taught(toy.train)))


def loss(toy: Any, objectives: dict[Any, float], weights: dict[str, float], *targets: str) -> float:
    """What all training rows cost a head as it begins, always the same."""
    afresh(0)
    head, rows = Dense(name="it", targets=targets, loss_weights=weights), taught(toy.train)
    composed = on_features({"it": head}, toy.targets, {"features": (3,)}, scales_of(rows, toy.targets))
    lesson = lesson_of(composed, Phase(objectives=objectives), rows, BUNDLE, "sgd")
    return cost(lesson, rows.inputs["features"])


def cost(lesson: Lesson, given: np.ndarray) -> float:
    """What all rows cost a network as it is."""
    ops = keras().ops
    truth = {name: ops.convert_to_tensor(values) for name, values in lesson.truth.items()}
    shares = {name: ops.convert_to_tensor(values) for name, values in lesson.weights.items()}
    given = ops.convert_to_tensor(given)
    found = lesson.network.compute_loss(given, truth, lesson.network(given), shares)
    return float(keras().ops.convert_to_numpy(found))


def test_objectives_and_targets_weigh_as_asked(toy: Any) -> None:
    """Each objective by its weight, and in each of them a target by its own."""
    labels, soft = (loss(toy, {name: 1.0}, {}, "hue") for name in ("labels", "soft"))
    both = [loss(toy, {"labels": 1.0}, {"red": weight}, "hue", "red") for weight in (1.0, 2.0, 5.0)]

    assert labels != pytest.approx(soft, rel=1e-3)
    assert loss(toy, {"labels": 2.0, "soft": 0.5}, {}, "hue") == pytest.approx(2 * labels + soft / 2)
    assert loss(toy, {"labels": 1.0}, {"hue": 3.0}, "hue") == pytest.approx(3 * labels)
    assert loss(toy, {"soft": 1.0}, {"hue": 3.0}, "hue") == pytest.approx(3 * soft)
    assert both[2] - both[0] == pytest.approx(4 * (both[1] - both[0])) != 0


@pytest.mark.parametrize("temperature", [1.0, 5.0])
def test_soft_labels_are_softened_on_both_sides_and_count_in_every_row(toy: Any, temperature: float) -> None:
    """By one temperature, what the teacher says and what is learned, be a row's own label known or not."""
    afresh(0)
    rows = taught(toy.train)
    weights = rows.truth["hue"].astype(np.float32)
    rows = replace(rows, weights={**rows.weights, "hue": weights})
    composed = on_features(HUE, toy.targets, {"features": (3,)})
    teacher = KerasTeacher(bundle=Path("any"), temperature=temperature)

    lesson = lesson_of(composed, Phase(objectives={"soft": 1.0}), rows, teacher, "sgd")

    (logits,) = lesson.network(rows.inputs["features"]).values()
    told = softened_truth(rows.inputs["teacher:hue"], "softmax", temperature)
    each = keras().ops.convert_to_numpy(softened("softmax", temperature)(told, logits))
    assert each[weights > 0].mean() != pytest.approx(each.mean(), rel=1e-3)
    assert cost(lesson, rows.inputs["features"]) == pytest.approx(float(each.mean()), rel=1e-5)


@pytest.mark.parametrize("objective", ["cosine", "mse"])
def test_features_are_matched_by_angle_or_by_distance(
    toy: Any, stranger: Callable[..., Any], objective: Any
) -> None:
    """1 - the cosine between the network's features and the teacher's, or their mean squared difference."""
    afresh(0)
    rows, backbone = taught(toy.train), stranger()
    composed = on_pixels(backbone, backbone.network(), HUE, toy.targets)
    pixels, theirs = toy.images[:48].astype(np.float32), rows.inputs["teacher"]

    matched = with_match(composed, rows, BACKBONE)
    lesson = lesson_of(matched, Phase(objectives={objective: 1.0}), rows, BACKBONE, "sgd")

    own = keras().ops.convert_to_numpy(next(iter(lesson.network(pixels).values())))
    lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(theirs, axis=1)
    wanted = {
        "cosine": (1 - (own * theirs).sum(axis=1) / lengths).mean(),
        "mse": ((own - theirs) ** 2).mean(),
    }
    assert cost(lesson, pixels) == pytest.approx(float(wanted[objective]), rel=1e-4)


def test_numbers_are_learned_in_deviations_from_the_mean_whoever_tells_them(toy: Any) -> None:
    """Those of the rows and those of a teacher, by the scale of the rows."""
    rows = toy.train.given("teacher:red", 100 + 10 * toy.train.truth["red"][:, None])
    rows = replace(rows, truth={**rows.truth, "red": 50 + 10 * rows.truth["red"]})
    heads = {"red": Dense(name="red", targets=("red",))}
    composed = on_features(heads, toy.targets, {"features": (3,)}, scales_of(rows, toy.targets))

    lesson = lesson_of(composed, Phase(objectives={"labels": 1.0, "soft": 1.0}), rows, BUNDLE, "sgd")

    own, theirs = lesson.truth.values()
    assert (own.mean(), own.std()) == (pytest.approx(0, abs=1e-4), pytest.approx(1, abs=1e-4))
    assert theirs - own == pytest.approx(np.full((48, 1), 50 / rows.truth["red"].std()), rel=1e-4)


@pytest.mark.slow
def test_matching_does_not_look_at_labels(toy: Any, stranger: Callable[..., Any], learned: Any) -> None:
    """With labels permuted, the backbone after a phase of matching has the same bits; heads have others."""
    phases = Phase(epochs=2, objectives={"mse": 1.0}), Phase(epochs=1, freeze="all")
    rows = taught(toy.train)
    permuted = np.random.default_rng(0).permutation(rows.truth["hue"])
    other = replace(rows, truth={**rows.truth, "hue": permuted})

    one = trained(toy, stranger(), phase=phases, teacher=BACKBONE)
    two = trained(toy, stranger(), other, phase=phases, teacher=BACKBONE)

    assert learned(one.encoder) == learned(two.encoder)
    assert learned(one.heads["hue"]) != learned(two.heads["hue"])
    assert [record["val"] is None for record in one.history] == [True, True, False]


@pytest.mark.slow
def test_matching_brings_features_near_the_teachers(toy: Any, stranger: Callable[..., Any]) -> None:
    """The mean squared distance, which is the loss of the phase, falls."""
    phases = Phase(epochs=12, objectives={"mse": 1.0}), Phase(epochs=1, freeze="all")

    history = trained(toy, stranger(), phase=phases, teacher=BACKBONE).history

    assert history[11]["loss"] < 0.5 * history[0]["loss"]


@pytest.mark.slow
def test_a_regulariser_that_weighs_nothing_is_plain_cross_entropy(
    toy: Any, stranger: Callable[..., Any], learned: Any
) -> None:
    """Weight 0 gives the bits of a training without a teacher; any other weight does not."""

    def digest(**told: Any) -> str:
        return str(learned(trained(toy, stranger(), epochs=2, **told).encoder))

    plain = digest()

    assert digest(teacher=BACKBONE, objectives={"labels": 1.0, "cosine": 0.0}) == plain
    assert digest(teacher=BACKBONE, objectives={"labels": 1.0, "cosine": 0.5}) != plain


@pytest.mark.slow
def test_the_loss_is_cross_entropy_and_the_weighted_cosine_distance(
    toy: Any, stranger: Callable[..., Any]
) -> None:
    """Loss = CE + w * mean(1 - cos), on weights that do not move."""

    def loss(weight: float) -> float:
        told: dict[str, Any] = {"objectives": {"labels": 1.0, "cosine": weight}, "teacher": BACKBONE}
        trainer = KerasTrainer(epochs=1, batch_size=48, learning_rate=1e-30, **told)
        task = toy.task(HUE, stranger(), train=taught(replace(toy.train, draw=still)))
        return float(trainer.train(task).history[0]["loss"])

    def still(row: int, epoch: int) -> np.ndarray:
        return toy.images[row].astype(np.float32)

    plain, half, whole = loss(0.0), loss(0.5), loss(1.0)

    assert 0 < whole - plain < 2
    assert half - plain == pytest.approx((whole - plain) / 2, rel=1e-3)


@pytest.mark.slow
def test_teacher_rows_are_those_of_planned_pictures(toy: Any, stranger: Callable[..., Any]) -> None:
    """A phase with a teacher shows the planned variation in every epoch, one without shows others."""
    drawn: list[int] = []

    def draw(row: int, epoch: int) -> np.ndarray:
        drawn.append(epoch)
        return toy.images[row].astype(np.float32)

    phases = Phase(epochs=2, objectives={"mse": 1.0}), Phase(epochs=1)
    trained(toy, stranger(), taught(replace(toy.train, draw=draw)), phase=phases, teacher=BACKBONE)

    assert drawn[:144] == [0] * 96 + [2] * 48


@pytest.mark.slow
def test_other_widths_need_a_named_projection(toy: Any, stranger: Callable[..., Any]) -> None:
    """The error says both widths and what to write; with the projection it trains, and it is left out."""
    rows, phases = taught(toy.train, 9), (Phase(epochs=1, objectives={"mse": 1.0}), Phase(epochs=1))
    with pytest.raises(ComponentError, match=r"as the teacher's 9, got 6.*projection = \"linear\""):
        trained(toy, stranger(), rows, phase=phases, teacher=BACKBONE)

    linear = BACKBONE.model_copy(update={"projection": "linear"})
    result = trained(toy, stranger(), rows, phase=phases, teacher=linear)

    assert result.encoder.encode(_picture(toy)).shape == (6,)


def _picture(toy: Any) -> Any:
    from imgfw import Picture

    return Picture(toy.images[0])


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"teacher": BACKBONE, "objectives": {"labels": 1.0, "mse": 1.0}}, "a backbone that learns"),
        ({"teacher": BACKBONE, "objectives": {"labels": 1.0, "cosine": 1.0}}, "a backbone that learns"),
    ],
)
def test_a_frozen_backbone_cannot_be_matched(toy: Any, told: Any, says: str) -> None:
    """There is nothing that could come nearer."""
    with pytest.raises(ComponentError, match=says):
        trained(toy, None, **told)


def test_a_teacher_that_predicts_nothing_of_use_is_refused(toy: Any) -> None:
    """Soft labels need a target that is trained; the error names those."""
    rows = toy.train.given("teacher", np.zeros((48, 3), np.float32))

    with pytest.raises(ComponentError, match=r"one of the targets that are trained \(hue\)"):
        trained(toy, None, rows, teacher=BUNDLE, objectives={"soft": 1.0})


@pytest.mark.slow
def test_soft_labels_teach_without_labels(toy: Any) -> None:
    """A head that never sees a label comes near to what the teacher predicts."""
    rows = taught(toy.train)
    blind = replace(rows, weights={name: np.zeros_like(v) for name, v in rows.weights.items()})
    told: dict[str, Any] = {"teacher": BUNDLE, "objectives": {"soft": 1.0}, "epochs": 60}

    result = trained(toy, None, blind, **told, schedule="constant", warmup=0.1)

    found = result.heads["hue"].predict({"features": rows.inputs["features"]})["hue"]
    assert np.corrcoef(found[:, 1], rows.inputs["teacher:hue"][:, 1])[0, 1] > 0.9
    vals = [record["val"] for record in result.history]
    assert [record["best"] for record in result.history].index(True) == vals.index(max(vals))
