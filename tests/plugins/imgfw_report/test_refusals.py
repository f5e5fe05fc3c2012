"""Who is refused as unknown."""

from __future__ import annotations

import numpy as np

from imgfw import Sample, Target
from imgfw_report.refusals import LEARNED, STRANGERS, UNLABELLED, refusals, refused_says

WHO = Target("who", "classes", ("ann", "bob", "eve"))
TRUTH, DECIDED = [0, 0, 1, 1, 2, 2, -1, -1], [0, 1, -1, 1, -1, 0, -1, 1]
TRAIN = tuple(
    Sample(f"train/{i}.jpg", digest=f"t{i}", split="train", labels={"who": (name,)})
    for i, name in enumerate(("ann", "bob"))
)
LEFT = Sample("left.jpg", digest="l", split="train", labels={"who": ("eve",)}, left_out="damaged")
ACCEPTS = {"share": 0.02, "low": 0.0, "high": 0.28, "samples": 50, "strangers": 10, "asked": 0.1, "own": 10}


def found(outcome, truth=TRUTH, decided=DECIDED):
    """The refusals of a run; nobody but ann and bob was learned."""
    samples = tuple(Sample(f"{i}.jpg", digest=str(i)) for i in range(len(truth)))
    run = outcome({"who": (WHO, truth, np.full((len(truth), 3), 0.3), decided)}, samples=(*TRAIN, LEFT))
    given = run.predictions["test"]
    given = type(given)(samples, given.truth, given.probabilities, given.decided)
    return refusals(run, given, WHO)


def test_every_sample_is_in_one_place(outcome):
    """Learned, strangers and those without a label: right, wrong or refused."""
    groups = {group.name: group for group in found(outcome).groups}

    assert (groups[LEARNED].right, groups[LEARNED].wrong, groups[LEARNED].refused) == ([0, 3], [1], [2])
    assert (groups[STRANGERS].right, groups[STRANGERS].wrong, groups[STRANGERS].refused) == ([], [5], [4])
    assert (groups[UNLABELLED].wrong, groups[UNLABELLED].refused) == ([7], [6])
    assert sum(group.count for group in groups.values()) == len(TRUTH)


def test_shares_are_those_that_the_scores_hold(outcome):
    """What scores.json calls found and false_accepts is made of these counts."""
    from imgfw.decisions import Decision
    from imgfw.stages.held import held

    told = found(outcome)
    run = outcome({"who": (WHO, TRUTH, np.full((8, 3), 0.3), DECIDED)})
    own = held(run.predictions["test"], {"who": WHO}, {"who": Decision(unknown=0.2)}, TRAIN)["who"]

    learned, strangers = told.of(stranger=False), told.of(stranger=True)
    assert own["found"]["value"] == len(learned.right) / learned.count
    assert own["false_accepts"]["value"] == len(strangers.wrong) / strangers.count


def test_what_was_fitted_and_what_it_came_to_is_told(outcome):
    """With what new strangers may do beyond what was asked."""
    says, warns = refused_says(found(outcome), {"unknown": 0.857, "false_accepts": ACCEPTS})

    text = " ".join(says)
    assert "Below a highest probability of 0.857" in text
    assert "50 pictures of 10 strangers: 2.0% of them are taken for somebody, where 10% were allowed" in text
    assert "1 of 4 pictures of labels that it learned is refused." in text
    assert "1 of 2 strangers is taken for somebody" in text
    assert "up to 28.0% of new ones" in warns[0]


def test_without_strangers_nothing_is_claimed_of_them(outcome):
    """The page says that they are not tested."""
    says, warns = refused_says(found(outcome, [0, 1], [0, 1]), {"unknown": 0.5, "false_accepts": None})

    assert "No stranger is among these pictures" in says[-1] and not warns


def test_that_most_are_refused_is_warned_of(outcome):
    """With what would keep more."""
    says, warns = refused_says(found(outcome, [0, 1, 1], [-1, -1, 1]), {"unknown": 0.99})

    assert warns[0].startswith("2 of 3 pictures of labels that it learned are refused: a lower `unknown`")
    assert not any("refused." in each for each in says[1:-1])
