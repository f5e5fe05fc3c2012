"""What is said of a map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Sample, Target
from imgfw_report.kept_features import Kept
from imgfw_report.map_words import says, share_told
from imgfw_report.neighbourhood import neighbourhood

CLASSES = Target("class", "classes", ("a", "b"))
AGE = Target("age", "number")
COUNT = 40
TRUTH = np.arange(COUNT) % 2
APART = (TRUTH * 10.0)[:, None] + np.random.default_rng(0).normal(size=(COUNT, 2))
MIXED = np.random.default_rng(1).normal(size=(COUNT, 2))


@pytest.fixture
def kept() -> Kept:
    """Forty samples, half of each label."""
    samples = tuple(Sample(f"{i}.jpg", digest=str(i)) for i in range(COUNT))
    return Kept("test", COUNT, tuple(range(COUNT)), samples, {"class": TRUTH}, (("base",),), (APART,))


def of(features, target=CLASSES, truth=TRUTH):
    """What is nearest in these features."""
    return neighbourhood(features, target, truth, [str(i) for i in range(COUNT)])


def told(kept, *found, target=CLASSES, method="pca", spread=0.25, drawn_open=COUNT):
    """Everything that is said, and what is warned of."""
    says_, warns = says(kept, target, found, method, spread, drawn_open=drawn_open, seed=0)
    return " ".join(says_), " ".join(warns)


def test_it_says_how_far_labels_lie_apart_and_what_chance_gives(kept):
    """From the features; nothing is warned of."""
    said, warned = told(kept, of(APART))

    assert "nearest to one, 100% have its label; by chance it would be 49%" in said
    assert "hold 25% of all difference" in said and "A point a picture" in said
    assert warned == ""
    assert share_told(CLASSES, of(APART)) == "100% of the 5 nearest have the label, 49% by chance"


def test_features_that_tell_nothing_are_warned_of(kept):
    """As the interval of share less chance holds 0."""
    _, warned = told(kept, of(MIXED))

    assert "no more often than chance may have it" in warned


def test_few_pictures_are_not_said_to_tell_nothing(kept):
    """Of six the five nearest are all the others, whatever the features are."""
    six = replace(kept, samples=kept.samples[:6], of=6)
    found = neighbourhood(APART[:6], CLASSES, TRUTH[:6], [str(i) for i in range(6)])

    said, warned = told(six, found, drawn_open=6)

    assert "too few to show whether that is more than chance" in said and warned == ""


def test_of_many_pictures_of_few_groups_it_is_not_said_either(kept):
    """Forty pictures, each of them one of eight groups."""
    grouped = replace(kept, samples=tuple(replace(s, group=str(i % 8)) for i, s in enumerate(kept.samples)))
    found = neighbourhood(MIXED, CLASSES, TRUTH, [sample.group_key for sample in grouped.samples])

    said, warned = told(grouped, found)

    assert "too few to show whether that is more than chance" in said and warned == ""


def test_the_label_that_lies_most_among_others_is_named(kept):
    """As far as chance leaves room."""
    truth = np.array([0] * 24 + [1] * 16)
    features = np.where(np.arange(COUNT)[:, None] < 20, 10.0, 0.0) + MIXED

    said, _ = told(kept, of(features, truth=truth))

    assert "Least apart lies b:" in said
    assert "Least apart" not in told(kept, of(APART))[0]


def test_candidates_are_compared_with_an_interval(kept):
    """Which is further apart, or that no difference is shown; the chosen one stands first."""
    two = replace(kept, names=(("base",), ("wide", "deep")))

    better, _ = told(two, of(APART), of(MIXED))
    worse, _ = told(two, of(MIXED), of(APART))
    same, _ = told(two, of(APART), of(APART * 2))

    assert "further apart in the features of base than of wide: 100% against" in better
    assert "further apart in the features of wide than of base:" in worse
    assert "No difference is shown between the features of base and of wide: 100% against 100%" in same
    assert "(difference +0 to +0 points, 95 %)" in same


def test_what_is_not_shown_is_told(kept):
    """Samples that chance left out, or that are kept no more; candidates of which nothing is."""
    some = replace(kept, of=500)
    lost = replace(kept, of=COUNT + 3, lost=3, gone=("wide",))

    assert "40 of 500 test pictures, by chance" in told(some, of(APART))[0]
    assert "The 12 larger points open their pictures." in told(some, of(APART), drawn_open=12)[0]
    assert "A point a picture" in told(lost, of(APART))[0]
    assert "Left out: 3 pictures" in told(lost, of(APART))[1]
    assert "Nothing is kept of the features of wide." in told(lost, of(APART))[1]


def test_of_a_number_it_says_how_much_the_nearest_explain(kept):
    """And without any known truth nothing but what is drawn."""
    line = np.linspace(0, 1, COUNT)
    said, warned = told(kept, of(line[:, None], AGE, line), target=AGE, method="t-sne", spread=None)
    nothing, _ = told(kept, None, target=AGE)

    assert "explain 99% of the spread of its age" in said and "t-SNE" in said
    assert "fifths of age" in said and "Least apart" not in said and not warned
    assert "nearest" not in nothing
    assert share_told(AGE, of(line[:, None], AGE, line)) == "99% of the spread explained by the 5 nearest"
