"""What is told of a recipe that has other faults as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imgfw.errors import Problem

Told = Callable[..., tuple[Problem, ...]]
SOURCE = "source = [{ use = 'drawn' }]\n"
GOOD = "backbone = { use = 'mean' }\nmetric = [{ use = 'share' }]\n"
DENSE = "[[head]]\nuse = 'dense'\n"
FAULTS = {
    "head": SOURCE + GOOD + DENSE + "target = 'age'\nunits = 'x'\n",
    "metric": SOURCE + GOOD.replace("'share'", "'shar'") + DENSE + "target = 'quality'\n",
    "backbone": SOURCE + GOOD.replace("'mean'", "'men'") + DENSE + "target = 'quality'\n",
    "target": SOURCE + GOOD + "target.face = { type = 3 }\n" + DENSE + "target = 'face'\n",
    "settings": "seed = -1\n" + SOURCE + GOOD + DENSE + "target = 'quality'\n",
    "head's target": SOURCE + GOOD + DENSE + "target = 'age'\ntargets = ['looks']\n",
}  # fmt: skip
"""Recipes with one fault each, by where it is."""


def whats(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """What was expected, what came, and the hint."""
    return [(problem.what, problem.got, problem.hint) for problem in problems]


@pytest.mark.parametrize("place", FAULTS)
def test_one_fault_stays_one(told: Told, place: str) -> None:
    """What the fault hides is not guessed."""
    assert len([p for p in told(FAULTS[place]) if "one head" not in p.what]) == 1


@pytest.mark.parametrize("place", FAULTS)
def test_an_unknown_target_is_told_beside_any_fault(told: Told, place: str) -> None:
    """With the nearest name; the targets of faulty tables are known by name."""
    problems = told(FAULTS[place] + DENSE + "target = 'qualty'\nname = 'other'\n")

    assert ("expected the name of a target", '"qualty"', 'did you mean "quality"?') in whats(problems)


@pytest.mark.parametrize("place", FAULTS)
def test_an_unknown_head_is_told_beside_any_fault(told: Told, place: str) -> None:
    """Heads that are faulty are known by name, or by their target."""
    more = DENSE + "target = 'looks'\nname = 'eyes'\ninputs = ['features', 'head:eye']\n"
    fine = DENSE + "target = 'person'\nname = 'last'\ninputs = ['head:eyes']\n"

    problems = [p for p in told(FAULTS[place] + more + fine) if p.what == "expected the name of a head"]

    assert [(p.got, p.hint) for p in problems] == [('"head:eye"', 'did you mean "eyes"?')]


@pytest.mark.parametrize("place", FAULTS)
def test_an_impossible_best_is_told_beside_any_fault(told: Told, place: str) -> None:
    """Where its target is no target; its figure is only judged where the metrics are known."""
    for best in ("qualty/share", "share", "/", "quality share"):
        problems = told(f"best = '{best}'\n" + FAULTS[place])
        assert [p.where for p in problems if p.what == "expected TARGET/FIGURE of a metric"] == ["r.toml:1:1"]


def test_a_figure_that_no_metric_gives_is_told_beside_a_faulty_head(told: Told) -> None:
    """The figures of a target do not depend on its head."""
    problems = told("best = 'quality/shar'\n" + FAULTS["head"])
    fine = told("best = 'quality/share'\n" + FAULTS["head"])

    assert whats(problems)[0] == (
        "expected TARGET/FIGURE of a metric", '"quality/shar"', 'did you mean "quality/share"?'
    )  # fmt: skip
    assert len(fine) == 1


def test_a_source_that_cannot_be_read_hides_all_targets(told: Told) -> None:
    """Nothing is said of names that it may give."""
    text = "best = 'what/ever'\nsource = [{ use = 'drawm' }]\n" + GOOD + DENSE + "target = 'who'\n"

    assert [problem.where for problem in told(text)] == ["r.toml:2:13"]


def test_heads_whose_names_cannot_be_known_hide_inputs(told: Told) -> None:
    """A head without name and target may be called anything."""
    text = SOURCE + GOOD + DENSE + "units = 'x'\n" + DENSE + "target = 'age'\ninputs = ['head:nope']\n"

    assert not [p for p in told(text) if p.what == "expected the name of a head"]


@pytest.mark.parametrize("head", ["head = 3", "head = [3]", "head = []", "[[head]]\ntarget = 3\ninputs = 4"])
def test_what_is_no_head_at_all_is_told_as_such(told: Told, head: str) -> None:
    """Without a failure in between."""
    assert told("best = 'nope/share'\n" + SOURCE + GOOD + head)[0].got == '"nope/share"'
