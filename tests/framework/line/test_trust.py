"""What a run says of its own scores."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from imgfw import Sample
from imgfw.line.trust import trust
from imgfw.outcome import Predictions
from imgfw.targets import Target

TARGETS = {"t": Target("t", labels=("a", "b"))}


def samples(split: str, count: int) -> list[Sample]:
    """Samples whose source tells their label."""
    return [
        Sample(f"{split}{i}", i % 2, digest=f"{split}{i}", split=split, labels={"t": ("ab"[i % 2],)})
        for i in range(count)
    ]


def predictions(given: list[Sample]) -> Predictions:
    """All of them right."""
    truth = np.array(["ab".index(s.labels["t"][0]) for s in given], np.int64)
    return Predictions(tuple(given), {"t": truth}, {}, {"t": truth})


def told(test: int, near=()):
    """The trust in a run with so many test samples."""
    train, val, held = samples("train", 80), samples("val", 40), samples("test", test)
    best = SimpleNamespace(samples=(*train, *val, *held), bundle=SimpleNamespace(targets=TARGETS))
    result = SimpleNamespace(predictions={"val": predictions(val), "test": predictions(held)})
    return trust(best, result, near, None)


def test_the_certificate_comes_first_then_what_speaks_against():
    """One line each; the plain form has all of it."""
    found = told(40, near=(("train0", "train2"),))

    lines = list(found.lines())
    assert lines[0] == "no leaks: 160 samples in 160 groups, 1 near-duplicates kept together"
    assert [line.split()[1] for line in lines[1:]] == ["source"]
    assert found.plain()["certificate"]["near"] == 1 and found.plain()["probe"] is None
    assert [shortcut["fact"] for shortcut in found.plain()["shortcuts"]] == ["source"]


def test_without_test_samples_shortcuts_are_judged_on_val():
    """The same is found where there is no test split."""
    assert [shortcut.fact for shortcut in told(0).shortcuts] == ["source"]
