"""Fitting: kept under its content, and apart where time was short."""

from __future__ import annotations

import json

import numpy as np

from imgfw.stages import fit


def test_what_was_learned_is_kept_and_read_back(recipe, walk):
    """The second time nothing is learned, and the parts are the same."""
    first, _, made = walk(recipe)
    second, _, again = walk(recipe)

    assert (made["fit"], again["fit"]) == (36, 0)
    assert second.bundle.digest == first.bundle.digest
    assert second.history == first.history == ()


def test_what_may_have_been_cut_short_does_not_pass_for_the_whole(recipe, walk):
    """A run with a time limit keeps what it learned under a key of its own."""
    walk(recipe, time_limit=1.0)

    _, _, made = walk(recipe)
    _, _, again = walk(recipe, time_limit=1.0)

    assert (made["fit"], again["fit"]) == (36, 0)


def test_what_is_kept_is_whole(recipe, walk, tmp_path):
    """A part for each head, and the history."""
    walk(recipe)

    (folder,) = (tmp_path / "store" / "fit").iterdir()
    assert json.loads((folder / "history.json").read_text()) == []
    assert (folder / "head-0" / "part.json").is_file()


def test_heads_learn_from_train_and_choose_on_val_as_it_is(recipe, walk, changed, monkeypatch):
    """Labels weigh as the recipe says in learning alone; seed and deadline are those of the run."""
    seen, made = [], fit.fit

    def watched(heads, task, trainer, **more):
        seen.append(task)
        return made(heads, task, trainer, **more)

    monkeypatch.setattr(fit, "fit", watched)

    attempt, _, _ = walk(
        changed(recipe, seed=5, weights={"colour": {"red": 3.0}}), time_limit=60.0, begun=7.0
    )

    (task,) = seen
    for rows, split in ((task.train, "train"), (task.val, "val")):
        assert sorted(s.id for s in rows.samples) == sorted(s.id for s in attempt.samples if s.split == split)
    assert set(task.train.weights["colour"]) == {1.0, 3.0} and set(task.val.weights["colour"]) == {1.0}
    assert (task.seed, task.deadline) == (5, 67.0)


def test_another_teacher_teaches_something_else(recipe, walk, changed, small):
    """What was learned from one is not given for another, and is kept for the same."""
    one, other = (changed(recipe, teacher=small["MeanColour"](factor=factor)) for factor in (2.0, 3.0))

    made = [walk(each)[2]["fit"] for each in (one, other, one, recipe)]

    assert made == [36, 36, 0, 36]


def test_epochs_are_judged_by_the_truth_of_val(recipe, walk, changed, small, monkeypatch):
    """Probabilities in the order of its rows; and rows of a trained backbone weigh alike and never vary."""
    seen, made = [], fit.fit

    def watched(heads, task, trainer, **more):
        truth, (_, val) = task.val.truth["colour"], more["features"](task.backbone)
        told = np.eye(2, dtype=np.float32)[truth]
        seen.append((task.score({"colour": told}), task.score({"colour": told[:, ::-1]}), val))
        return made(heads, task, trainer, **more)

    monkeypatch.setattr(fit, "fit", watched)

    walk(changed(recipe, weights={"colour": {"red": 3.0}}, augmenters=(small["Brighter"](),)))

    ((right, wrong, val),) = seen
    assert (right, wrong) == (1.0, 0.0)
    assert set(val.weights["colour"]) == {1.0} and val.steady
