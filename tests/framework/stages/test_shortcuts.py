"""Facts that tell labels by themselves are found, others are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw.data import Sample
from imgfw.outcome import Predictions
from imgfw.stages.shortcuts import LEAST, shortcuts
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


def random_facts(count: int, rng: np.random.Generator, each: int = 1) -> list[Sample]:
    """Samples whose facts and labels have nothing to do with each other; so many of each group are alike."""
    found = []
    for group in range(count // each):
        facts = {name: float(rng.random()) for name in ("brightness", "contrast", "sharpness")}
        facts |= {name: int(rng.integers(200, 900)) for name in ("width", "height")}
        facts |= {name: f"{name}{rng.integers(3)}" for name in ("camera", "format")}
        source, label = int(rng.integers(3)), "ab"[rng.integers(2)]
        found += [
            Sample("", source, "", f"{rng.random()}", labels={"t": (label,)}, facts=facts, group=str(group))
            for _ in range(each)
        ]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("train", "test", "each", "right", "draws"),
    [(200, 40, 1, 0.5, 300), (100, 8, 1, 0.9, 300), (400, 200, 10, 0.5, 100)],
    ids=["a model at chance", "few samples", "people with ten pictures each"],
)
def test_random_facts_are_seldom_told(train: int, test: int, each: int, right: float, draws: int):
    """Of runs in which no fact says anything, not more than two in a hundred are warned."""
    rng = np.random.default_rng(0)

    warned = sum(
        bool(
            shortcuts(
                random_facts(train, rng, each),
                predictions(random_facts(test, rng, each), right, seed),
                TARGETS,
            )
        )
        for seed in range(draws)
    )

    assert warned <= 0.02 * draws


@pytest.mark.parametrize("right", [0.3, 0.5, 0.7, 1.0])
@pytest.mark.parametrize("count", [12, 20, 200])
def test_a_fact_that_gives_the_labels_away_is_always_told(right: float, count: int):
    """One class all dark: told of in every draw, however weak the model and with few samples, too."""
    dark = {"brightness": lambda label, rng: float(rng.uniform(0.1, 0.3) + 0.5 * label)}

    for seed in range(20):
        train, test = samples(100, seed, **dark), samples(count, seed + 100, **dark)
        assert [s.fact for s in shortcuts(train, predictions(test, right, seed), TARGETS)] == ["brightness"]


def test_a_fact_that_leads_by_luck_is_not_told_beside_a_model_at_chance():
    """Right 24 times of 40 is more than the model's 20, and still nothing that chance would not do."""
    train = samples(100, 1, brightness=lambda label, _: float(label))
    test = samples(40, 2, brightness=lambda label, _: float(label))
    turned = [replace(s, facts={"brightness": 1 - s.facts["brightness"]}) for s in test[:16]]
    mixed = [*turned, *test[16:]]

    assert shortcuts(train, predictions(mixed, right=0.0), TARGETS) == []
    assert shortcuts(train, predictions(test, right=0.0), TARGETS) != []


@pytest.mark.parametrize("groups", [LEAST - 1, LEAST])
def test_a_label_must_be_judged_often_enough(groups: int):
    """A label that fewer groups have is left aside, and with one label left nothing is told."""
    camera = {"camera": lambda label, _: f"cam{label}"}
    train, test = samples(100, 1, **camera), samples(100, 2, **camera)
    kept = [s for s in test if s.labels["t"] == ("a",)]
    others = [s for s in test if s.labels["t"] == ("b",)]
    rare = [replace(s, group=f"g{i % groups}") for i, s in enumerate(others)]

    found = shortcuts(train, predictions([*kept, *rare]), TARGETS)

    assert [s.fact for s in found] == (["camera"] if groups >= LEAST else [])


def test_it_reads_as_a_sentence():
    """The sentence has both figures."""
    train, test = (samples(n, n, brightness=darker_when_b) for n in (400, 200))

    (found,) = shortcuts(train, predictions(test), TARGETS)

    assert str(found).startswith(
        "brightness alone tells t nearly as well as the pictures: balanced accuracy 0.9"
    )
    assert found.plain()["fact"] == "brightness"
