"""Two runs compared on what both predicted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import imgfw
from imgfw.errors import CallError
from imgfw.line.comparing import Compared, _alike, compare
from imgfw.measure import Difference
from imgfw.outcome import Outcome, Predictions
from imgfw.targets import Target

RECIPE = """
[[source]]
use = "colours"
count = 120

[split]
exact = true

[backbone]
use = "mean-colour"

[[head]]
use = "nearest"
k = 1
distance = "euclidean"

[[metric]]
use = "accuracy"

[[metric]]
use = "log-loss"
"""


@pytest.fixture
def go(tmp_path: Path, small_plugin: Path):
    """Runs the recipe with overrides; gives the run folder."""

    def gone(*sets: str, more: str = "") -> Path:
        (tmp_path / "recipe.toml").write_text(RECIPE + more)
        return imgfw.run(
            tmp_path / "recipe.toml", sets=sets, runs=tmp_path / "runs", plugins=[small_plugin]
        ).folder

    return gone


def test_a_run_does_not_differ_from_itself(go, small_plugin):
    """No figure is different, and nothing in the recipes."""
    one, other = go(), go()

    found = compare(one, other, plugins=[small_plugin])

    assert found.samples == 18 and found.alone == (0, 0) and found.changes == ()
    assert {each.verdict for each in found.figures["colour"].values()} == {"no difference"}
    assert {each.difference.value for each in found.figures["colour"].values()} == {0.0}


def test_a_worse_run_is_told_with_what_changed(go, small_plugin):
    """A backbone that sees nothing is worse, in accuracy and in loss, and the recipe says why."""
    good, bad = go(), go("backbone.factor=0.0")

    found = compare(good, bad, plugins=[small_plugin])
    turned = compare(bad, good, plugins=[small_plugin])

    accuracy = found.figures["colour"]["accuracy"]
    assert accuracy.difference.value > 0.2 and accuracy.verdict == "first"
    assert turned.figures["colour"]["accuracy"].verdict == "second"
    assert turned.figures["colour"]["accuracy"].difference.value == -accuracy.difference.value
    assert found.figures["colour"]["log-loss"].verdict == "first"
    assert found.changes == (("backbone.factor", "1.0", "0.0"),)


def test_only_common_samples_are_compared(go, small_plugin):
    """Other test samples are counted and left out; with none in common the call is wrong."""
    one, other = go(), go("source.0.count=150", "split.exact=false")

    found = compare(one, other, plugins=[small_plugin])

    assert 0 < found.samples < 18 and found.alone[0] == 18 - found.samples
    with pytest.raises(CallError, match="no test sample in common"):
        compare(one, go("split.val=0.3", "split.test=0.0"), plugins=[small_plugin])


def test_recipes_are_compared_as_they_were_chosen(go, small_plugin):
    """What a candidate or a refinement changed is told as any other change; what lost is not told."""
    blind, plain = go("backbone.factor=0.0"), go()
    more = '[[candidate]]\nname = "b"\nhead = [{ k = 3 }]\n[refine.values]\nbackbone.factor = [1.0]\n'

    refined = go("backbone.factor=0.0", more=more)

    found = [compare(refined, other, plugins=[small_plugin]).changes for other in (blind, plain)]
    assert found == [(("backbone.factor", "1.0", "0.0"),), ()]


def test_lists_and_tables_that_came_or_went_are_told(go, small_plugin):
    """A further metric is a key that the other recipe has not."""
    one, other = go(), go("metric=[{use='accuracy'}]")

    found = compare(one, other, plugins=[small_plugin])

    assert ("metric.1.use", '"log-loss"', "(none)") in found.changes


def test_labels_in_another_order_are_the_same_labels(go, small_plugin):
    """Predictions are brought to one order before they are compared."""
    one, other = go(), go("target.colour.labels=['red','blue']")

    found = compare(one, other, plugins=[small_plugin])

    assert {each.difference.value for each in found.figures["colour"].values()} == {0.0}


@pytest.mark.slow
def test_other_targets_of_one_run_keep_nothing_from_being_compared(tmp_path, small_plugin):
    """A run with one head and one with two are compared on the target that both have."""
    drawn = """
    source = [{ use = "drawn-selfies", count = 60, people = 60, size = 32 }]
    backbone = { use = "mean-colour" }
    metric = [{ use = "accuracy" }]
    """
    folders = []
    for name, targets in {"one": ["quality"], "two": ["quality", "is_female"]}.items():
        heads = ", ".join(f'{{ use = "nearest", target = "{target}" }}' for target in targets)
        (tmp_path / f"{name}.toml").write_text(f"{drawn}\nhead = [{heads}]")
        folders.append(
            imgfw.run(tmp_path / f"{name}.toml", runs=tmp_path / "runs", plugins=[small_plugin]).folder
        )

    found = compare(*folders, plugins=[small_plugin])

    assert found.figures.keys() == {"quality"} and found.samples > 5 and found.alone == (0, 0)


def test_a_number_cut_elsewhere_is_another_target():
    """Its labels have the same names and mean others."""
    one, other = (Target("q", "ordinal", ("low", "high"), (edge,)) for edge in (1.0, 2.0))

    assert _alike(one, one) and not _alike(one, other) and not _alike(one, None)


@pytest.fixture
def compared(monkeypatch, small_plugin):
    """Compares two outcomes."""

    def found(one: Outcome, other: Outcome):
        monkeypatch.setattr("imgfw.line.comparing.open_run", lambda run, **more: {"1": one, "2": other}[run])
        return compare("1", "2", plugins=[small_plugin])

    return found


def of_labels(outcome: Outcome, *labels: str) -> Outcome:
    """An outcome whose test samples are of three kinds and decided alike, whatever the order of labels."""
    given = outcome.predictions["test"]
    samples = tuple(replace(s, labels={"kind": ("abc"[i % 3],)}) for i, s in enumerate(given.samples))
    truth = np.array([labels.index("abc"[i % 3]) for i in range(len(samples))])
    decided = np.array([labels.index("abb"[i % 3]) for i in range(len(samples))])
    sure = np.eye(3, dtype=np.float32)[decided] * 0.8 + 0.1
    test = Predictions(samples, {"kind": truth}, {"kind": sure}, {"kind": decided})
    return replace(outcome, targets={"kind": Target("kind", labels=labels)}, predictions={"test": test})


def test_any_order_of_labels_is_brought_to_the_first(go, compared, small_plugin):
    """Orders that are not their own opposite as well, in what is decided and in probabilities."""
    outcome = imgfw.open(go(), plugins=[small_plugin])

    found = compared(of_labels(outcome, *"abc"), of_labels(outcome, *"cab"))

    assert {each.difference.value for each in found.figures["kind"].values()} == {0.0}


def test_samples_of_other_labels_are_not_compared(go, compared, small_plugin):
    """What is true of them is told differently, so they are no more common than other samples."""
    outcome = imgfw.open(go(), plugins=[small_plugin])
    test = outcome.predictions["test"]
    first, *rest = test.samples
    other = replace(outcome, predictions={"test": replace(test, samples=(replace(first, labels={}), *rest))})

    found = compared(outcome, other)

    assert (found.samples, found.alone) == (17, (1, 1))


def test_intervals_come_from_the_seed_of_the_first(go, compared, small_plugin):
    """Another seed draws other groups."""
    good, bad = (imgfw.open(go(*sets), plugins=[small_plugin]) for sets in ((), ("backbone.factor=0.0",)))

    drawn = [
        compared(replace(good, recipe={**good.recipe, "seed": seed}), bad).figures["colour"]["log-loss"]
        for seed in (0, 0, 1)
    ]

    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize(
    ("value", "low", "high", "higher", "verdict"),
    [
        (0.1, 0.05, 0.2, True, "first"),
        (0.1, 0.05, 0.2, False, "second"),
        (-0.1, -0.2, -0.05, True, "second"),
        (0.1, -0.05, 0.2, True, "no difference"),
        (0.1, np.nan, np.nan, True, "not known"),
        (0.0, np.nan, np.nan, True, "no difference"),
    ],
)
def test_the_verdict_knows_which_way_is_better(value, low, high, higher, verdict):
    """A loss is better when it is lower, and what no interval tells of is not known."""
    assert Compared(Difference(value, low, high, 0.01, 9), higher).verdict == verdict


def grouped(outcome: Outcome, *names: str) -> Outcome:
    """An outcome whose test samples are of these groups by turns."""
    test = outcome.predictions["test"]
    samples = tuple(replace(s, group=names[i % len(names)]) for i, s in enumerate(test.samples))
    return replace(outcome, predictions={"test": replace(test, samples=samples)})


def test_a_group_tells_as_much_as_one_sample(go, compared, small_plugin):
    """What is beyond chance among samples that are strangers to each other is not known of one group."""
    good, bad = (imgfw.open(go(*sets), plugins=[small_plugin]) for sets in ((), ("backbone.factor=0.0",)))

    found = [compared(each, bad).figures["colour"]["accuracy"] for each in (good, grouped(good, "one"))]

    assert [each.verdict for each in found] == ["first", "not known"]
    assert found[0].difference.value == found[1].difference.value
