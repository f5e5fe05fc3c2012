"""The result of a run as people read it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from imgfw.cli.summary import summary

SCORE = {"value": 0.9, "low": 0.8, "high": 0.95, "n": 40, "unknown": 0, "reason": ""}


@pytest.fixture
def outcome(tmp_path: Path):
    """Makes an outcome with these changes to its scores."""

    def made(leaderboard: tuple = (), **changes: Any) -> Any:
        scores = {
            "scores": {"quality": {"val": {"accuracy": SCORE}, "test": {"accuracy": SCORE}}},
            "baseline": {"quality": {"label": "good", "accuracy": 0.55}},
            "trust": {"certificate": {"text": "no leaks: 40 samples"}, "shortcuts": [], "probe": None},
        }
        return SimpleNamespace(scores=scores | changes, leaderboard=leaderboard, folder=tmp_path / "run 1")

    return made


def lines(outcome: Any, *plugins: Path) -> list[str]:
    """The summary as lines."""
    return summary(outcome, plugins).splitlines()


def test_figures_have_intervals_and_a_baseline(outcome):
    """The test split, its figures, and what saying the commonest label would come to."""
    told = lines(outcome())

    assert "quality on 40 test samples" in told
    assert "  accuracy                 0.900   0.800 to 0.950" in told
    assert "  always good              0.550   accuracy, for comparison" in told
    assert "no leaks: 40 samples" in told


def test_without_an_interval_the_reason_stands_there(outcome):
    """A figure that is undefined, and one whose interval cannot be known, say why."""
    undefined = SCORE | {"value": None, "low": None, "reason": "undefined here"}
    alone = SCORE | {"low": None, "reason": "one group"}
    scores = {"a": {"test": {"x": undefined}}, "b": {"val": {"x": alone}}, "c": {}}

    told = lines(outcome(scores=scores, baseline={}))

    assert "  x                        undefined here" in told
    assert "  x                        0.900   no interval: one group" in told
    assert "b on 40 val samples" in told and "c: no metric scores it" in told


def test_long_names_of_figures_do_not_move_what_stands_behind_them(outcome):
    """All figures of a target, and the baseline, begin in one column; a name beyond all measure is alone."""
    figures = {"f1": SCORE, "average-precision:landscape": SCORE, "x" * 60: SCORE}

    told = lines(outcome(scores={"quality": {"test": figures}}))

    begins = {line.split()[0]: line.index("0.") for line in told if "0.9" in line or "always" in line}
    assert begins == {"f1": 51, "average-precision:landscape": 51, "x" * 60: 63, "always": 51}


def test_a_target_that_is_scored_on_nothing_is_warned_of(outcome):
    """Nobody takes an empty table for a result; a target without figures has nothing to warn of."""
    nothing = SCORE | {"value": None, "low": None, "n": 0, "reason": "no sample with a known truth"}
    scores = {"a": {"test": {"x": nothing, "y": nothing}}, "b": {"test": {"x": SCORE, "y": nothing}}, "c": {}}

    told = lines(outcome(scores=scores, baseline={}))

    warning = "  WARNING: scored on nothing, for no test sample has a known label; give it some"
    assert told[told.index("a on 0 test samples") + 1] == warning and told.count(warning) == 1


def test_what_speaks_against_the_scores_is_told(outcome):
    """Shortcuts are warnings; the probe has a line where it was asked for."""
    trust = {
        "certificate": {"text": "no leaks"},
        "shortcuts": [{"text": "brightness alone tells quality"}],
        "probe": {"text": "accuracy on shuffled labels 0.51: no leak seen"},
    }

    told = lines(outcome(trust=trust))

    assert "WARNING: brightness alone tells quality" in told
    assert "probe: accuracy on shuffled labels 0.51: no leak seen" in told


def test_cleaned_and_folded_scores_stand_beside(outcome):
    """Their first figure is told with its n."""
    other = {"scores": {"quality": {"accuracy": SCORE | {"n": 37}}}}

    told = lines(outcome(cleaned=other, folds=other))

    wanted = "accuracy 0.900   0.800 to 0.950 (n = 37)"
    assert f"  without what cleaners would drop: {wanted}" in told
    assert f"  all folds as val: {wanted}" in told


def test_candidates_are_ranked(outcome):
    """Each with its figure on val, the chosen one marked."""
    board = tuple(
        {"candidate": name, "best": "quality/accuracy", "val": val, "chosen": name == "b"}
        for name, val in (("b", 0.9), ("a", None))
    )

    told = lines(outcome(leaderboard=board))

    assert "candidates by quality/accuracy on val" in told
    assert "  b                        0.900   chosen" in told and "  a                        -" in told


def test_what_to_try_next_can_be_pasted(outcome):
    """Odd paths are quoted, and plugin files are named again."""
    told = lines(outcome(), Path("my plugin.py"))

    assert told[-1].startswith("try       imgfw predict '") and "--plugin 'my plugin.py'" in told[-1]


def test_names_stay_on_their_line(outcome):
    """A label with a line break or an escape cannot move the cursor."""
    told = summary(outcome(baseline={"quality": {"label": "a\nb\x1b[2J", "accuracy": 0.5}}))

    assert "\x1b" not in told and "always a" in told


def test_what_was_decided_is_told(outcome):
    """Temperature, thresholds that differ, and what sets and refusals came to on the split that is judged."""
    decision = {"temperature": 1.72, "thresholds": {"a": 0.2, "b": 0.75, "c": None}, "notes": ["c: never"]}
    share = SCORE | {"value": 0.91}
    held = {
        "coverage": share,
        "set_size": 1.4,
        "found": share,
        "false_accepts": SCORE | {"value": 0.05, "low": 0.01},
    }

    told = lines(outcome(decisions={"quality": decision}, held={"test": {"quality": held}}))

    first = told.index("  probabilities at temperature 1.72")
    assert told[first : first + 7] == [
        "  probabilities at temperature 1.72",
        "  thresholds from 0.200 to 0.750, by label",
        "  c: never",
        "  true label in the set    0.910   0.800 to 0.950",
        "  labels in a set          1.400",
        "  known, and found         0.910   0.800 to 0.950",
        "  false accepts            0.050   0.010 to 0.950",
    ]


def test_where_nothing_was_fitted_nothing_is_told(outcome):
    """A temperature of 1, and one threshold for all; so it is with runs of earlier versions."""
    decision = {"temperature": 1.0, "thresholds": {"a": 0.5, "b": 0.5}, "notes": []}

    assert lines(outcome(decisions={"quality": decision}, held={"test": {}})) == lines(outcome())


def test_what_unknown_was_fitted_on_is_told(outcome):
    """How many strangers, how many of their pictures it takes for somebody, and how many new ones it may."""
    accepts = {"share": 0.02, "low": 0.01, "high": 0.08, "samples": 1000, "strangers": 99}
    decision = {"temperature": 1.0, "thresholds": {}, "notes": [], "unknown": 0.75, "false_accepts": accepts}

    told = lines(outcome(decisions={"quality": decision}))

    assert (
        "  unknown below 0.750: of 99 strangers 0.020 of 1,000 pictures are accepted; of new ones "
        "0.010 to 0.080"
    ) in told


def test_many_notes_are_counted(outcome):
    """The first five are told, the others counted; all stand in scores.json."""
    decision = {"temperature": 1.0, "thresholds": {}, "notes": [f"l{i}: few" for i in range(8)]}

    told = lines(outcome(decisions={"quality": decision}))

    assert "  l4: few" in told and "  l5: few" not in told
    assert "  and 3 more such labels, see decisions in scores.json" in told


def refined(*trials: tuple[dict[str, Any], float | None, str], **more: Any) -> dict[str, Any]:
    """A refinement of these changes, what each came to, and what is said of it."""
    records = [
        {"order": n, "change": change, "val": val, "kept": said == "kept", "reason": said.replace("kept", "")}
        for n, (change, val, said) in enumerate(trials, 1)
    ]
    return {"from": "a", "search": "greedy", "epochs": 1, "trials": records, "untried": 0, **more}


def test_a_refinement_is_told_trial_by_trial(outcome):
    """In order, with what was better and what failed."""
    units, rate = {"head.0.units": [64]}, {"head.0.units": [64], "train.learning_rate": 0.1}
    trials = refined(
        ({}, 0.7, ""), (units, 0.8, "kept"), (rate, None, "failed: the loss is nan\nin epoch 1"), untried=3
    )

    told = lines(outcome(refined=trials))

    first = told.index("a refined by greedy search, 1 epoch a trial")
    assert told[first + 1 : first + 5] == [
        "     1  as it is                                         0.700",
        "     2  head.0.units = [64]                              0.800   better",
        "     3  head.0.units = [64], train.learning_rate = 0.1   -       failed: the loss is nan",
        "  for 3 more there was no time",
    ]


def test_of_many_trials_the_better_ones_are_told(outcome):
    """The sequence of bests; the others are counted."""
    many = [({"augment.per_sample": n}, n / 100, "kept" if n % 10 == 0 else "") for n in range(1, 40)]

    told = lines(outcome(refined=refined(({}, 0.0, ""), *many, search="grid", epochs=None)))

    first = told.index("a refined by grid search")
    assert [line.split()[0] for line in told[first + 1 : first + 5]] == ["1", "11", "21", "31"]
    assert told[first + 5] == "  36 more were no better, see refined in scores.json"


def test_of_many_candidates_the_best_are_told(outcome):
    """The others are counted."""
    board = tuple({"candidate": f"c{n}", "best": "b", "val": -n, "chosen": n == 0} for n in range(30))

    told = lines(outcome(leaderboard=board))

    assert sum(line.startswith("  c") for line in told) == 20
    assert "  and 10 more, see leaderboard in scores.json" in told
