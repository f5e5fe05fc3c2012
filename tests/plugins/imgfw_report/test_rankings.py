"""What targets tell of one another."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.feature_selection import chi2

from imgfw import Sample, Target
from imgfw_faces.popularity import WORTH
from imgfw_report.rankings import LABELS, THIRDS, rankings

LOOKS = Target("looks", "multi-label", ("smiling", "hat"))
POPULARITY = Target("popularity", "number")
AGE = Target("age", "classes", ("young", "old"))
COUNT = 90


def run(*targets, recipe=None, labels=None):
    """Ninety train samples, three of a group; those that smile are popular, hats change nothing."""

    def own(number):
        smiles = number % 90 >= 45
        return {
            "looks": (("smiling",) if smiles else ()) + (("hat",) if number % 2 else ()),
            "popularity": float(number),
            "age": ("old",) if number % 3 == 0 else ("young",),
        }

    samples = [
        Sample(f"{i}.jpg", digest=str(i), labels=own(i) | (labels or {}), split="train", group=str(i // 3))
        for i in range(COUNT)
    ]
    samples.append(Sample("test.jpg", digest="t", labels=own(0), split="test"))
    samples.append(Sample("out.jpg", digest="o", labels=own(0), split="train", left_out="broken"))
    return SimpleNamespace(
        samples=tuple(samples), targets={target.name: target for target in targets}, recipe=recipe or {}
    )


def test_a_number_is_cut_into_thirds_of_the_train_samples():
    """Whose attributes are ranked as scikit-learn ranks them."""
    (found,) = rankings(run(LOOKS, POPULARITY))

    assert (found.target, found.labels, found.samples, found.groups) == ("popularity", THIRDS, COUNT, 30)
    assert found.edges == pytest.approx((89 / 3, 178 / 3))
    assert [row.attribute for row in found.rows] == ["smiling", "hat"]
    assert found.rows[0].toward == "highest third"
    smiles = (np.arange(COUNT) >= 45).astype(float)[:, None]
    statistic, p = chi2(smiles, np.arange(COUNT) // 30)
    assert (found.rows[0].chi2, found.rows[0].p) == (pytest.approx(statistic[0]), pytest.approx(p[0]))
    assert found.of == {"smiling": "looks", "hat": "looks"}


def test_labels_of_classes_and_numbers_are_attributes_too():
    """Under the name of their target where there are several."""
    found = {ranking.target: ranking for ranking in rankings(run(LOOKS, POPULARITY, AGE))}

    assert found.keys() == {"popularity", "age"}
    assert found["popularity"].of.keys() == {"looks: smiling", "looks: hat", "age: young", "age: old"}
    assert "popularity above 44.5" in found["age"].of
    assert next(r for r in found["age"].rows if r.attribute == "popularity above 44.5").holds == 45


def test_what_is_made_of_the_same_column_does_not_tell_of_itself():
    """A cut of popularity knows it too well."""
    quality = Target("quality", "ordinal", ("Poor", "Great"), (44.0,))
    given = run(
        quality,
        POPULARITY,
        LOOKS,
        recipe={"target": {"quality": {"from": "popularity"}}},
        labels={"quality": ("Great",)},
    )

    assert [set(ranking.of.values()) for ranking in rankings(given)] == [{"looks"}, {"looks"}]


def test_what_nobody_knows_does_not_count():
    """Neither of the target nor of an attribute."""
    nobody = run(LOOKS, AGE, labels={"age": ()})
    some = run(LOOKS, AGE, labels={"looks:unknown": ("hat",)})

    assert list(rankings(nobody)) == []
    (found,) = rankings(some)
    assert [row.known for row in found.rows if row.attribute == "hat"] == [0]


def test_many_classes_are_no_attributes():
    """A person's name is none."""
    people = Target("person", "classes", tuple(str(n) for n in range(LABELS + 1)))

    assert [r.target for r in rankings(run(AGE, people, labels={"person": ("1",)}))] == ["person"]
    assert list(rankings(run(LOOKS))) == list(rankings(run(AGE))) == []


@pytest.mark.slow
def test_of_drawn_selfies_what_makes_popularity_comes_first(components):
    """Of the attributes of the UCF layout the seven that chi-squared puts first, and eight of the weights."""
    source = components.find("source", "drawn-selfies")(count=1200, people=400)
    names = (
        "oval_face",
        "round_face",
        "mouth_open",
        "wearing_glasses",
        "black_hair",
        "red_hair",
        "curly_hair",
    )
    looks = Target("looks", "multi-label", (*names, *WORTH))
    samples = [
        replace(
            sample,
            digest=str(number),
            split="train",
            labels={
                "popularity": sample.labels["popularity"],
                "looks": tuple(name for name in looks.labels if sample.labels.get(name)),
                "looks:unknown": tuple(name for name in looks.labels if name not in sample.labels),
            },
        )
        for number, sample in enumerate(source.samples())
    ]
    targets = {"popularity": POPULARITY, "looks": looks}

    (found,) = rankings(SimpleNamespace(samples=samples, targets=targets, recipe={}))

    by_weight = sorted(found.rows, key=lambda row: row.weight_rank or 99)
    assert {row.attribute for row in found.rows[:7]} <= WORTH.keys()
    assert {row.attribute for row in by_weight[:8]} <= WORTH.keys()
    assert all((WORTH[row.attribute] > 0) == (row.toward == "highest third") for row in by_weight[:8])
