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


def test_what_is_right_on_average_may_be_wrong_in_every_bar(outcome, page_of):
    """Too sure above and not sure enough below, as the mean over all does not tell."""
    truth = [1] * 2 + [0] * 38 + [1] * 12 + [0] * 28
    said = [[0.71, 0.29]] * 40 + [[0.95, 0.05]] * 40

    figure = shown(page_of, outcome({"class": (CLASSES, truth, said, [0] * 80)}))

    text = " ".join(figure.says)
    assert "83.0% was said of 80 samples, and 82.5% is right: no more apart" in text
    assert "2 of 2 bars lie further from the line than chance may bring." in text
    assert "Farthest is 0.93 to 1.00: 95.0% was said of 40, and 70.0% is right." in text
    assert "calibrate = true" in text


def test_one_bar_of_many_may_miss_by_chance(outcome, page_of):
    """Of ten intervals of 95 % one does so often."""
    said = np.repeat(np.linspace(0.55, 0.95, 5), 40)
    right = np.repeat([0.55, 0.65, 0.75, 0.85, 0.8], 40)
    truth = [int(at % 40 >= 40 * share) for at, share in enumerate(right)]

    given = {"class": (CLASSES, truth, np.stack([said, 1 - said], 1), [0] * 200)}

    assert "bars lie further" not in " ".join(shown(page_of, outcome(given)).says)


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
