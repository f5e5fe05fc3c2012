"""The section `classes`."""

from __future__ import annotations

import re

import pytest

from imgfw import Sample, Target
from imgfw.progress import Progress
from imgfw.runfolder import RunFolder
from imgfw.stages.classes import HEADER, distribution
from imgfw.testing import check_component
from imgfw_report.classes import MOST, Classes

HOSTILE = "<i>b</i>"
CLASSES = Target("class", "classes", ("a", HOSTILE))
GIVEN = {"class": (CLASSES, [0], [[0.2, 0.8]], [1])}


@pytest.fixture
def shown(outcome, page_of, tmp_path):
    """shown(lines, **more): the figures of a run whose classes.csv has these lines."""

    def figures(lines, **more):
        RunFolder(tmp_path, Progress()).table("classes.csv", HEADER, lines)
        return list(Classes().show(page_of(outcome(GIVEN, folder=tmp_path, **more))))

    return figures


def told(figure):
    """Its text."""
    return " ".join(re.sub("<[^>]+>", " ", figure.html).split())


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Classes)


def test_counts_are_those_of_the_samples(shown):
    """As the core counts them: of each split, after cleaning, and rows after augmenting."""
    places = (
        [("train", "a")] * 12 + [("train", HOSTILE)] * 10 + [("val", "a"), ("test", "a"), ("test", HOSTILE)]
    )
    samples = [
        Sample(f"{i}.jpg", digest=str(i), split=split, labels={"class": (label,)})
        for i, (split, label) in enumerate(places)
    ]
    rows = [(sample, number) for sample in samples[1:22] for number in range(3)]

    (figure,) = shown(distribution({"class": CLASSES}, samples, rows))

    assert told(figure) == (
        "train after cleaning rows after augmenting val test a 12 11 33 1 1 &lt;i&gt;b&lt;/i&gt; 10 10 30 0 1"
    )
    widths = re.findall(r'class="fill" width="([\d.]+)"', figure.html)
    assert widths == ["100.0", "100.0", "83.33", "90.91"]
    assert figure.says == (
        f"a has most training samples, 12, and {HOSTILE} fewest, 10: 1.2 times as many.",
        "After cleaning and augmenting a label has 30 to 33 rows to learn from, 1.1 times as many.",
        "Cleaners took out 1 of a.",
    )
    assert figure.warns == (f"None in val, where epochs, candidates and thresholds are chosen: {HOSTILE}.",)


def test_what_did_not_change_has_no_column(shown):
    """Without cleaners and augmenters there is one number for training."""
    (figure,) = shown([["class", "a", 20, 2, 3, 20, 20], ["class", HOSTILE, 20, 2, 3, 20, 20]])

    assert told(figure) == "train val test a 20 2 3 &lt;i&gt;b&lt;/i&gt; 20 2 3"
    assert figure.says == ("Every label has 20 training samples.",) and not figure.warns


def test_equal_labels_are_told_once(shown):
    """Before and after."""
    (figure,) = shown([["class", "a", 20, 2, 3, 20, 60], ["class", HOSTILE, 20, 2, 3, 20, 60]])

    assert figure.says[1] == "After cleaning and augmenting a label has 60 rows to learn from."


def test_labels_with_too_little_are_warned_of(shown):
    """None to learn from, few, and none to test on."""
    (figure,) = shown([["class", "a", 0, 2, 0, 0, 0], ["class", HOSTILE, 4, 2, 3, 4, 4]])

    assert figure.warns == (
        "Without a training sample, and so never learned: a.",
        f"Fewer than 10 training samples: {HOSTILE} (4). More pictures of it help most.",
        "None in test, so that nothing is known of how well they do: a.",
    )


def test_strangers_need_no_training(shown):
    """They are there to be refused."""
    scores = {"scores": {}, "confusion": {}, "baseline": {}, "decisions": {"class": {"unknown": 0.7}}}

    (figure,) = shown([["class", "a", 0, 2, 1, 0, 0], ["class", HOSTILE, 40, 2, 3, 40, 40]], scores=scores)

    assert figure.warns == ()


def test_of_many_labels_the_rarest_are_listed_and_all_are_drawn(shown):
    """Before and after."""
    (figure,) = shown([["class", f"l{i}", i + 1, 1, 1, i + 1, 2 * i + 2] for i in range(MOST + 5)])

    assert figure.html.count("<tr>") == MOST + 1 and "l59" in figure.html and "l60" not in figure.html
    assert "Training rows after augmenting from 130 to 2, over 65 labels" in figure.html


def test_a_run_of_before_has_no_figure(outcome, page_of, tmp_path):
    """Its folder does not tell."""
    assert list(Classes().show(page_of(outcome(GIVEN, folder=tmp_path)))) == []
