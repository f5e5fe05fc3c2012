"""The section `learning`."""

from __future__ import annotations

import re

import pytest

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.learning import Learning

CLASSES = Target("class", "classes", ("a", "b"))
GIVEN = {"class": (CLASSES, [0], [[0.2, 0.8]], [1])}
BOARD = ({"candidate": "x", "best": "class/accuracy", "val": 0.7, "chosen": True, "order": 1},)


def epochs(losses, vals, phases=None):
    """A record for each epoch; the best one is the first of the highest."""
    judged = [value for value in vals if value is not None]
    best = vals.index(max(judged)) if judged else -1
    phases = phases or [1] * len(losses)
    return tuple(
        {"phase": p, "epoch": i + 1, "loss": loss, "val": val, "seconds": 0.1, "best": i == best}
        for i, (loss, val, p) in enumerate(zip(losses, vals, phases, strict=True))
    )


def shown(outcome, page_of, history, **more):
    """The only figure."""
    (figure,) = Learning().show(page_of(outcome(GIVEN, history=history, leaderboard=BOARD, **more)))
    return figure


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Learning)


def test_curves_have_a_point_for_every_epoch(outcome, page_of):
    """Loss and val as the history has them, at their places between round numbers."""
    figure = shown(outcome, page_of, epochs([4, 2, 1], [0.2, 0.4, 0.3]))

    loss, val = re.findall(r'd="M([^"]+)"', figure.html)
    assert loss == "46.0 16.0L216.0 118.0L386.0 169.0"
    assert [len(path.split("L")) for path in (loss, val)] == [3, 3]
    assert "Score on val: accuracy" in figure.html and "0.400 at epoch 2" in figure.html


@pytest.mark.parametrize(
    ("losses", "vals", "told", "warned"),
    [
        ([4, 3, 2, 1], [0.1, 0.2, 0.3, 0.4], "still getting better when it ended", False),
        ([4, 2, 1, 0.5], [0.1, 0.6, 0.5, 0.5], "from 2 to 0.5, and val did not rise", True),
        ([4, 2, 1, 0.5], [0.1, 0.2, 0.6, 0.6], "from 1 to 0.5, and val did not rise", False),
        ([4, 2, 2, 2], [0.1, 0.6, 0.5, 0.5], "Epoch 2 of 4 was best on val (0.600), and is kept.", False),
    ],
)
def test_what_it_says_is_what_the_curves_do(outcome, page_of, losses, vals, told, warned):
    """Not ended, overfitting, or nothing of either."""
    figure = shown(outcome, page_of, epochs(losses, vals))

    assert any(told in sentence for sentence in (*figure.says, *figure.warns))
    assert bool(figure.warns) == warned


def test_a_fall_that_chance_may_bring_is_no_warning(outcome, page_of):
    """It is told as it is where the interval of the score on val is wider."""
    score = {"value": 0.7, "low": 0.5, "high": 0.8}
    scores = {"scores": {"class": {"val": {"accuracy": score}}}, "confusion": {}, "baseline": {}}
    history = epochs([4, 2, 1, 0.5], [0.1, 0.6, 0.5, 0.5])

    figure = shown(outcome, page_of, history, scores=scores)

    assert figure.says[-1].startswith("After epoch 2 the loss fell further") and not figure.warns


def test_phases_are_curves_of_their_own(outcome, page_of):
    """With a line where the second begins; one that is not judged has no score."""
    figure = shown(outcome, page_of, epochs([4, 3, 2, 1], [None, None, 0.3, 0.4], [1, 1, 2, 2]))

    assert figure.html.count("<path") == 3
    assert figure.html.count("phase 2</text>") == 1 and figure.html.count('class="rule"') == 2


def test_nothing_that_was_judged_is_told(outcome, page_of):
    """As where features alone are learned."""
    figure = shown(outcome, page_of, epochs([4, 3], [None, None]))

    assert figure.says == ("2 epochs, none of them judged on val: the last one is kept.",)
    assert figure.html.count("<svg") == 1


def test_thresholds_that_were_fitted_afterwards_are_told(outcome, page_of):
    """For the score at the end is not that of the epoch."""
    decisions = {"class": {"thresholds": {"a": 0.2, "b": 0.4}, "unknown": 0.0}}
    scores = {"scores": {}, "confusion": {}, "baseline": {}, "decisions": decisions}

    figure = shown(outcome, page_of, epochs([4, 3], [0.1, 0.3]), scores=scores)

    assert "With what was decided afterwards, thresholds among it, it is 0.700 on val." in figure.says


def test_a_run_without_epochs_has_no_figure(outcome, page_of):
    """Classical heads learn at once."""
    assert list(Learning().show(page_of(outcome(GIVEN)))) == []
