"""Prototypes: the nearest mean."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from imgfw import ComponentError, Target
from imgfw.formula import computed
from imgfw_sklearn.prototypes import Prototypes

BOTH = pytest.mark.parametrize("distance", ["cosine", "euclidean"])


def asked(fitted, x):
    """What is predicted for rows."""
    return fitted.predict({"features": x})["class"]


def test_the_nearest_mean_is_that_of_scikit_learn(data):
    """Decisions by distance are those of NearestCentroid."""
    wanted = NearestCentroid().fit(data.x, data.classes).predict(data.x)

    found = asked(data.fit(Prototypes(distance="euclidean"), "class", data.classes), data.x)

    assert (found.dtype, found.shape) == (np.float32, (120, 3))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-6)
    assert np.array_equal(found.argmax(axis=1), wanted)


def test_cosines_are_taken_of_directions(data):
    """The softmax of cosines with the mean direction of each label; how long rows are says nothing."""
    rows = data.x / np.linalg.norm(data.x, axis=1, keepdims=True)
    means = np.stack([rows[data.classes == label].mean(axis=0) for label in range(3)])
    logits = rows @ (means / np.linalg.norm(means, axis=1, keepdims=True)).T / 0.3
    wanted = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    fitted = data.fit(Prototypes(temperature=0.3), "class", data.classes)

    assert np.allclose(asked(fitted, data.x), wanted, atol=1e-5)
    assert np.allclose(asked(fitted, 1000 * data.x), wanted, atol=1e-5)


@BOTH
def test_units_do_not_matter(data, distance):
    """Features ten times as large, and those moved far away by distance, give the same probabilities."""
    head = Prototypes(distance=distance)
    plain = asked(data.fit(head, "class", data.classes), data.x)
    moved = 10 * data.x + (0 if distance == "cosine" else 3000)

    class Moved(type(data)):
        """The same data in other units."""

    other = Moved()
    other.x = moved.astype(np.float32)

    assert np.allclose(asked(other.fit(head, "class", data.classes), other.x), plain, atol=2e-3)


@BOTH
def test_one_picture_a_label_is_enough_for_many_labels(data, distance):
    """120 labels of one row each: every row finds itself."""
    target = Target("class", labels=tuple(f"person {row}" for row in range(120)))

    fitted = data.fit(Prototypes(distance=distance), "class", np.arange(120), target=target)

    assert np.array_equal(asked(fitted, data.x).argmax(axis=1), np.arange(120))


@BOTH
def test_less_temperature_is_surer(data, distance):
    """The order of labels stays, the first of them gains."""
    mild, sharp = (
        asked(data.fit(Prototypes(distance=distance, temperature=t), "class", data.classes), data.x)
        for t in (0.5, 0.05)
    )

    assert np.array_equal(mild.argsort(axis=1), sharp.argsort(axis=1))
    assert (sharp.max(axis=1) > mild.max(axis=1)).all()


@BOTH
@pytest.mark.parametrize("temperature", [1e-6, 1e6])
def test_any_temperature_gives_finite_probabilities(data, distance, temperature):
    """Nothing overflows."""
    head = Prototypes(distance=distance, temperature=temperature)

    found = asked(data.fit(head, "class", data.classes), 1e6 * data.x)

    assert np.isfinite(found).all() and np.allclose(found.sum(axis=1), 1, atol=1e-5)


@BOTH
def test_a_label_without_training_rows_has_probability_zero(data, distance):
    """It stays in its column."""
    target = Target("class", labels=("z", "a", "b", "c"))

    found = asked(data.fit(Prototypes(distance=distance), "class", data.classes + 1, target=target), data.x)

    assert found.shape == (120, 4) and (found[:, 0] == 0).all()


@BOTH
def test_rows_without_length_or_variation_are_no_trouble(data, distance):
    """Features that are all zero tell nothing: every label is as likely."""

    class Blank(type(data)):
        """Nothing to see."""

    blank = Blank()
    blank.x = np.zeros((120, 10), np.float32)

    found = asked(blank.fit(Prototypes(distance=distance), "class", data.classes), blank.x)

    assert np.allclose(found, 1 / 3)


def test_unknown_rows_do_not_count_and_weights_do(data):
    """Weight 0 leaves a row out, weight 2 is two rows."""
    weights = np.ones(120, np.float32)
    weights[:40], weights[40] = 0, 2
    rows = np.r_[40, 40:120]
    means = [data.x[rows][data.classes[rows] == label].mean(axis=0) for label in range(3)]

    fitted = data.fit(Prototypes(distance="euclidean"), "class", data.classes, weights)

    assert np.allclose(fitted.state()["means.class"], means, atol=1e-5)


def test_no_known_truth_is_an_error_that_names_the_target(data):
    """There is nothing to take a mean of."""
    with pytest.raises(ComponentError, match='no training row has a known truth for "class"'):
        data.fit(Prototypes(), "class", np.full(120, -1), np.zeros(120, np.float32))


@BOTH
def test_a_restored_head_predicts_the_same_bits(data, distance):
    """Also after labels came and went; labels of any alphabet."""
    head = Prototypes(distance=distance)
    fitted = data.fit(head, "class", data.classes).add('Zoë 東 "x"', data.x[:3]).remove("b")

    again = head.restore(fitted.state())

    assert again.labels == fitted.labels == {"class": ("a", "c", 'Zoë 東 "x"')}
    assert np.array_equal(asked(fitted, data.x), asked(again, data.x))


@BOTH
def test_adding_a_label_is_like_having_learned_it(data, distance):
    """Means with a label added later are those of a fit that had it from the start."""
    head, target = Prototypes(distance=distance), Target("class", labels=("a", "b", "c"))
    two = (data.classes < 2).astype(np.float32)
    fitted = data.fit(head, "class", data.classes, two, Target("class", labels=("a", "b")))

    added = fitted.add("c", data.x[data.classes == 2])

    wanted = data.fit(head, "class", data.classes, target=target)
    assert added.labels == wanted.labels
    assert np.allclose(added.state()["means.class"], wanted.state()["means.class"], atol=1e-6)
    assert fitted.labels == {"class": ("a", "b")}, "what was there does not change"
    assert asked(fitted, data.x).shape == (120, 2)


@BOTH
def test_more_rows_of_a_label_move_its_mean(data, distance):
    """In two steps it becomes what it is in one."""
    head = Prototypes(distance=distance)
    half = (np.arange(120) % 2).astype(np.float32)
    fitted = data.fit(head, "class", data.classes, half)

    for place, name in enumerate("abc"):
        fitted = fitted.add(name, data.x[(half == 0) & (data.classes == place)])

    wanted = data.fit(head, "class", data.classes).state()
    assert np.allclose(fitted.state()["means.class"], wanted["means.class"], atol=1e-6)
    assert np.array_equal(fitted.state()["counts.class"], wanted["counts.class"])


@BOTH
def test_without_a_label_it_is_as_if_it_had_never_been_learned(data, distance):
    """The unit of distance is of those who are left, however far away the one who went was."""
    x = data.x + 30 * (data.classes == 2)[:, None].astype(np.float32)
    two = (data.classes < 2).astype(np.float32)
    head, target = Prototypes(distance=distance), Target("class", labels=("a", "b"))
    fitted, never = (
        head.fit(
            {"features": x}, {"class": data.classes}, {"class": target}, weights={"class": weights},
            groups=[""] * len(x), rng=np.random.default_rng(0),
        )
        for target, weights in ((Target("class", labels=("a", "b", "c")), np.ones_like(two)), (target, two))
    )  # fmt: skip

    left, back = fitted.remove("c"), never.add("c", x[data.classes == 2])

    assert np.allclose(asked(left, data.x), asked(never, data.x), atol=1e-5)
    assert np.allclose(asked(back, x), asked(fitted, x), atol=1e-5)


def test_what_an_earlier_imgfw_kept_has_the_spread_of_then(data):
    """It loads, answers as before and changes; of the unit nothing better is known."""
    head = Prototypes(distance="euclidean")
    fitted = data.fit(head, "class", data.classes)
    state = {key: value for key, value in fitted.state().items() if not key.startswith("apart.")}

    old = head.restore(state)

    assert np.array_equal(asked(old, data.x), asked(fitted, data.x))
    assert old.remove("c").state()["spread.class"] == fitted.state()["spread.class"]
    assert np.array_equal(
        asked(head.restore(old.remove("c").state()), data.x), asked(old.remove("c"), data.x)
    )


def test_removing_what_was_added_leaves_the_bits(data):
    """As if it had never been there."""
    fitted = data.fit(Prototypes(), "class", data.classes)

    again = fitted.add("new", data.x[:1]).remove("new")

    assert np.array_equal(asked(again, data.x), asked(fitted, data.x))


@pytest.mark.parametrize(
    ("features", "told"),
    [
        (np.zeros((2, 9)), r"\(N, 10\).*got \(2, 9\)"),
        (np.zeros(10), r"got \(10,\)"),
        (np.zeros((0, 10)), r"got \(0, 10\)"),
        (np.full((1, 10), np.nan), "finite"),
    ],
)
def test_features_that_do_not_fit_are_refused(data, features, told):
    """With the shape that was expected and the one that came."""
    with pytest.raises(ComponentError, match=told):
        data.fit(Prototypes(), "class", data.classes).add("new", features)


def test_a_label_that_is_not_there_cannot_go(data):
    """The nearest name is told; the last label stays."""
    fitted = data.fit(
        Prototypes(), "class", data.classes, target=Target("class", labels=("ann", "bob", "cy"))
    )

    with pytest.raises(ComponentError, match=r'got "bobb" \(did you mean "bob"'):
        fitted.remove("bobb")
    with pytest.raises(ComponentError, match="is the last label"):
        fitted.remove("ann").remove("bob").remove("cy")


def test_with_several_targets_one_must_be_named(data):
    """Each has a gallery of its own."""
    targets = {"class": data.targets["class"], "other": Target("other", labels=("x", "y"))}
    fitted = Prototypes().fit(
        {"features": data.x},
        {"class": data.classes, "other": data.classes // 2},
        targets,
        weights=dict.fromkeys(targets, np.ones(120, np.float32)),
        groups=[""] * 120,
        rng=np.random.default_rng(0),
    )

    assert fitted.add("z", data.x[:1], target="other").labels == {
        "class": ("a", "b", "c"),
        "other": ("x", "y", "z"),
    }
    with pytest.raises(ComponentError, match="expected a target of class, other, got none"):
        fitted.add("z", data.x[:1])
    with pytest.raises(ComponentError, match='got "colour"'):
        fitted.remove("x", target="colour")


@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
@pytest.mark.parametrize("absent", [None, 1])
def test_its_formula_gives_its_probabilities(data, distance, absent):
    """Far from the origin, and of labels without a training row."""
    weights = np.where(data.classes == absent, 0, 1).astype(np.float32)
    x = data.x + 3
    fitted = Prototypes(distance=distance, temperature=0.2).fit(
        {"features": x},
        {"class": data.classes},
        {"class": data.targets["class"]},
        weights={"class": weights},
        groups=[str(row) for row in range(len(x))],
        rng=np.random.default_rng(0),
    )

    found = computed(fitted.steps()["class"], x)

    assert np.abs(found - asked(fitted, x)).max() < 1e-5
