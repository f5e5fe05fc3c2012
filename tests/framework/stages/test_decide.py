"""Decide: fitted on val, told where it could not be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw.decisions import Decision, calibrated, decided, in_set
from imgfw.errors import RunError
from imgfw.stages.decide import FEWEST, Aims, Val, decide, fixed, told
from imgfw.targets import Target
from imgfw.temperature import scaled

TAGS = Target("tags", "multi-label", ("cat", "dog"))
KINDS = Target("kind", labels=("a", "b", "c"))
AGE = Target("age", "number")


def tags(count: int = 40, seed: int = 0) -> Val:
    """Cats at 0.2 and dogs at 0.8 divide half and half, with some noise."""
    rng = np.random.default_rng(seed)
    truth = (np.arange(2 * count).reshape(count, 2) % 4 < 2).astype(np.float32)
    given = np.clip(np.float32([0.2, 0.8]) + (truth - 0.5) * 0.2 + rng.normal(0, 0.02, truth.shape), 0, 1)
    return Val(given.astype(np.float32), truth, [str(i) for i in range(count)], frozenset(TAGS.labels))


def kinds(count: int = 200, seed: int = 0, target: Target = KINDS) -> Val:
    """Probabilities that hold what they say, made three times as sure."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1.5, (count, target.width))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = (shares.cumsum(axis=1) < rng.random((count, 1))).sum(axis=1).clip(max=target.width - 1)
    sure = shares**3 / (shares**3).sum(axis=1, keepdims=True)
    return Val(
        sure.astype(np.float32), truth, [str(i) for i in range(count)], frozenset(target.labels)
    )  # fmt: skip


def test_without_any_aim_nothing_is_fitted():
    """Labels that do not exclude each other have the threshold as given, others the unknown as given."""
    aims = Aims(threshold=0.25, unknown=0.4)

    found = {t.name: decide(t, aims, v) for t, v in ((TAGS, tags()), (KINDS, kinds()), (AGE, tags()))}

    assert found["tags"].decision == Decision((0.25, 0.25))
    assert found["kind"].decision == Decision(unknown=0.4)
    assert found["age"].decision == Decision()
    assert all(each.notes == () for each in found.values())
    assert fixed({"tags": TAGS, "kind": KINDS}, aims) == {n: found[n].decision for n in ("tags", "kind")}


def test_the_two_decisions_of_a_photo_library():
    """Every label from 0.1 on holds: a group with me in it; a football is none of them."""
    labels = ("animal", "city_scape", "food", "group", "landscape", "me")
    target = Target("album", "multi-label", labels)
    group = {"group": 0.7, "me": 0.3, "animal": 0.003}
    rows = np.float32(
        [[group.get(label, 0.0) for label in labels], [0.0004, 0.0150, 0.0078, 0.0841, 0.0090, 0]]
    )
    nothing = Val(rows[:0], rows[:0], [], frozenset(labels))

    found = decided(target, rows, decide(target, Aims(threshold=0.1), nothing).decision)

    assert [target.named(row) for row in found] == [("group", "me"), ()]


def test_every_label_has_a_threshold_of_its_own():
    """Where cats are never likely and dogs always, each is divided where it divides itself."""
    found = decide(TAGS, Aims(aim="f1"), tags())

    val = tags()
    assert found.notes == ()
    assert found.decision.thresholds == pytest.approx((0.2, 0.8), abs=0.05)
    assert (decided(TAGS, val.probabilities, found.decision) == (val.truth > 0.5)).all()


@pytest.mark.parametrize("missing", ["hold", "do not"])
def test_a_label_with_too_few_rows_keeps_the_threshold_and_says_so(missing: str):
    """One row less than needed of either kind; one more is enough. The other label is fitted all the same."""
    few, enough = tags(), tags()
    for val, count in ((few, FEWEST - 1), (enough, FEWEST)):
        val.truth[:, 0] = (np.arange(40) < count) == (missing == "hold")

    found = decide(TAGS, Aims(aim="f1", threshold=0.3), few)

    count = FEWEST - 1 if missing == "hold" else 41 - FEWEST
    assert found.decision.thresholds[0] == 0.3 and found.decision.thresholds[1] == pytest.approx(
        0.8, abs=0.05
    )
    (note,) = found.notes
    assert note == (
        f"cat: the threshold stays 0.3, as it holds for {count} of 40 val samples, "
        f"fewer than {FEWEST} do or do not"
    )
    assert decide(TAGS, Aims(aim="f1", threshold=0.3), enough).notes == ()


def test_unknown_cells_are_no_rows_of_a_label():
    """Whatever the probability of what is unknown, it moves no threshold."""
    val, other = tags(), tags()
    for each, value in ((val, 0.99), (other, 0.01)):
        each.truth[:10, 0] = np.nan
        each.probabilities[:10, 0] = value

    for aims in (Aims(aim="f1"), Aims(aim="precision", at_least=0.9), Aims(aim="recall", at_least=0.9)):
        assert decide(TAGS, aims, val) == decide(TAGS, aims, other)


