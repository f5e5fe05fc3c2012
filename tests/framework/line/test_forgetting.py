"""Strangers made of those who are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imgfw.errors import RunError
from imgfw.line.attempt import attempted
from imgfw.line.candidate import Candidate
from imgfw.line.forgetting import strangers
from imgfw.line.shared import parted, surveyed
from imgfw.recipe.decide_table import DecideTable
from imgfw.recipe.tables import SplitTable
from imgfw.runfolder import StageRecord

PEOPLE = 4


@pytest.fixture
def people(lay, recipe, changed, small):
    """The small recipe on four people instead of two colours; gives the attempt and its line."""

    def walked(use="Known", **fields):
        head = small[use](name="colour", targets=("colour",))
        asked = changed(recipe, heads=(head,), decide=DecideTable(false_accepts=0.3), **fields)
        line = lay(asked)
        samples, targets = surveyed(line, StageRecord("survey"))
        samples = [_known(sample) for sample in samples]
        samples, _ = parted(line, samples, StageRecord("split"))
        labels = tuple(f"p{i}" for i in range(PEOPLE))
        targets = {"colour": replace(targets["colour"], labels=labels)}
        return attempted(line, "first", asked, samples, targets), line

    return walked


def _known(sample):
    place = int(sample.uri)
    return replace(sample, labels={"colour": (f"p{place * PEOPLE // 60}",)})


def test_everybody_is_asked_about_without_being_known(people):
    """Probabilities are those of the gallery without the label, and 0 for the label itself."""
    attempt, line = people()
    candidate = Candidate(
        line, attempt.recipe, list(attempt.samples), attempt.bundle.targets, attempt.bundle.encoder
    )

    found = strangers(candidate, attempt.bundle)["colour"]

    samples = candidate.split("train") + candidate.split("val")
    gallery, features = attempt.bundle.heads["colour"].fitted, candidate.features([(s, 0) for s in samples])
    assert found.probabilities.shape == (len(samples), PEOPLE)
    for row, owner in zip(range(len(samples)), found.truth, strict=True):
        left = [at for at in range(PEOPLE) if at != owner]
        given = gallery.remove(f"p{owner}").predict({"features": features[row : row + 1]})["colour"][0]
        assert found.probabilities[row, left].tolist() == given.tolist()
        assert found.probabilities[row, owner] == 0


@pytest.mark.parametrize("val", [0.2, 0.0])
def test_the_threshold_is_fitted_on_them(people, val):
    """With val or without, as nothing was learned from them when they are asked about."""
    attempt, _ = people(split=SplitTable(train=0.8 - val, val=val, test=0.2, exact=True))

    decision = attempt.bundle.decisions["colour"]
    assert decision.unknown > 0
    assert (decision.false_accepts.strangers, decision.false_accepts.samples) == (PEOPLE, 48)


def test_a_head_that_forgets_nobody_makes_none(people):
    """Then strangers must be in val."""
    with pytest.raises(RunError, match=r"false_accepts = 0.3 .* got 0"):
        people("Means")


def test_a_gallery_fed_by_another_head_makes_none(people, small):
    """What feeds it has seen everybody."""
    attempt, line = people()
    head = small["Known"](name="colour", targets=("colour",), inputs=("features", "head:other"))
    part = replace(attempt.bundle.heads["colour"], component=head)
    candidate = Candidate(
        line, attempt.recipe, list(attempt.samples), attempt.bundle.targets, attempt.bundle.encoder
    )

    assert strangers(candidate, replace(attempt.bundle, heads={"colour": part})) == {}


def test_who_is_the_only_one_is_left_aside(people):
    """Without that one nobody would be known."""
    attempt, line = people()
    bundle = attempt.bundle
    one = bundle.heads["colour"].fitted
    for name in ("p1", "p2", "p3"):
        one = one.remove(name)
    alone = replace(bundle.heads["colour"], fitted=one)
    targets = {"colour": replace(bundle.targets["colour"], labels=("p0",))}
    own = [s for s in attempt.samples if s.labels["colour"] == ("p0",)]
    candidate = Candidate(line, attempt.recipe, own, targets, bundle.encoder)

    found = strangers(candidate, replace(bundle, heads={"colour": alone}, targets=targets))["colour"]

    assert len(found.truth) == 0
