"""Deciding for a candidate: on val alone, kept, and the same everywhere afterwards."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from imgfw import bundle as bundles
from imgfw.line.attempt import attempted
from imgfw.line.shared import parted, surveyed
from imgfw.recipe.decide_table import DecideTable
from imgfw.runfolder import StageRecord

EVERYTHING = DecideTable(calibrate=True, coverage=0.8, unknown=0.3)
OTHER = {"red": ("blue",), "blue": ("red",)}


def exchanged(samples, split: str, every: int = 1):
    """The samples with the other label, those of a split or each so many-th of them."""
    places = {s.id for s in [s for s in samples if s.split == split][::every]}
    return [
        replace(s, labels={"colour": OTHER[s.labels["colour"][0]]}) if s.id in places else s for s in samples
    ]


@pytest.fixture
def attempt(lay, recipe, changed):
    """Walks the small recipe with a [decide] table, on samples that `altered` may change."""

    def walked(table: DecideTable, altered=lambda samples: samples, **fields):
        asked = changed(recipe, decide=table, **fields)
        line = lay(asked)
        samples, targets = surveyed(line, StageRecord("survey"))
        samples, _ = parted(line, samples, StageRecord("split"))
        return attempted(line, "first", asked, altered(samples), targets), line

    return walked


def test_decisions_are_fitted_on_val_alone(attempt):
    """Other labels of test leave them as they are; one other label in val makes them less sure."""
    first, _ = attempt(EVERYTHING, lambda s: exchanged(s, "val", 5))
    other, _ = attempt(EVERYTHING, lambda s: exchanged(exchanged(s, "val", 5), "test"))
    more, _ = attempt(EVERYTHING, lambda s: exchanged(s, "val", 3))

    assert first.bundle.decisions["colour"].temperature != 1
    assert other.bundle.decisions == first.bundle.decisions
    temperatures = [each.bundle.decisions["colour"].temperature for each in (first, more)]
    assert temperatures[1] > temperatures[0]


def test_train_moves_decisions_by_what_the_head_learned_only(attempt, monkeypatch):
    """The stage is handed the samples of val and no others."""
    seen = []
    from imgfw.stages import decide

    original = decide.decide

    def watched(target, aims, val):
        seen.append((len(val.truth), len(val.probabilities), len(val.groups)))
        return original(target, aims, val)

    monkeypatch.setattr(decide, "decide", watched)

    found, _ = attempt(EVERYTHING)

    count = sum(s.split == "val" for s in found.samples)
    assert seen == [(count, count, count)]


def test_decisions_are_told_the_groups_of_val(attempt, monkeypatch):
    """So that a group counts once, however many samples it has."""
    seen = []
    from imgfw.stages import decide

    made = decide.decide
    monkeypatch.setattr(
        decide, "decide", lambda target, aims, val: seen.append(val) or made(target, aims, val)
    )

    found, _ = attempt(
        EVERYTHING, lambda samples: [replace(s, group=f"g{place % 20}") for place, s in enumerate(samples)]
    )

    (val,) = seen
    assert sorted(val.groups) == sorted(s.group for s in found.samples if s.split == "val")
    assert val.learned == {"blue", "red"}


def test_what_only_val_and_test_have_is_not_learned(attempt, small, monkeypatch):
    """A label that no training row has is one of strangers."""
    seen = []
    from imgfw.stages import decide

    made = decide.decide
    monkeypatch.setattr(
        decide, "decide", lambda target, aims, val: seen.append(val.learned) or made(target, aims, val)
    )

    def moved(samples):
        red = {s.id for s in samples if s.labels["colour"] == ("red",)}
        return [replace(s, split="val") if s.split == "train" and s.id not in red else s for s in samples]

    attempt(DecideTable(unknown=0.3), moved, heads=(small["Known"](name="colour", targets=("colour",)),))

    assert seen == [{"red"}]


def test_what_was_decided_is_kept(attempt):
    """A second walk fits nothing and has the same bundle and notes; another table is decided anew, and
    nothing before it is."""
    first, _ = attempt(EVERYTHING)
    second, line = attempt(EVERYTHING)
    third, other = attempt(DecideTable(calibrate=True))

    made = {stage["stage"]: stage["made"] for stage in line.folder.stages}
    again = {stage["stage"]: stage["made"] for stage in other.folder.stages}
    assert (made["fit"], made["decide"]) == (0, 0)
    assert (again["fit"], again["decide"]) == (0, 12)
    assert second.bundle.digest == first.bundle.digest and second.decided == first.decided
    assert third.bundle.digest != first.bundle.digest


def test_what_is_kept_in_another_shape_is_decided_again(attempt, tmp_path):
    """A document without what it should hold is damaged."""
    first, _ = attempt(EVERYTHING)
    (file,) = (tmp_path / "store" / "decide").rglob("decided.json")
    file.write_text(json.dumps({"figure": 1.0, "decisions": {}, "notes": {}}))

    second, line = attempt(EVERYTHING)

    assert {stage["stage"]: stage["made"] for stage in line.folder.stages}["decide"] == 12
    assert second.bundle.digest == first.bundle.digest


def test_calibrated_probabilities_are_the_same_everywhere(attempt, tmp_path, small):
    """One picture alone, among others, and by a bundle that was read back: to the bit. The head's own
    probabilities are others."""
    found, line = attempt(EVERYTHING, lambda s: exchanged(s, "val", 5))
    found.bundle.save(tmp_path / "bundle")
    again = bundles.read(tmp_path / "bundle", small["find"])
    test = [s for s in found.samples if s.split == "test"]
    features = line.row_store(found.recipe, found.bundle.encoder).gather(test)

    together = found.bundle.probabilities(features)["colour"]
    raw = replace(found.bundle, decisions={}).probabilities(features)["colour"]

    for row in range(len(test)):
        alone = again.probabilities(features[row : row + 1])["colour"]
        assert np.array_equal(alone[0], together[row])
    assert again.decisions == found.bundle.decisions
    assert (together.max(axis=1) < raw.max(axis=1)).any()


def test_candidates_are_judged_by_what_was_decided(attempt):
    """The head is as good as before, but what is no longer sure enough is refused, and right nowhere."""
    plain, _ = attempt(DecideTable(calibrate=True), lambda s: exchanged(s, "val", 5))
    refusing, _ = attempt(DecideTable(calibrate=True, unknown=1.0), lambda s: exchanged(s, "val", 5))

    assert plain.figure == 0.75
    assert refusing.figure == 0.0


def test_what_could_not_be_fitted_is_told(attempt):
    """In the notes of the stage and with the decision."""
    found, line = attempt(DecideTable(calibrate=True))

    note = "the temperature stays 1: val has no mistake to fit it on"
    (stage,) = (s for s in line.folder.stages if s["stage"] == "decide")
    assert found.decided["colour"]["notes"] == [note]
    assert f"colour: {note}" in stage["notes"]


def test_of_many_notes_the_stage_tells_one(attempt, monkeypatch):
    """The others are counted; with the decision stand all of them."""
    from imgfw.stages import decide

    made = decide.decide
    monkeypatch.setattr(decide, "decide", lambda *given: replace(made(*given), notes=("one", "two", "three")))

    found, line = attempt(DecideTable(calibrate=True))

    (stage,) = (s for s in line.folder.stages if s["stage"] == "decide")
    assert stage["notes"][1:] == ["colour: one", "2 more notes in scores.json"]
    assert found.decided["colour"]["notes"] == ["one", "two", "three"]


def test_without_val_there_are_the_decisions_as_given(attempt):
    """Nothing is fitted, and no figure chooses."""

    def untold(samples):
        return [replace(s, split="train") if s.split == "val" else s for s in samples]

    found, line = attempt(DecideTable(unknown=0.3), untold)

    assert found.bundle.decisions["colour"].unknown == 0.3
    assert found.val is None
    (stage,) = (s for s in line.folder.stages if s["stage"] == "decide")
    assert stage["notes"] == ["no val split"]


def test_a_val_of_which_nothing_is_known_is_no_missing_one(attempt):
    """No figure chooses, nothing can be fitted, and both are told for what they are."""

    def untold(samples):
        return [replace(s, labels={}) if s.split == "val" else s for s in samples]

    found, line = attempt(DecideTable(calibrate=True), untold)

    (stage,) = (s for s in line.folder.stages if s["stage"] == "decide")
    why = "colour: the temperature stays 1: val has 0 samples to fit it on, fewer than 5"
    assert stage["notes"] == ["colour/share is undefined on val", why]
    assert found.val is None and found.bundle.decisions["colour"].temperature == 1
