"""What can be clicked about the label of a sample."""

from __future__ import annotations

import json

from imgfw import Sample, Target
from imgfw_report.choices import Choices, choices
from imgfw_report.doubts import Doubt

KIND = Target("kind", "classes", ("cat", "dog", "owl"))
MANY = Target("kind", "classes", tuple(f"label {number:02}" for number in range(40)))


def clicked(labels, target, likely=(), **more) -> Choices:
    """The choices of a sample with these labels."""
    given = {target.name: labels} if labels is not None else {}
    return choices(Doubt(Sample("a.jpg", labels=given, **more), "why", likely), target, "pick-0", "labels-0")


def test_of_labels_that_exclude_each_other_one_is_clicked():
    """First what is kept, then the others in their order."""
    found = clicked(("dog",), KIND)

    assert (found.kind, found.name, found.reason, found.listed) == ("radio", "pick-0", "why", "")
    assert [(each.label, each.holds, each.kept) for each in found.choices] == [
        ("dog", True, True),
        ("cat", False, False),
        ("owl", False, False),
    ]


def test_what_nobody_knows_may_stay_unknown():
    """Every label is another."""
    found = clicked(None, KIND)

    assert [each.label for each in found.choices] == ["", "cat", "dog", "owl"]


def test_of_several_labels_those_that_hold_are_ticked():
    """All are offered."""
    found = clicked(("x",), Target("tags", "multi-label", ("w", "x")))

    assert found.kind == "checkbox"
    assert [(each.label, each.holds) for each in found.choices] == [("w", False), ("x", True)]


def test_of_many_labels_the_likely_are_offered():
    """And a list of all."""
    found = clicked(("label 30",), MANY, likely=("label 07", "label 03"))

    assert [each.label for each in found.choices] == ["label 30", "label 03", "label 07"]
    assert found.listed == "labels-0"


def test_numbers_are_typed():
    """Also where they are cut into labels, since corrections count before that."""
    cut = Target("quality", "ordinal", ("low", "high"), (5.0,))

    assert (clicked(4.25, Target("age", "number")).kind, clicked(4.25, KIND).kind) == ("number", "radio")
    assert clicked(4.25, Target("age", "number")).number == "4.25"
    assert (clicked(("low",), cut).kind, clicked(("low",), cut).number) == ("number", "")


def test_names_are_those_of_the_table():
    """With odd bytes spelled out, and all that lies within an attribute as JSON."""
    target = Target("kind", "classes", ("caf\udce9\r\n", "b"))
    sample = Sample("\udce9,\n.jpg", labels={"kind": ("b",)}, copies=("\udcea.jpg",))

    found = choices(Doubt(sample), target, "pick-0", "")

    assert json.loads(found.row) == ["\\udce9,\n.jpg", "kind"]
    assert json.loads(found.copies) == ["\\udcea.jpg"]
    assert json.loads(found.choices[1].value) == "caf\\udce9\r\n"
    assert "\n" not in found.row + found.choices[1].value