def test_a_precision_out_of_reach_is_never_decided():
    """Rather than below what was asked for; and it is told."""
    val = tags()
    val.probabilities[:, 0] = 1 - val.probabilities[:, 0]

    found = decide(TAGS, Aims(aim="precision", at_least=0.9), val)

    assert found.decision.thresholds[0] is None
    assert found.notes == ("cat: never decided, as no threshold has a precision of 0.9 on val",)
    assert not decided(TAGS, np.ones((1, 2), np.float32), found.decision)[0, 0]


def test_thresholds_are_fitted_on_calibrated_probabilities():
    """They divide what is given out, not what the head said."""
    val = tags(seed=3)
    flipped = val.truth.copy()
    flipped[::9] = 1 - flipped[::9]  # without a mistake no temperature is best
    val = replace(val, truth=flipped)

    plain = decide(TAGS, Aims(aim="f1"), val)
    both = decide(TAGS, Aims(aim="f1", calibrate=True), val)

    assert both.decision.temperature != 1
    given = calibrated(TAGS, val.probabilities, both.decision)
    assert (decided(TAGS, given, both.decision) == decided(TAGS, val.probabilities, plain.decision)).all()


def test_a_temperature_undoes_what_made_probabilities_too_sure():
    """Three times as sure: the temperature is three."""
    found = decide(KINDS, Aims(calibrate=True), kinds(3000))

    assert found.decision.temperature == pytest.approx(3, rel=0.1)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("target", "val", "why"),
    [
        (KINDS, replace(kinds(), truth=np.full(200, -1)), "val has 0 samples to fit it on, fewer than 5"),
        (KINDS, kinds(FEWEST - 1), "val has 4 samples to fit it on, fewer than 5"),
        (
            KINDS,
            replace(kinds(), truth=kinds().probabilities.argmax(axis=1)),
            "val has no mistake to fit it on",
        ),
        (TAGS, tags(3), "val has 3 samples to fit it on, fewer than 5"),
        (TAGS, replace(tags(), probabilities=tags().truth * 0.8 + 0.1), "val has no mistake to fit it on"),
    ],
)
def test_where_no_temperature_can_be_fitted_it_stays(target: Target, val: Val, why: str):
    """At 1, and the reason is told."""
    found = decide(target, Aims(calibrate=True), val)

    assert found.decision == fixed({"": target}, Aims())[""]
    assert found.notes == (f"the temperature stays 1: {why}",)


def test_a_head_that_is_sure_of_what_is_wrong_is_told():
    """No temperature but the highest makes the best of it."""
    val = kinds()
    wrong = np.eye(KINDS.width, dtype=np.float32)[(val.truth + 1) % KINDS.width] * 0.7 + 0.1

    found = decide(KINDS, Aims(calibrate=True), replace(val, probabilities=wrong))

    assert found.decision.temperature == 1000
    assert found.notes == ("the temperature is the highest, 1000: on val the head is no better than chance",)


def test_labels_that_the_head_never_gives_do_not_move_the_temperature():
    """Val has rows of a label that was not learned: no temperature mends them."""
    val = kinds(400)
    val.probabilities[:, 2] = 0
    known = val.truth != 2
    without = Val(val.probabilities[known], val.truth[known], [""] * known.sum(), val.learned)

    assert decide(KINDS, Aims(calibrate=True), val) == decide(KINDS, Aims(calibrate=True), without)


def test_sets_hold_the_truth_of_val_as_often_as_asked():
    """Of 200 rows at least (n + 1) * 0.9, and no row more than ties make it."""
    val = kinds()

    found = decide(KINDS, Aims(coverage=0.9), val)

    among = in_set(val.probabilities, found.decision)
    assert among[np.arange(200), val.truth].sum() == 181
    assert found.notes == ()


@pytest.mark.parametrize("calibrate", [False, True])
@pytest.mark.parametrize("coverage", [0.8, 0.9])
def test_sets_hold_the_truth_of_new_samples_as_often_as_asked(coverage: float, calibrate: bool):
    """Over 200 draws of val, a head that is too sure: on average within a point, though the temperature is
    fitted on the same val."""
    new = kinds(20_000, seed=1)
    found = []
    for seed in range(200):
        decision = decide(
            KINDS, Aims(coverage=coverage, calibrate=calibrate), kinds(99, seed=seed + 2)
        ).decision
        given = scaled(new.probabilities, decision.temperature)
        found.append(in_set(given, decision)[np.arange(20_000), new.truth].mean())

    assert np.mean(found) == pytest.approx(coverage, abs=0.01)
    assert np.std(found) > 0.02  # one val may be lucky; what is promised is the mean


