"""Keys: content and components decide."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import pytest

from imgfw import Metric, NeuralHead, Region, Rows, Sample, Target, Teacher, Trainer
from imgfw.line import keys
from imgfw.recipe.decide_table import DecideTable

SAMPLES = [Sample(f"{n}.jpg", stamp=n, digest=n, labels={"t": (n,)}, facts={"width": 3}) for n in "ab"]


def rows(**changes) -> Rows:
    """Two rows."""
    fields = {
        "samples": tuple(SAMPLES),
        "numbers": np.array([0, 0]),
        "truth": {"t": np.array([0, 1])},
        "weights": {"t": np.ones(2, np.float32)},
        "groups": ("a", "b"),
    }
    return Rows(**(fields | changes))


def test_the_survey_is_its_content():
    """Order, names, stamps, places and what is left out do not matter; labels, groups and splits do."""
    moved = [replace(s, uri=f"there/{s.uri}", stamp="9", source=1) for s in SAMPLES[::-1]]
    broken = Sample("c.jpg", digest="c", left_out="broken")

    assert keys.survey_key([*moved, broken]) == keys.survey_key(SAMPLES)
    region = {"region": Region((0, 0, 1, 1))}
    for change in ({"labels": {"t": ("z",)}}, {"group": "g"}, {"split": "test"}, {"digest": "z"}, region):
        assert keys.survey_key([replace(SAMPLES[0], **change), SAMPLES[1]]) != keys.survey_key(SAMPLES)


@pytest.mark.parametrize(
    "change",
    [
        {"numbers": np.array([0, 1])},
        {"truth": {"t": np.array([1, 1])}},
        {"weights": {"t": np.zeros(2, np.float32)}},
        {"groups": ("a", "a")},
        {"samples": tuple(SAMPLES[::-1])},
        {"samples": (replace(SAMPLES[0], region=Region(landmarks=np.zeros((5, 2), np.float32))), SAMPLES[1])},
    ],
)
def test_rows_are_told_apart_by_whatever_is_learned_from(change):
    """Numbers, truth, weights, groups and samples."""
    assert keys.rows_key(rows(**change)) != keys.rows_key(rows())
    assert keys.rows_key(rows()) == keys.rows_key(rows())


def test_fit_is_told_by_what_changes_what_is_learned(recipe, changed, small):
    """Heads, seed, encoder and rows; not the metrics that only score, nor sinks, nor how it is decided."""
    targets = recipe.targets

    def key(recipe=recipe, encoder="e", train=None, val=None, targets=targets, best="t/x") -> str:
        return keys.fit_key(recipe, targets, encoder, train or rows(), val or rows(), best)

    same = [
        key(changed(recipe, metrics=())),
        key(changed(recipe, name="other")),
        key(changed(recipe, decide=DecideTable(threshold=0.1, calibrate=True))),
    ]
    others = [
        key(changed(recipe, seed=1)),
        key(changed(recipe, heads=(small["Means"](name="z", targets=("colour",)),))),
        key(changed(recipe, augmenters=(small["Brighter"](),))),
        key(encoder="f"),
        key(train=rows(groups=("x", "y"))),
        key(val=rows(groups=("x", "y"))),
        key(targets={"colour": Target("colour", labels=("red", "blue"))}),
        key(targets={"colour": Target("colour", "ordinal", ("red", "blue"), (0.5,))}),
        key(targets={"colour": Target("colour", "ordinal", ("red", "blue"), (0.6,))}),
        key(best="t/y"),
    ]

    assert set(same) == {key()}
    assert len({*others, key()}) == len(others) + 1


def test_evaluate_is_told_by_bundle_truth_and_metrics(recipe, changed):
    """A corrected test label evaluates again; another order of metrics is another document."""
    splits = {"test": SAMPLES, "val": []}
    corrected = {"test": [replace(SAMPLES[0], labels={"t": ("b",)}), SAMPLES[1]], "val": []}

    found = {
        keys.evaluate_key("b", recipe, splits),
        keys.evaluate_key("b", recipe, corrected),
        keys.evaluate_key("c", recipe, splits),
        keys.evaluate_key("b", changed(recipe, metrics=()), splits),
        keys.evaluate_key("b", changed(recipe, seed=1), splits),
    }

    assert len(found) == 5


def test_looks_and_pictures_are_told_by_the_decoding_size(small):
    """Another side is another log, and so is another annotator."""
    assert keys.looks_key((), 320) != keys.looks_key((), 640)
    assert keys.looks_key((), 320) != keys.looks_key((small["Darker"](),), 320)
    assert keys.thumbs_key(320) != keys.thumbs_key(640)
    assert keys.pictures_key(320) != keys.pictures_key(None)


class Layers(NeuralHead):
    """A head that a trainer trains."""

    use: Literal["layers"] = "layers"
    trainer: ClassVar[str] = "none"


class Scores(Metric):
    """Any figure."""

    use: Literal["scores"] = "scores"
    beta: float = 1.0

    def gives(self, target):
        """One figure, named after the parameter."""
        return ("share", f"at-{self.beta}")


class Gap(Scores):
    """Scores numbers alone."""

    use: Literal["gap"] = "gap"
    types: ClassVar = ("number",)


def test_metrics_that_choose_epochs_are_part_of_fit(recipe, changed):
    """With a network: the one of `best`, and the first that scores another of its targets; no others."""
    targets = {"colour": Target("colour", labels=("blue", "red")), "size": Target("size", "number")}
    network = changed(recipe, heads=(Layers(name="both", targets=("colour", "size")),), targets=targets)

    def key(*metrics: Metric, heads=network.heads) -> str:
        asked = changed(network, metrics=metrics, heads=heads)
        return keys.fit_key(asked, targets, "e", rows(), rows(), asked.best)

    first = Scores()
    assert (
        key(first, Gap())
        == key(first, Gap(), Gap(beta=2.0))
        == key(first, Gap(), Scores(beta=3.0, target="x"))
    )
    others = [key(Scores(beta=2.0), Gap()), key(first, Gap(beta=2.0)), key(first), key(Gap(), first)]
    assert len({*others, key(first, Gap())}) == 5
    assert key(first, heads=recipe.heads) == key(Scores(beta=2.0), heads=recipe.heads)


@pytest.mark.parametrize(
    "change",
    [
        {"numbers": np.array([0, 1])},
        {"truth": {"t": np.array([1, 1])}},
        {"weights": {"t": np.zeros(2, np.float32)}},
        {"groups": ("a", "a")},
        {"samples": tuple(SAMPLES[::-1])},
    ],
)
def test_val_rows_are_part_of_fit(recipe, change):
    """Epochs are chosen on them."""
    plain, other = (
        keys.fit_key(recipe, recipe.targets, "e", rows(), val, recipe.best)
        for val in (rows(), rows(**change))
    )

    assert plain != other


def test_decide_is_told_by_bundle_val_best_and_metrics(recipe, changed, small):
    """Another metric of the same figure, another figure, another val label, another table: judged again.

    Which labels were learned counts where strangers are to be told from them.
    """
    other = type("Other", (Scores,), {"__annotations__": {"use": str}, "use": "share", "revision": 7})
    corrected = [replace(SAMPLES[0], labels={"t": ("z",)}), SAMPLES[1]]

    def key(bundle="b", recipe=recipe, val=SAMPLES, learned=("x",)) -> str:
        return keys.decide_key(bundle, recipe, val, {"colour": learned})

    asking = changed(recipe, decide=DecideTable(false_accepts=0.5))
    found = [
        key("b", recipe, SAMPLES),
        key("c", recipe, SAMPLES),
        key("b", changed(recipe, best="colour/other"), SAMPLES),
        key("b", recipe, corrected),
        key("b", recipe, SAMPLES[:1]),
        key("b", recipe, [replace(SAMPLES[0], group="g"), SAMPLES[1]]),
        key("b", changed(recipe, metrics=(Scores(),)), SAMPLES),
        key("b", changed(recipe, metrics=(Scores(beta=2.0),)), SAMPLES),
        key("b", changed(recipe, metrics=(other(),)), SAMPLES),
        key("b", changed(recipe, decide=DecideTable(coverage=0.5)), SAMPLES),
        key("b", asking),
        key("b", asking, learned=("x", "y")),
    ]

    assert len(set(found)) == len(found)
    assert key("b", changed(recipe, seed=9, name="z"), SAMPLES) == found[0]
    assert key(learned=("x", "y")) == found[0]


def test_epochs_are_chosen_at_the_thresholds_as_given(recipe, changed):
    """Where a network learns, fixed thresholds are part of fit; what is fitted on val later is not."""
    network = changed(recipe, heads=(Layers(name="colour", targets=("colour",)),), metrics=(Scores(),))

    def key(**table) -> str:
        asked = changed(network, decide=DecideTable(**table), best="colour/share")
        return keys.fit_key(asked, asked.targets, "e", rows(), rows(), asked.best)

    assert len({key(), key(threshold=0.1), key(unknown=0.3)}) == 3
    assert key() == key(aim="f1") == key(calibrate=True) == key(coverage=0.9)


def test_where_a_teacher_lies_does_not_matter(recipe, changed):
    """What it teaches is a key of its own; all else that the trainer is told matters."""

    class School(Trainer):
        use: Literal["school"] = "school"
        teacher: Teacher
        epochs: int = 1

    class Layers(NeuralHead):
        trainer: ClassVar[str] = "school"
        use: Literal["layers"] = "layers"

    def key(path: str, **more) -> str:
        trainer = School(teacher=Teacher(bundle=Path(path)), **more)
        heads = (Layers(name="h", targets=("colour",)),)
        told = changed(recipe, trainer=trainer, heads=heads)
        return keys.fit_key(told, recipe.targets, "e", rows(), rows(), recipe.best)

    assert key("here") == key("there/bundle")
    assert key("here", epochs=2) != key("here")
