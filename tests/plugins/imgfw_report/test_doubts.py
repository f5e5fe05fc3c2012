"""Which labels are worth a look."""

from __future__ import annotations

import numpy as np

from imgfw import Finding, Predictions, Sample, Target
from imgfw_report.doubts import doubts

CLASSES = Target("class", "classes", ("a", "b", "c"))
TAGS = Target("tags", "multi-label", ("x", "y"))
SHARES = [[0.9, 0.1, 0], [0.4, 0.35, 0.25], [0.1, 0.7, 0.2]]
GIVEN = {"class": (CLASSES, [1, 0, 2], SHARES, [0, 0, 1])}


def named(found):
    """The uris of each kind."""
    return {kind: [doubt.sample.uri for doubt in own] for kind, own in found.items()}


def test_what_cleaners_suspect_comes_by_its_score(outcome):
    """With its reason; other cleaners have nothing to do with labels, and what is unknown is passed over."""
    run = outcome(
        GIVEN,
        recipe={"name": "x", "cleaner": [{"use": "label-errors"}, {"use": "blurred"}]},
        findings=(
            Finding("0", "label-errors", "flag", "looks like b", 1.5),
            Finding("1", "label-errors", "flag", "looks like c", 2.5),
            Finding("2", "blurred", "drop", "sharpness 0.08", 0.08),
            Finding("gone", "label-errors", "flag", "looks like b", 9.0),
        ),
    )

    found = doubts(run, CLASSES, ("label-errors",), 5)

    assert [(each.sample.id, each.reason) for each in found["suspected"]] == [
        ("1", "looks like c"),
        ("0", "looks like b"),
    ]


def test_a_cleaner_tells_of_the_target_that_it_names(outcome):
    """Of no other."""
    run = outcome(
        GIVEN | {"tags": (TAGS, np.zeros((3, 2)), np.zeros((3, 2)), np.zeros((3, 2), bool))},
        recipe={"name": "x", "cleaner": [{"use": "label-errors", "target": "tags"}]},
        findings=(Finding("0", "label-errors", "flag", "x", 1.0),),
    )

    assert [d.sample.id for d in doubts(run, TAGS, ("label-errors",), 5)["suspected"]] == ["0"]
    assert doubts(run, CLASSES, ("label-errors",), 5)["suspected"] == ()


def test_a_picture_is_asked_about_once(outcome):
    """What is suspected is no mistake as well, and a mistake is not among the least certain."""
    run = outcome(
        GIVEN,
        recipe={"name": "x", "cleaner": [{"use": "label-errors"}]},
        findings=(Finding("0", "label-errors", "flag", "x", 1.0),),
    )

    found = doubts(run, CLASSES, ("label-errors",), 5)

    assert named(found) == {
        "suspected": ["pictures/0.jpg"],
        "mistaken": ["pictures/2.jpg"],
        "uncertain": ["pictures/1.jpg"],
    }
    assert found["mistaken"][0].likely == ("b", "c", "a")


def test_regions_of_a_picture_are_one(outcome):
    """A correction is one of the picture."""
    samples = tuple(Sample("group.jpg", digest="1", number=number) for number in range(3))

    found = doubts(outcome(GIVEN, samples=samples), CLASSES, (), 5)

    assert named(found) == {"suspected": [], "mistaken": ["group.jpg"], "uncertain": []}


def test_val_is_asked_about_as_well(outcome):
    """Its mistakes rank among those of the test."""
    run = outcome(GIVEN)
    val = Predictions(
        (Sample("val.jpg", digest="v"),),
        {"class": np.array([2])},
        {"class": np.array([[0.02, 0.98, 0]])},
        {"class": np.array([1])},
    )
    run.predictions = {"val": val, "test": run.predictions["test"]}

    assert named(doubts(run, CLASSES, (), 2))["mistaken"] == ["val.jpg", "pictures/0.jpg"]


def test_of_numbers_the_largest_errors_are_told(outcome):
    """None is least certain, and none has labels."""
    age = Target("age", "number")
    run = outcome({"age": (age, [1.0, 5.0], [[2.0], [9.0]], [2.0, 9.0])})

    found = doubts(run, age, (), 1)

    assert named(found) == {"suspected": [], "mistaken": ["pictures/1.jpg"], "uncertain": []}
    assert found["mistaken"][0].likely == ()


def test_without_predictions_there_is_no_doubt(outcome):
    """Nothing was judged."""
    run = outcome({"class": (CLASSES, [], np.zeros((0, 3)), [])}, samples=())

    assert named(doubts(run, CLASSES, (), 3)) == {"suspected": [], "mistaken": [], "uncertain": []}
