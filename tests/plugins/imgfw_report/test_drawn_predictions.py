"""The section `predictions`."""

from __future__ import annotations

import re

import numpy as np

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.drawn_predictions import DrawnPredictions
from imgfw_report.report import Report

CLASSES = Target("class", "classes", ("a", "b", "c"))
TAGS = Target("tags", "multi-label", ("x", "y"))
AGE = Target("age", "number")
P = np.array([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4], [0.05, 0.9, 0.05], [0.2, 0.2, 0.6]], np.float32)
GIVEN = {"class": (CLASSES, [0, 1, 1, -1], P, [0, 2, 1, -1])}


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(DrawnPredictions)


def test_bars_are_as_long_as_the_probabilities_of_the_run(outcome, written):
    """Of every picture that is shown, with a figure beside."""
    page = written(Report(sections=("predictions",)), outcome(GIVEN))

    lengths = sorted(float(bar["width"]) for bar in page.all("rect") if bar.get("class") == "fill")
    assert np.allclose(lengths, sorted((P * 100).round(2).ravel()), atol=0.01)
    text = " ".join(page.text.split())
    assert "a 70.0 % b 20.0 % c 10.0 %" in re.sub(r"([abc])(\d)", r"\1 \2", text)
    assert "2 of these 3 are right." in text and "none of them" in text


def test_which_pictures_are_shown_is_chance_and_the_same_for_a_seed(outcome, page_of):
    """No more than are asked for; other seeds show others."""
    run = outcome({"class": (CLASSES, [0] * 40, np.tile(P[:1], (40, 1)), [0] * 40)})

    def shown(seed):
        page = page_of(run)
        list(DrawnPredictions(count=5, seed=seed).show(page))
        return [sample["name"] for sample in page.album.opened()["samples"]]

    assert len(shown(0)) == 5
    assert shown(0) == shown(0) != shown(1)


def test_of_several_labels_the_threshold_stands_in_the_bar(outcome, page_of):
    """Where the run has put it."""
    given = {"tags": (TAGS, [[1, 0]], [[0.8, 0.3]], [[True, False]])}
    scores = {"decisions": {"tags": {"thresholds": {"x": 0.25, "y": None}}}}

    (figure,) = DrawnPredictions().show(page_of(outcome(given, scores=scores)))

    assert re.findall(r'class="tick" x="([\d.]+)"', figure.html) == ["25.0"]
    assert "threshold" in figure.says[1] and "1 of these 1 is right in every label" in figure.says[2]


def test_a_number_lies_on_one_scale_with_what_holds(outcome, page_of):
    """From the lowest to the highest of all; what is unknown has no mark."""
    nan = float("nan")
    given = {"age": (AGE, [10.0, 30.0, nan], [[20.0], [30.0], [15.0]], [20.0, 30.0, 15.0])}

    (figure,) = DrawnPredictions().show(page_of(outcome(given)))

    fills = sorted(re.findall(r'class="fill" width="([\d.]+)"', figure.html))
    assert fills == ["100.0", "25.0", "50.0"]
    assert sorted(re.findall(r'class="tick" x="([\d.]+)"', figure.html)) == ["0.0", "100.0"]
    assert figure.says[1] == "Half of these 2 are off by 5 at most. These are all that there are."


def test_what_is_all_there_is_was_not_chosen(outcome, page_of):
    """One of three is chosen, three are all; one is right."""
    run = outcome({"class": (CLASSES, [0, 1, 1], np.tile(P[:1], (3, 1)), [0, 0, 0])})

    (some,) = DrawnPredictions(count=1).show(page_of(run))
    (every,) = DrawnPredictions(count=3).show(page_of(run))

    assert "They were chosen by chance, so this is how it goes" in some.says[1]
    told = "1 of these 3 is right. These are all that there are: they are too few to be a score."
    assert every.says[1] == told


def test_no_pictures_are_no_figure(outcome, page_of):
    """Where none is asked for."""
    assert list(DrawnPredictions(count=0).show(page_of(outcome(GIVEN)))) == []
