"""Figures, and the one that chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]
HEADS = "head = [{ use = 'dense', target = 'age' }, { use = 'dense', target = 'quality' }]\n"
TOP = "backbone.use = 'mean'\nsource = [{ use = 'drawn' }]\n" + HEADS
METRICS = "[[metric]]\nuse = 'share'\neach_label = true\n[[metric]]\nuse = 'gap'\n"


def test_the_first_figure_of_the_first_target_chooses(loaded: Loaded) -> None:
    """Targets come in the order of heads; a metric that cannot score a target gives nothing for it."""
    assert loaded(TOP + METRICS).best == "age/gap"


@pytest.mark.parametrize("best", ["quality/share", "quality/share:good", "age/gap"])
def test_any_figure_can_choose(loaded: Loaded, best: str) -> None:
    """`best` names a figure of any metric."""
    assert loaded(f"best = '{best}'\n" + TOP + METRICS).best == best


def test_figures_of_labels_to_be_read_may_choose(loaded: Loaded, told: Told, good: str) -> None:
    """Where labels are not known yet, a figure of one label is taken by its beginning."""
    assert loaded('best = "class/share:cat"\n' + good).best == "class/share:cat"
    assert told('best = "class/recall:cat"\n' + good)


@pytest.mark.parametrize("best", ["quality", "quality/gap", "qualty/share", "quality/share:godd", "age/"])
def test_a_figure_that_nobody_gives_is_a_problem(told: Told, best: str) -> None:
    """An unknown figure is told at `best`, with what there is."""
    (problem,) = told(f"best = '{best}'\n" + TOP + METRICS)

    assert problem.where == "r.toml:1:1"
    assert problem.hint


@pytest.mark.parametrize(
    ("metric", "where", "what"),
    [
        ("use = 'gap'\ntarget = 'agee'", "6:1", "a target that a head predicts"),
        ("use = 'gap'\ntarget = 'quality'", "6:1", "a target of type number or multi-label for gap"),
        ("use = 'gap'\n[[metric]]\nuse = 'gap'", "6:1", "every figure once"),
    ],
)
def test_a_metric_that_scores_nothing_is_a_problem(told: Told, metric: str, where: str, what: str) -> None:
    """Unknown targets, targets of another type and figures that come twice are told at the metric."""
    (problem,) = told(TOP + "[[metric]]\n" + metric)

    assert problem.where == f"r.toml:{where}"
    assert what in problem.what


def test_a_metric_without_any_target_is_a_problem(told: Told, good: str) -> None:
    """A metric that can score none of the targets has no place in the recipe."""
    problems = told(good.replace('use = "share"', 'use = "gap"'), "candidate=[]")

    assert 'got "class" of type classes' in str(problems[0])
