"""The section `calibration`."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.calibration import Calibration

CLASSES = Target("class", "classes", ("a", "b"))


def run(outcome, said, right, **more):
    """A run of 40 samples that are said with this probability, of which this share is right."""
    truth = [0] * round(40 * right) + [1] * (40 - round(40 * right))
    return outcome({"class": (CLASSES, truth, [[said, 1 - said]] * 40, [0] * 40)}, **more)


def document(temperature=1.0, **scores):
    """The content of scores.json."""
    decisions = {"class": {"thresholds": {}, "unknown": 0.0, "temperature": temperature}}
    given = {"class": {"test": scores}}
    return {"scores": given, "confusion": {}, "baseline": {}, "decisions": decisions}


def shown(page_of, given):
    """The only figure."""
    (figure,) = Calibration().show(page_of(given))
    return figure


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Calibration)


def test_bars_are_those_of_the_rows(outcome, page_of):
    """How many, what was said, what is right."""
    figure = shown(page_of, run(outcome, 0.9, 0.75))

    assert "said 0.87 to 0.93: 40, on average 0.900, right 0.750" in figure.html
    assert "The expected calibration error is 0.150." in figure.says[0]
    assert (
        "On average 90.0% was said of 40 samples, and 75.0% is right: it is surer than it should be."
        in figure.says[1]
    )


@pytest.mark.parametrize(
    ("said", "right", "temperature", "told"),
    [
        (0.6, 0.9, 1.0, "less sure than it could be."),
        (0.9, 0.9, 1.0, "and 90.0% is right: no more apart than chance may bring."),
        (0.9, 0.5, 1.0, "calibrate = true"),
        (0.9, 0.9, 1.5, "A temperature of 1.5 was fitted on val: it made probabilities less sure."),
        (0.9, 0.9, 0.5, "made probabilities surer."),
    ],
)
def test_what_it_says_follows_the_gap(outcome, page_of, said, right, temperature, told):
    """Too sure, not sure enough, and what brings them together."""
    figure = shown(page_of, run(outcome, said, right, scores=document(temperature)))

    assert told in " ".join(figure.says)


def test_a_gap_within_the_interval_is_no_fault(outcome, page_of):
    """Chance may bring it; nothing is advised."""
    figure = shown(page_of, run(outcome, 0.8, 0.75))

    assert "75.0% is right: no more apart than chance may bring." in figure.says[1]
    assert len(figure.says) == 2 and 'class="whisker"' in figure.html


def test_what_is_asked_for_already_is_not_advised(outcome, page_of):
    """As where no temperature could be fitted."""
    recipe = {"name": "x", "decide": {"calibrate": True}}

    figure = shown(page_of, run(outcome, 0.6, 0.9, recipe=recipe))

    assert "less sure than it could be." in figure.says[-1]


def test_bins_and_error_are_those_of_the_metric_where_the_run_has_it(outcome, page_of):
    """The figure of scores.json stands there."""
    recipe = {"name": "x", "metric": [{"use": "ece", "bins": 4}]}
    scores = document(ece={"value": 0.123, "low": None, "high": None})

    figure = shown(page_of, run(outcome, 0.9, 0.75, recipe=recipe, scores=scores))

    assert "said 0.75 to 1.00: 40" in figure.html and "error is 0.123." in figure.says[0]


def test_several_labels_are_counted_together(outcome, page_of):
    """Those that are known; the error is the mean over labels."""
    tags = Target("tags", "multi-label", ("a", "b"))
    truth = [[1, 0], [0, float("nan")]]
    given = {"tags": (tags, truth, np.array([[0.9, 0.1], [0.9, 0.1]], np.float32), [[True, False]] * 2)}

    figure = shown(page_of, outcome(given))

    assert "of 3 probabilities of labels" in figure.says[1]
    assert "is 0.250, the mean over labels." in figure.says[0]


def test_numbers_and_single_labels_have_no_figure(outcome, page_of):
    """There is no probability to judge."""
    number = Target("n", "number")
    one = Target("one", "classes", ("a",))
    given = {"n": (number, [1.0], [[1.0]], [1.0]), "one": (one, [0], [[1.0]], [0])}

    assert list(Calibration().show(page_of(outcome(given)))) == []
