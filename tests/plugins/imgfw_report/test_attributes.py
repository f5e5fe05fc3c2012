"""The section `attributes`."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_selection import chi2

from imgfw import Sample, Target
from imgfw.testing import check_component
from imgfw_report.attributes import Attributes
from imgfw_report.report import Report

CLASSES = Target("class", "classes", ("a", "b"))
LOOKS = Target("looks", "multi-label", ("smiling", "twin", "hat", "never"))
COUNT = 80


@pytest.fixture
def run(outcome):
    """Eighty train samples; a smile goes along with b, and so does its twin."""
    samples = tuple(
        Sample(
            f"{i}.jpg",
            digest=str(i),
            split="train",
            labels={
                "class": ("ab"[i % 2],),
                "looks": (("smiling", "twin") if (i % 2 == 1) != (i % 10 == 0) else ())
                + (("hat",) if i % 3 else ()),
            },
        )
        for i in range(COUNT)
    )
    given = {
        "class": (CLASSES, [0], [[0.5, 0.5]], [0]),
        "looks": (LOOKS, [[0.0] * 4], [[0.5] * 4], [[False] * 4]),
    }
    made = outcome(given, samples=samples)
    made.predictions["test"] = made.predictions["test"].take([])
    return made


def test_it_keeps_its_contract():
    """On a tiny run with hostile names, which has one target and so no figure."""
    check_component(Attributes)


def test_figures_are_those_of_scikit_learn(run, written):
    """In the order of chi-squared, with what each speaks for."""
    smiles = np.array([(i % 2 == 1) != (i % 10 == 0) for i in range(COUNT)], float)
    statistic, p = chi2(smiles[:, None], np.arange(COUNT) % 2)

    page = written(Report(sections=("attributes",)), run)

    text = " ".join(page.text.split())
    assert f"smiling {smiles.sum():.0f}80 {statistic[0]:.1f}{p[0]:.2g}" in text
    assert text.index("smiling 48") < text.index("hat 5")
    assert "smiling tells most by itself, and speaks for b." in text
    assert "2 of 3 go along with it by more than chance may bring" in text


def test_the_longest_bar_is_the_most_telling(run, page_of):
    """Of each of both columns."""
    (figure,) = Attributes().show(page_of(run))

    assert figure.html.count('class="fill" width="100.0"') == 4  # smiling and its twin, in both columns


def test_copies_and_what_never_holds_are_told(run, page_of):
    """Where nobody should miss it."""
    (figure,) = Attributes().show(page_of(run))

    assert figure.warns == (
        "twin is the same as smiling in every sample: one says nothing new.",
        "Never there, so nothing can be said of: never.",
    )
    assert "same as" in figure.html


def test_of_many_attributes_the_first_are_shown(run, page_of):
    """With where to find the others."""
    (figure,) = Attributes(count=2).show(page_of(run))

    assert figure.html.count("<tr") == 3
    assert figure.says[-1] == "The first 2 of 4; the sink attribute-ranking writes all of them."
