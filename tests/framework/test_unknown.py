"""The threshold for unknown after the labels of a gallery changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Picture, Target
from imgfw.bundle import Bundle
from imgfw.decisions import Decision, FalseAccepts
from imgfw.encoder import Encoder
from imgfw.examples import made
from imgfw.galleries import changed
from imgfw.parts import Part
from imgfw.unknown import FEWEST, fitted_again, known

PEOPLE = tuple("abcdefghijkl")
ACCEPTS = FalseAccepts(0.0, 0.0, 0.3, 36, 12, 0.1, 12)
SPREAD = 12.0


@pytest.fixture
def around() -> np.ndarray:
    """Where twelve people are in the space of features (12, 3)."""
    return np.random.default_rng(3).normal(0, 40, (len(PEOPLE), 3)).astype(np.float32)


@pytest.fixture
def bundle(small, around: np.ndarray) -> Bundle:
    """Twelve people, three examples of each; one stranger in ten was asked for at most."""
    backbone, head = small["MeanColour"](), small["Known"](name="who", targets=("who",), examples=3)
    state = {"about": f'["who", {", ".join(f"{chr(34)}{p}{chr(34)}" for p in PEOPLE)}]'.encode()}
    fitted = head.restore(state | {"means": around, "rows": np.full(len(PEOPLE), 3.0)})
    picture, rng = Picture(np.zeros((4, 4, 3), np.uint8)), np.random.default_rng(4)
    kept = made("", [], np.zeros((0, 3), np.float32), [])
    for name, mean in zip(PEOPLE, around, strict=True):
        rows = (mean + rng.normal(0, SPREAD, (3, 3))).astype(np.float32)
        kept = kept.with_those(made(name, [name] * 3, rows, [picture] * 3))
    return Bundle(
        Encoder(320, (), (), Part(backbone, backbone)),
        {"who": Part(head, fitted)},
        {"who": Target("who", labels=PEOPLE)},
        {"who": Decision(unknown=0.6, false_accepts=ACCEPTS)},
        examples={"who": kept},
    )


def without(bundle: Bundle, *names: str) -> Bundle:
    """After they left, one by one."""
    for name in names:
        before = known(bundle.heads["who"].fitted.counts["who"])
        left = changed(bundle, "who", lambda gallery, name=name: gallery.remove(name, target="who"))
        if "who" in left.examples:
            left = replace(left, examples={"who": left.examples["who"].without(name)})
        bundle = fitted_again(left, "who", left.heads["who"].fitted, before)
    return bundle


def accepted(bundle: Bundle) -> float:
    """The share of pictures of strangers that is taken for somebody."""
    strangers = np.random.default_rng(5).normal(0, 40, (300, 3)).astype(np.float32)
    return float((bundle.decide(bundle.probabilities(strangers))["who"] >= 0).mean())


def test_fewer_who_are_known_let_in_no_more_strangers(bundle: Bundle):
    """The kept threshold would let in most; that for three lets in few, and says of what it can tell."""
    three = without(bundle, *PEOPLE[3:])
    kept = replace(three, decisions={"who": replace(three.decisions["who"], unknown=0.6)})

    decision = three.decisions["who"]
    assert accepted(kept) > 0.75
    assert accepted(three) < 0.35
    assert decision.stale is None and decision.unknown > 0.6
    accepts = decision.false_accepts
    assert accepts is not None
    assert (accepts.strangers, accepts.own, accepts.samples, accepts.asked) == (3, 3, 9, 0.1)


def test_the_share_asked_for_is_fitted_again_when_there_are_enough(bundle: Bundle):
    """It is that of the recipe, whatever fewer could tell of meanwhile."""
    again = without(without(bundle, *PEOPLE[:3]))
    gallery = bundle.heads["who"].fitted

    back = fitted_again(replace(bundle, decisions=again.decisions), "who", gallery, 9)

    first, accepts = fitted_again(bundle, "who", gallery, 12), back.decisions["who"].false_accepts
    assert back.decisions == first.decisions
    assert accepts is not None and (accepts.asked, accepts.strangers) == (0.1, 12)


def test_two_keep_the_threshold_and_one_alone_is_nobody(bundle: Bundle):
    """Of two, one is left when the other is taken out: that tells nothing. It is said so."""
    three = without(bundle, *PEOPLE[FEWEST:])
    two = without(three, "c")
    one = without(two, "b")

    assert two.decisions["who"].unknown == one.decisions["who"].unknown == three.decisions["who"].unknown
    stale = [each.decisions["who"].stale for each in (two, one)]
    assert [(each.then, each.now, each.why) for each in stale if each] == [
        (3, 2, "that takes 3 who are known"),
        (3, 1, "that takes 3 who are known"),
    ]
    assert accepted(one) == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"false_accepts": None}, "it was given by the recipe"),
        ({"false_accepts": replace(ACCEPTS, asked=None)}, "an earlier imgfw made the bundle"),
        ({"false_accepts": replace(ACCEPTS, own=0)}, "it was fitted on strangers in val alone"),
        ({}, "examples of 0 are kept, and that takes 3"),
    ],
)
def test_a_threshold_that_cannot_be_fitted_again_stays(bundle: Bundle, change: dict, why: str):
    """With how many were known then, over all changes since, and why."""
    decision = replace(bundle.decisions["who"], **change)
    kept = bundle.examples if change else {}

    found = without(replace(bundle, decisions={"who": decision}, examples=kept), "a", "b").decisions["who"]

    assert found.unknown == 0.6 and found.stale is not None
    assert (found.stale.then, found.stale.now) == (12, 10)
    assert found.stale.why.startswith(why)


def test_without_unknown_there_is_nothing_to_fit(bundle: Bundle):
    """Everybody is taken for somebody, as the recipe says."""
    one = without(replace(bundle, decisions={"who": Decision()}), *PEOPLE[1:])

    assert one.decisions["who"] == Decision() and accepted(one) == 1