def test_rows_of_a_group_count_as_one():
    """The same rows told three times give the same sets."""
    val = kinds(50)
    thrice = Val(*(np.tile(a, (3, 1)[: a.ndim]) if a.ndim > 1 else np.tile(a, 3)
                   for a in (val.probabilities, val.truth)), [*val.groups] * 3, val.learned)  # fmt: skip

    assert decide(KINDS, Aims(coverage=0.8), thrice) == decide(KINDS, Aims(coverage=0.8), val)


@pytest.mark.parametrize(("groups", "whole"), [(8, True), (9, False)])
def test_with_too_few_groups_sets_hold_every_label(groups: int, whole: bool):
    """Nothing less is sure to hold the truth nine times of ten; it is told."""
    val = replace(kinds(), groups=[str(i % groups) for i in range(200)])

    found = decide(KINDS, Aims(coverage=0.9), val)

    assert (found.decision.sets == 0.0) is whole
    assert bool(in_set(val.probabilities, found.decision).all()) is whole
    assert found.notes == (
        ("sets hold every label: coverage 0.9 needs 9 groups in val, there are 8",) if whole else ()
    )


def test_rows_of_unknown_truth_count_nowhere():
    """Neither for sets nor for the temperature."""
    val = kinds()
    val.truth[::3] = -1
    rows = np.flatnonzero(val.truth >= 0)
    known = Val(val.probabilities[rows], val.truth[rows], [val.groups[i] for i in rows], val.learned)
    aims = Aims(calibrate=True, coverage=0.8)

    assert decide(KINDS, aims, val) == decide(KINDS, aims, known)


def people(strangers: int, each: int = 3, seed: int = 0) -> tuple[Target, Val]:
    """Val of ten people who were learned and of some who were not, `each` pictures of everybody."""
    target = Target("person", labels=tuple(f"p{i:03}" for i in range(10 + strangers)))
    rng = np.random.default_rng(seed)
    truth = np.arange(target.width).repeat(each)
    highest = np.where(truth < 10, rng.uniform(0.5, 1, len(truth)), rng.uniform(0.2, 0.7, len(truth)))
    given = np.zeros((len(truth), target.width), np.float32)
    given[:, :10] = ((1 - highest) / 9)[:, None]
    given[np.arange(len(truth)), np.minimum(truth, 9)] = highest
    return target, Val(given, truth, [str(i) for i in truth], frozenset(target.labels[:10]))


@pytest.mark.parametrize("share", [0.05, 0.1, 0.3])
def test_few_strangers_are_taken_for_somebody(share: float):
    """Of the strangers of val no larger share than asked for, and nearly as large a one."""
    target, val = people(99)
    strangers = val.truth >= 10

    found = decide(target, Aims(false_accepts=share), val)

    accepted = decided(target, val.probabilities, found.decision) >= 0
    assert share - 0.03 <= accepted[strangers].mean() <= share
    assert found.notes == ()
    assert accepted[~strangers].mean() > 0.5


def test_who_was_learned_does_not_move_what_strangers_must_reach():
    """Only rows of labels that no training row has count."""
    target, val = people(99)
    other = replace(val, probabilities=val.probabilities.copy())
    other.probabilities[val.truth < 10] = 0.1
    aims = Aims(false_accepts=0.1)

    assert decide(target, aims, val) == decide(target, aims, other)


def test_where_nobody_can_be_told_from_strangers_it_is_noted():
    """Everything is as likely as everything else: whoever is refused, all are."""
    target, val = people(99)
    val.probabilities[:] = 0
    val.probabilities[:, 0] = 1

    found = decide(target, Aims(false_accepts=0.1), val)

    assert found.notes == ("nothing in val is decided, for strangers are as likely as others",)
    assert (decided(target, val.probabilities, found.decision) == -1).all()


@pytest.mark.parametrize("strangers", [0, 8])
def test_too_few_strangers_are_refused(strangers: int):
    """No threshold could be believed; the error says how many are needed."""
    target, val = people(strangers)

    with pytest.raises(
        RunError, match=f'"person": false_accepts = 0.1 .* at least 9 such labels, got {strangers}'
    ):
        decide(target, Aims(false_accepts=0.1), val)


def test_of_an_ordinal_target_the_same_is_decided():
    """Its labels exclude each other."""
    ordinal = Target("kind", "ordinal", KINDS.labels)
    aims = Aims(calibrate=True, coverage=0.8)

    assert decide(ordinal, aims, kinds()) == decide(KINDS, aims, kinds())


def test_decisions_are_told_by_label():
    """What stands in scores.json has the names of the labels, and the notes."""
    found = told(TAGS, Decision((0.2, None), temperature=1.5), ["dog: never"])

    assert found == {
        "thresholds": {"cat": 0.2, "dog": None}, "unknown": 0.0, "temperature": 1.5, "sets": None,
        "false_accepts": None, "notes": ["dog: never"],
    }  # fmt: skip
