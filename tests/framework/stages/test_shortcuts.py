"""Facts that tell labels by themselves are found, others are not."""

from __future__ import annotations

import numpy as np

from imgfw.data import Sample
from imgfw.outcome import Predictions
from imgfw.stages.shortcuts import shortcuts
from imgfw.targets import Target

TARGETS = {"t": Target("t", labels=("a", "b")), "n": Target("n", "number")}


def samples(count: int, seed: int, **facts) -> list[Sample]:
    """Samples of two labels; each fact is made by its function of (label, rng)."""
    rng = np.random.default_rng(seed)
    found = []
    for i in range(count):
        label = i % 2
        given = {name: make(label, rng) for name, make in facts.items()}
        source = given.pop("source", 0)
        found.append(
            Sample(str(i), source, digest=f"{seed}-{i}", labels={"t": (("a", "b")[label],)}, facts=given)
        )
    return found


def predictions(given: list[Sample], right: float = 0.95, seed: int = 5) -> Predictions:
    """A model that is right so often."""
    truth = np.array([("a", "b").index(s.labels["t"][0]) for s in given])
    hit = np.random.default_rng(seed).random(len(given)) < right
    return Predictions(tuple(given), {"t": truth}, {}, {"t": np.where(hit, truth, 1 - truth)})


def told(right: float = 0.95, **facts) -> list[str]:
    """Which facts are shortcuts."""
    train, test = samples(400, 1, **facts), samples(200, 2, **facts)
    return [found.fact for found in shortcuts(train, predictions(test, right), TARGETS)]


def darker_when_b(label: int, rng: np.random.Generator) -> float:
    """A brightness that mostly tells the label."""
    return float(np.clip(rng.normal(0.6 - 0.3 * label, 0.08), 0, 1))


def any_size(label: int, rng: np.random.Generator) -> int:
    """A size that says nothing."""
    return int(rng.integers(200, 900))


def test_brightness_that_tells_the_label_is_found():
    """One class photographed in the dark; the size, which says nothing, is not named."""
    assert told(brightness=darker_when_b, width=any_size, height=any_size) == ["brightness"]


def test_sources_and_cameras_are_names():
    """One camera a class and one source a class are both told; two cameras for both are not."""
    assert set(told(camera=lambda label, _: f"cam{label}", source=lambda label, _: label)) == {
        "camera",
        "source",
    }
    assert told(camera=lambda _, rng: f"cam{rng.integers(2)}") == []


def test_a_fact_that_says_a_little_is_none():
    """Where the pictures say far more, a weak hint is no shortcut."""
    assert told(brightness=lambda label, rng: float(rng.normal(0.5 - 0.05 * label, 0.1))) == []


def test_where_the_model_knows_nothing_a_sure_fact_is_told():
    """A model at chance beside a fact that knows is told as well."""
    assert told(right=0.5, brightness=darker_when_b) == ["brightness"]


def test_what_nobody_knows_is_no_shortcut():
    """Without facts, and with values that training never had, nothing is found and nothing fails."""
    assert told() == []
    train = samples(40, 1, camera=lambda label, _: f"old{label}")
    test = samples(40, 2, camera=lambda label, _: f"new{label}")
    assert shortcuts(train, predictions(test), TARGETS) == []


def test_rare_labels_count_as_much_as_common_ones():
    """Nine in ten are "a": a fact that always says "a" is right nine times in ten and no shortcut."""
    common = [s for i, s in enumerate(samples(400, 1, width=any_size)) if i % 2 == 0 or i % 18 == 1]
    test = [s for i, s in enumerate(samples(400, 2, width=any_size)) if i % 2 == 0 or i % 18 == 1]

    assert shortcuts(common, predictions(test), TARGETS) == []


def test_it_reads_as_a_sentence():
    """The sentence has both figures."""
    train, test = (samples(n, n, brightness=darker_when_b) for n in (400, 200))

    (found,) = shortcuts(train, predictions(test), TARGETS)

    assert str(found).startswith(
        "brightness alone tells t nearly as well as the pictures: balanced accuracy 0.9"
    )
    assert found.plain()["fact"] == "brightness"
