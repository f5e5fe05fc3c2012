"""The section `corrections`."""

from __future__ import annotations

import json

import numpy as np
import pytest

from imgfw import Finding, Target
from imgfw.testing import check_component
from imgfw_report.corrections import Corrections
from imgfw_report.report import Report

CLASSES = Target("class", "classes", ("a", "b"))
GIVEN = {"class": (CLASSES, [0, 0], [[0.2, 0.8], [0.6, 0.4]], [1, 0])}
SHOWN = Report(sections=("corrections",))


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Corrections)


def test_every_doubt_can_be_answered(outcome, written):
    """Suspects, mistakes and doubts, each with its picture, its reason and what to click."""
    run = outcome(
        GIVEN | {"class": (CLASSES, [0, 0, 1], [[0.2, 0.8], [0.6, 0.4], [0.1, 0.9]], [1, 0, 1])},
        recipe={"name": "x", "cleaner": [{"use": "label-errors"}]},
        findings=(Finding("2", "label-errors", "flag", 'looks like "a"', 1.0),),
    )

    page = written(SHOWN, run)

    rows = [json.loads(str(each["data-row"])) for each in page.all("fieldset")]
    assert rows == [[f"pictures/{number}.jpg", "class"] for number in (2, 0, 1)]
    for title in ("Suspected label errors", "Most confident mistakes", "Least certain", 'looks like "a"'):
        assert title in page.text
    assert len([each for each in page.all("input") if each["type"] == "radio"]) == 3 * 3
    assert len({each["name"] for each in page.all("input")}) == 3


def test_the_line_for_the_recipe_is_told(outcome, page_of):
    """For each target that is shown, with its name as TOML has it."""
    odd = Target('the "mood"', "classes", ("a", "b"))
    run = outcome(GIVEN | {odd.name: (odd, [0, 0], [[0.2, 0.8], [0.6, 0.4]], [1, 0])})

    first, *_, last = Corrections().show(page_of(run))

    assert '[target.class]\ncorrections = "corrections.csv"' in first.html
    assert "[target.&#34;the \\&#34;mood\\&#34;&#34;]" in first.html
    assert "data-take" in last.html and "0 corrected" in last.html


def test_what_the_run_was_given_is_handed_out_again(outcome, written, tmp_path_factory):
    """The new file stands for all that was ever corrected."""
    path = tmp_path_factory.mktemp("table") / "corrections.csv"
    path.write_text("file,target,label\nz.jpg,class,b\n")
    recipe = {"name": "x", "target": {"class": {"corrections": str(path)}}}

    page = written(SHOWN, outcome(GIVEN, recipe=recipe))

    (table,) = (json.loads(str(each["data-table"])) for each in page.all("div") if "data-table" in each)
    assert table == {
        "file": "corrections.csv",
        "columns": ["file", "target", "label"],
        "rows": [["z.jpg", "class", "b"]],
        "kept": "corrections.csv of selfie-20261124-081500",
    }
    assert "1 label of" in page.text


def test_a_long_list_of_labels_is_there_once(outcome, written):
    """However many pictures are asked about."""
    many = Target("class", "classes", tuple(f"label {number}" for number in range(50)))
    shares = np.full((3, 50), 0.02)

    page = written(SHOWN, outcome({"class": (many, [0, 1, 2], shares, [3, 3, 2])}))

    assert len(page.all("option")) == 50
    assert [each["list"] for each in page.all("input") if "list" in each] == ["labels-0"] * 3


def test_pictures_are_shared_out_among_targets(outcome, page_of):
    """So that a page of many targets is no longer than one of one."""
    targets = {
        name: (Target(name, "classes", ("a", "b")), [0] * 9, [[0.2, 0.8]] * 9, [1] * 9) for name in "xyz"
    }

    figures = list(Corrections(count=6).show(page_of(outcome(targets))))

    assert [figure.html.count("<fieldset") for figure in figures if figure.target] == [2] * 6


def test_of_a_number_nobody_is_sure(outcome, page_of):
    """It says which errors are largest."""
    age = Target("age", "number")
    page = page_of(outcome({"age": (age, [30.0, 40.0], [[50.0], [41.0]], [50.0, 41.0])}))

    (largest,) = [figure for figure in Corrections().show(page) if figure.title]

    assert (largest.title, largest.says) == (
        "Largest errors",
        ("What the model says is farthest from these.",),
    )


@pytest.mark.parametrize("number", [0, 1])
def test_what_a_correction_reaches_is_told(outcome, page_of, number):
    """Where samples are regions of pictures."""
    run = outcome(GIVEN)
    run.samples = tuple(type(each)(each.uri, digest=each.digest, number=number) for each in run.samples)

    first, *_ = Corrections().show(page_of(run))

    assert any("whole picture" in sentence for sentence in first.says) == bool(number)


def test_without_doubt_there_is_no_section(outcome, page_of):
    """Nothing was judged."""
    run = outcome({"class": (CLASSES, [], np.zeros((0, 2)), [])}, samples=())

    assert list(Corrections().show(page_of(run))) == []
