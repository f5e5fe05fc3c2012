"""Refining the best candidate: what is tried, what is kept, and what is not done twice."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import imgfw
from imgfw.errors import RunError
from imgfw.line.refining import Refining, refined
from imgfw.progress import Progress
from imgfw.recipe.refinement import Refinement, RefineTable

GUESSES = '''
"""A head whose skill is known, and a count of all that is encoded and fitted."""

import os
from pathlib import Path
from typing import Literal

import numpy as np

from imgfw import Backbone, ComponentError, Head, RunError, hookimpl


def count(what):
    """One more."""
    with Path(os.environ["COUNTED"]).open("a") as file:
        file.write(what + "\\n")


class Counted(Backbone):
    """The mean of red, green and blue."""

    use: Literal["counted"] = "counted"

    def encode(self, picture):
        """Three numbers."""
        count("encoded")
        return picture.image.mean(axis=(0, 1)).astype(np.float32)


class Guessing:
    """Right for so many of ten."""

    def __init__(self, skill):
        self.skill = skill

    def predict(self, inputs):
        """Blue or red."""
        rows = inputs["features"]
        right = np.round(rows[:, 1]).astype(int) // 2 % 10 < self.skill
        red = (rows[:, 0] > rows[:, 2]) == right
        return {"colour": np.stack([~red, red], axis=1).astype(np.float32)}

    def state(self):
        """The skill."""
        return {"skill": np.array(self.skill)}


class Guess(Head):
    """A head of so much skill."""

    use: Literal["guess"] = "guess"
    skill: int = 4
    more: int = 0
    fail: bool = False
    stop: bool = False

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        """Nothing to learn."""
        if self.fail:
            raise ComponentError("head/guess: no idea")
        if self.stop and os.environ.get("STOP"):
            raise RunError("the power is gone")
        count("fitted")
        return Guessing(self.skill + self.more)

    def restore(self, state):
        """The skill."""
        return Guessing(int(state["skill"]))


class Other(Head):
    """A head without any parameter."""

    use: Literal["other"] = "other"

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        """It knows half."""
        return Guessing(5)

    def restore(self, state):
        """The skill."""
        return Guessing(int(state["skill"]))


@hookimpl
def imgfw_backbones():
    """Counted."""
    return [Counted]


@hookimpl
def imgfw_heads():
    """Guesses."""
    return [Guess, Other]
'''
RECIPE = """
name = "guesses"
source = [{ use = "colours", count = 100 }]
split = { exact = true, train = 0.2, val = 0.6, test = 0.2 }
backbone = { use = "counted" }
head = [{ use = "guess" }]
metric = [{ use = "share" }]
"""


@pytest.fixture
def go(tmp_path: Path, small_plugin: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., imgfw.Outcome]:
    """Runs the recipe with more sections."""
    (tmp_path / "guesses.py").write_text(GUESSES)
    monkeypatch.setenv("COUNTED", str(tmp_path / "counted"))

    def gone(more: str, *sets: str, **fields: Any) -> imgfw.Outcome:
        (tmp_path / "counted").write_text("")
        (tmp_path / "recipe.toml").write_text(RECIPE + more)
        plugins = [small_plugin, tmp_path / "guesses.py"]
        return imgfw.run(
            tmp_path / "recipe.toml", sets=sets, runs=tmp_path / "runs", plugins=plugins, **fields
        )

    return gone


@pytest.fixture
def counted(tmp_path: Path) -> Callable[[], dict[str, int]]:
    """How often something was done in the last run."""

    def found() -> dict[str, int]:
        lines = (tmp_path / "counted").read_text().splitlines()
        return {what: lines.count(what) for what in ("encoded", "fitted")}

    return found


def trials(outcome: imgfw.Outcome) -> list[tuple[dict[str, Any], float | None, bool]]:
    """What was changed, what it came to, and whether it was kept."""
    refined = json.loads((outcome.folder / "scores.json").read_text())["refined"]
    assert [trial["order"] for trial in refined["trials"]] == list(range(1, len(refined["trials"]) + 1))
    return [
        (t["change"], None if t["val"] is None else round(t["val"], 1), t["kept"]) for t in refined["trials"]
    ]


GREEDY = """
[refine.values]
"head.0.skill" = [3, 6, 4, 8, 7]
"head.0.more" = [0, -1, 1, 1_0]
"""


def test_greedily_each_parameter_is_tried_on_top_of_what_was_kept(go):
    """Only what is strictly better stays; what is as it was, is not tried; the best goes on to be judged."""
    outcome = go(GREEDY)

    assert trials(outcome) == [
        ({}, 0.4, False),
        ({"head.0.skill": 3}, 0.3, False),
        ({"head.0.skill": 6}, 0.6, True),
        ({"head.0.skill": 8}, 0.8, True),
        ({"head.0.skill": 7}, 0.7, False),
        ({"head.0.skill": 8, "head.0.more": -1}, 0.7, False),
        ({"head.0.skill": 8, "head.0.more": 1}, 0.9, True),
        ({"head.0.skill": 8, "head.0.more": 10}, 1.0, True),
    ]
    assert [(e["candidate"], e["chosen"], e["order"]) for e in outcome.leaderboard] == [
        ("guesses, refined", True, 2),
        ("guesses", False, 1),
    ]
    assert outcome.scores["scores"]["colour"]["test"]["share"]["value"] == 1.0


def test_a_grid_tries_every_combination(go):
    """The sequence of bests is marked; of equals the first is kept."""
    outcome = go('[refine]\nsearch = "grid"\nvalues.head.0.skill = [4, 5]\nvalues.head.0.more = [0, 1]\n')

    assert [(round(val, 1), kept) for _, val, kept in trials(outcome)] == [
        (0.4, False),
        (0.5, True),
        (0.5, False),
        (0.6, True),
    ]
    assert trials(outcome)[-1][0] == {"head.0.skill": 5, "head.0.more": 1}


def test_the_best_candidate_is_refined(go):
    """Of those that are named; what wins in the end is the best of all."""
    more = '[[candidate]]\nname = "good"\nhead = [{ skill = 6 }]\n[[candidate]]\nname = "best"\n'
    more += 'head = [{ skill = 9 }]\n[refine]\nfrom = ["guesses", "good"]\nvalues.head.0.more = [1]\n'

    outcome = go(more)

    assert outcome.scores["refined"]["from"] == "good"
    assert [(e["candidate"], round(e["val"], 1)) for e in outcome.leaderboard] == [
        ("best", 0.9),
        ("good, refined", 0.7),
        ("good", 0.6),
        ("guesses", 0.4),
    ]
    assert [e["chosen"] for e in outcome.leaderboard] == [True, False, False, False]


def test_nothing_better_leaves_the_candidates_alone(go):
    """Equal is not better."""
    outcome = go("[refine.values]\nhead.0.more = [-1]\nhead.0.stop = [true]\n")

    assert [entry["candidate"] for entry in outcome.leaderboard] == ["guesses"]
    assert [kept for *_, kept in trials(outcome)] == [False, False, False]
    assert not (outcome.folder / "chosen.toml").exists()


def test_rows_are_encoded_once_for_all_trials(go, counted):
    """The features of a backbone are kept: 8 trials take as many forward passes as none."""
    go(GREEDY)

    assert counted() == {"encoded": 100, "fitted": 8}


def test_a_run_that_was_interrupted_fits_nothing_twice(go, counted, monkeypatch):
    """What was finished is kept: the same call goes on with the trial that was not."""
    values = "[refine.values]\nhead.0.skill = [5, 6]\nhead.0.stop = [true]\nhead.0.more = [1]\n"
    monkeypatch.setenv("STOP", "1")
    with pytest.raises(RunError, match="power"):
        go(values)
    before = counted()
    monkeypatch.delenv("STOP")

    outcome = go(values)

    assert before == {"encoded": 100, "fitted": 3}
    assert counted() == {"encoded": 0, "fitted": 2}
    assert len(trials(outcome)) == 5

    go(values)

    assert counted()["fitted"] == 0


def test_a_trial_that_fails_ends_no_run(go):
    """It is told with the reason; so is one whose values make no recipe on top of what was kept."""
    values = '[refine.values]\nhead.0.fail = [true]\nhead.0.use = ["other"]\nhead.0.more = [1]\n'

    outcome = go(values)

    first, failed, other, none = outcome.scores["refined"]["trials"]
    assert first["reason"] == other["reason"] == "" and other["kept"]
    assert (failed["val"], failed["kept"], failed["reason"]) == (None, False, "failed: head/guess: no idea")
    assert none["val"] is None and none["reason"].startswith('is no recipe: expected a known key, got "more"')


def test_no_trial_begins_when_time_is_up(go):
    """What there was no time for is counted."""
    outcome = go(GREEDY, time_limit=1e-6)

    assert len(trials(outcome)) == 1
    assert outcome.scores["refined"]["untried"] == 9


def test_what_is_tried_in_short_is_not_begun_late_either(monkeypatch):
    """Neither the candidate as it is, nor in full what a trial was better with."""
    said: list[str] = []
    times = iter([False, False, True, True])
    line = SimpleNamespace(
        folder=SimpleNamespace(say=said.append, progress=Progress()), telling=lambda to: None
    )
    table = SimpleNamespace(epochs=1, search="greedy", steps=[{"a": 1}, {"a": 2}])
    start = SimpleNamespace(name="wide", recipe=SimpleNamespace(variation="as it is", best="t/f"))

    class Late(SimpleNamespace):
        """A line whose time is up at the third look."""

        @property
        def late(self) -> bool:
            """Whether the time is up."""
            return next(times)

    refinement = SimpleNamespace(
        table=table,
        most=lambda name: 2,
        changed=lambda name, change, short: SimpleNamespace(variation=str(change)),
    )
    walked: list[str] = []

    def walk(line, name, recipe):
        walked.append(name)
        return SimpleNamespace(figure=len(walked), val=0.5)

    work = Refining(Late(**vars(line)), refinement, start, walk)
    work.run()

    assert walked == ["wide, as it is", "wide, a = 1"] and work.untried == 1
    assert work.better is None and said[-1].endswith("a = 1 was better, and is not trained in full")

    times = iter([True, True])
    work = Refining(Late(**vars(line)), refinement, start, walk)
    work.run()

    assert len(walked) == 2 and work.untried == 2 and work.trials == []


class Heard(Progress):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        """One line."""
        self.lines.append(text)


def test_a_trial_is_told_in_one_line(go):
    """Its stages stand in the log and in stages.jsonl all the same."""
    heard = Heard()

    outcome = go("[refine.values]\nhead.0.skill = [9, 2]\n", progress=heard)

    told = [line for line in heard.lines if line.startswith("refine")]
    assert told[0] == "refine    guesses by greedy search"
    assert told[1] == "refine    1 of 3: as it is: colour/share on val 0.400"
    assert told[2].startswith("refine    2 of 3: head.0.skill = 9: colour/share on val 0.900, better (")
    assert told[3].startswith("refine    3 of 3: head.0.skill = 2: colour/share on val 0.200 (")
    assert len([line for line in heard.lines if line.startswith("fit")]) == 1
    stages = [json.loads(line) for line in (outcome.folder / "stages.jsonl").read_text().splitlines()]
    fits = [stage["candidate"] for stage in stages if stage["stage"] == "fit"]
    assert fits == ["guesses", "guesses, head.0.skill = 9", "guesses, head.0.skill = 2"]
    assert (outcome.folder / "log.txt").read_text().count(" fit ") == 3


def test_trials_are_compared_on_all_folds(go):
    """A refinement judges as candidates are judged."""
    outcome = go("[refine.values]\nhead.0.skill = [9]\n", "split={ folds = 2, test = 0.2 }")

    assert [round(val, 1) for _, val, _ in trials(outcome)] == [0.4, 0.9]
    assert outcome.scores["folds"]["scores"]["colour"]["share"]["n"] > 70


class Slow:
    """A clock that goes on by so many seconds whenever it is asked."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        """Later."""
        self.now += self.step
        return self.now


def test_how_long_the_other_trials_take_is_told_once(go, monkeypatch):
    """As soon as one took long, by what it took."""
    monkeypatch.setattr("imgfw.line.refining.time", SimpleNamespace(monotonic=Slow(4.0), time=time.time))
    heard = Heard()

    go("[refine.values]\nhead.0.skill = [1, 2, 3, 9, 8]\n", progress=heard)

    assert [line for line in heard.lines if "more trial" in line] == ["refine    4 more trials: about 16 s"]


@dataclass(frozen=True)
class Walked:
    """What a walk came to."""

    name: str
    recipe: Any
    figure: float

    @property
    def val(self) -> float:
        """The same."""
        return self.figure


def test_short_trials_are_compared_with_each_other_and_the_best_is_trained_in_full():
    """The start is tried short as well; what is given in the end is the whole of what was kept."""
    table = RefineTable(epochs=1, values={"head.0.skill": (5, 6)})
    steps: list[tuple[bool, Any]] = []

    def changed(name: str, change: Any, *, short: bool) -> Any:
        return SimpleNamespace(
            variation=str(change), best="t/share", skill=change.get("head.0.skill"), short=short
        )

    def walk(line: Any, name: str, recipe: Any) -> Walked:
        steps.append((recipe.short, recipe.skill))
        figures = {None: 0.2, 5: 0.4, 6: 0.3}
        return Walked(name, recipe, figures[recipe.skill] + (0 if recipe.short else 0.5))

    refinement = Refinement(table, ("start",), {"start": (changed("start", {}, short=False),) * 2}, changed)
    line = SimpleNamespace(
        recipe=SimpleNamespace(refinement=refinement), late=False,
        folder=SimpleNamespace(say=lambda text: None, progress=Progress()), telling=lambda progress: None,
    )  # fmt: skip
    start = Walked("start", changed("start", {}, short=False), 0.7)

    found = refined(line, [start], walk)

    assert steps == [(True, None), (True, 5), (True, 6), (False, 5)]
    assert [trial.kept for trial in found.trials] == [False, True, False]
    assert (found.better.name, found.better.figure) == ("start, refined", 0.9)
