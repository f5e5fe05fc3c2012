"""A recipe in a few lines."""

from __future__ import annotations

import tomllib

from imgfw import Target
from imgfw_report.recipe_parts import RecipePart, recipe_parts

CLASSES = Target("class", "classes", ("a", "b"))
TEXT = """
[[source]]
use = "folder"
path = "pictures"
type = "classes"

[augment]
per_sample = 4
original = true
per_class_at_least = 0
most_per_sample = 50

[[augmenter]]
use = "flip"
rate = 0.5

[[augmenter]]
use = "rotate"
degrees = 20.0
border = "mirror"

[backbone]
use = "small-cnn"
size = 64
weights = "none"
dropout = 0.25

[[head]]
use = "dense"
name = "who"
targets = ["who", "age"]
units = [128]
activation = "relu"

[train]
use = "keras"
epochs = 20
batch_size = 64
learning_rate = 0.001
optimizer = "adam"

[[train.phase]]
epochs = 5
learning_rate = 0.001
freeze = "all"

[decide]
threshold = 0.5
aim = "f1"
calibrate = false
"""


def parts(outcome, text, history=({"epoch": 1},)):
    """The parts of a recipe."""
    run = outcome({"class": (CLASSES, [], [], [])}, samples=(), history=history)
    return list(recipe_parts(tomllib.loads(text), run))


def test_parts_are_told_with_what_is_not_as_by_default(outcome):
    """And with what matters most, by default or not."""
    found = parts(outcome, TEXT)

    assert found == [
        RecipePart("source", "folder", ('path = "pictures"',)),
        RecipePart("augment", "", ("per_sample = 4",)),
        RecipePart("augmenter", "flip", ()),
        RecipePart("augmenter", "rotate", ("degrees = 20.0",)),
        RecipePart("backbone", "small-cnn", ("size = 64", 'weights = "none"', "dropout = 0.25")),
        RecipePart("head", "dense for who, age", ("units = [128]",)),
        RecipePart("trainer", "keras", ("epochs = 20", "batch_size = 64", "learning_rate = 0.001")),
        RecipePart("phase", "1", ("epochs = 5", 'freeze = "all"')),
        RecipePart("decide", "", ('aim = "f1"',)),
    ]


def test_a_trainer_that_trained_nothing_is_no_part(outcome):
    """Every recipe has one, and not every head needs it."""
    kinds = [part.kind for part in parts(outcome, TEXT, history=())]

    assert "head" in kinds and not {"trainer", "phase"} & set(kinds)


def test_everything_is_told_of_what_nobody_provides_any_more(outcome):
    """Its defaults are not known."""
    assert parts(outcome, '[backbone]\nuse = "lost"\ndepth = 3\n') == [
        RecipePart("backbone", "lost", ("depth = 3",))
    ]


def test_a_recipe_without_parts_has_none(outcome):
    """No line is made up."""
    assert parts(outcome, 'name = "x"\n') == []
