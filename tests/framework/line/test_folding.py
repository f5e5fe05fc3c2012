"""Folds: every train and val sample is predicted once by a model that never saw its group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imgfw.line.folding import folded
from imgfw.line.line import of_split
from imgfw.line.shared import parted, surveyed
from imgfw.recipe.tables import SplitTable
from imgfw.runfolder import StageRecord
from imgfw.stages import split


@pytest.fixture
def fold(lay, changed):
    """Walks a recipe over its folds; gives the attempt and the line."""

    def done(recipe, count: int | None, altered=lambda samples: samples):
        table = SplitTable(train=0.6, val=0.2, test=0.2, exact=True, folds=count)
        line = lay(changed(recipe, split=table))
        samples, targets = surveyed(line, StageRecord("survey"))
        samples, _ = parted(line, samples, StageRecord("split"))
        return folded(line, "first", line.recipe, altered(samples), targets), line

    return done


def test_all_folds_together_are_what_is_judged(recipe, fold):
    """Four folds of 12: the figure is of 48 samples, and each fold has its own beside."""
    attempt, line = fold(recipe, 4)

    assert attempt.folds["scores"]["colour"]["share"]["n"] == 48
    assert attempt.folds["each"] == [1.0] * 4 and attempt.figure == 1.0
    assert attempt.name == "first"
    assert len(of_split(attempt.samples, "val")) == 12 and len(of_split(attempt.samples, "test")) == 12
    assert [stage["stage"] for stage in line.folder.stages].count("fit") == 4


def test_every_fold_is_val_once(recipe, fold):
    """Where a quarter of the first fold has the other label, the other three folds are as right as ever."""
    other = {"red": ("blue",), "blue": ("red",)}

    def altered(samples):
        wrong = {s.id for s in of_split(samples, "val")[:3]}
        return [
            replace(s, labels={"colour": other[s.labels["colour"][0]]}) if s.id in wrong else s
            for s in samples
        ]

    attempt, _ = fold(recipe, 4, altered)

    assert attempt.folds["each"] == [0.75, 1.0, 1.0, 1.0]
    assert attempt.val == attempt.figure == attempt.folds["scores"]["colour"]["share"]["value"] == 45 / 48


def test_without_folds_it_is_a_plain_attempt(recipe, fold):
    """One walk, and nothing said of folds."""
    attempt, line = fold(recipe, None)

    assert attempt.folds is None
    assert [stage["stage"] for stage in line.folder.stages].count("fit") == 1


def test_the_pooled_figure_is_that_of_all_predictions(recipe, fold, changed, small):
    """A head that knows nothing is right as often over all folds as its answers say, not as in one fold."""
    shuffled = changed(recipe, heads=(small["Means"](name="colour", targets=("colour",)),),
                       transforms=(small["Darker"](by=255),))  # fmt: skip

    attempt, _ = fold(shuffled, 4)

    each = attempt.folds["each"]
    assert attempt.val == pytest.approx(sum(each) / 4) and attempt.val < 0.8


def test_the_seed_of_the_run_deals_the_folds(recipe, fold, changed, monkeypatch):
    """Another one makes other folds of the same training samples, the same one the same."""
    dealt, made = {}, split.refolded
    monkeypatch.setattr(
        split, "refolded", lambda samples, folds, number: dealt.update(folds) or made(samples, folds, number)
    )

    def pinned(samples):
        splits = ("train", "train", "train", "val", "test")
        return [replace(s, split=splits[place // 2 % 5]) for place, s in enumerate(samples)]

    found = []
    for seed in (0, 0, 1):
        fold(changed(recipe, seed=seed), 3, pinned)
        found.append(dict(dealt))

    first, again, other = found
    assert first == again != other
    assert first.keys() == other.keys() and len(first) == 48


def test_the_seed_of_a_candidate_draws_its_intervals(recipe, fold, lay, changed):
    """Folds are those of the run, so that candidates are judged on the same; intervals are its own."""
    other = {"red": ("blue",), "blue": ("red",)}
    line = lay(changed(recipe, split=SplitTable(train=0.6, val=0.2, test=0.2, exact=True, folds=4)))
    samples, targets = surveyed(line, StageRecord("survey"))
    samples, _ = parted(line, samples, StageRecord("split"))
    wrong = {s.id for s in of_split(samples, "val")[::2]}
    samples = [
        replace(s, labels={"colour": other[s.labels["colour"][0]]}) if s.id in wrong else s for s in samples
    ]

    first, again, drawn = (
        folded(line, f"{place}", changed(line.recipe, seed=seed), samples, targets).folds["scores"]["colour"]
        for place, seed in enumerate((5, 5, 6))
    )

    assert first == again and first["share"]["value"] == drawn["share"]["value"]
    assert first["share"]["low"] != drawn["share"]["low"] or first["share"]["high"] != drawn["share"]["high"]
