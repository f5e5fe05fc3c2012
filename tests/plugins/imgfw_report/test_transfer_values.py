"""The section `transfer-values`."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report.cells import cells
from imgfw_report.report import Report
from imgfw_report.transfer_values import TransferValues

CLASSES = Target("class", "classes", ("a", "b", "c"))
COUNT = 30
VALUES = np.random.default_rng(0).normal(size=(COUNT, 8)).clip(0).astype(np.float32)
VALUES[:, 3] = 0.25


@pytest.fixture
def run(outcome):
    """run(values): thirty samples of three labels, one of which there is once."""

    def made(values=VALUES):
        truth = [2] + [number % 2 for number in range(1, COUNT)]
        return outcome(
            {"class": (CLASSES, truth, np.full((COUNT, 3), 0.3), truth)},
            features=lambda samples, candidate="": values[[int(sample.digest) for sample in samples]],
        )

    return made


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(TransferValues)


def test_each_label_has_pictures_with_their_cells(run, written):
    """Drawn on one scale, with how many are zero and the range of each."""
    page = written(Report(sections=("transfer-values",)), run())

    shown = [
        own
        for own in VALUES
        if f"{(own == 0).sum()} of 8 zero · {own.min():.3g} to {own.max():.3g}" in page.text
    ]
    assert len(page.all("img")) == 5 and shown
    assert [label for label in ("a", "b", "c") if f"\n{label}\n" in page.text] == ["a", "b", "c"]
    zero = (VALUES == 0).mean()
    assert (
        f"Of all features of 30 pictures {zero:.0%} are zero; they lie between 0 and {VALUES.max():.3g}"
        in page.text
    )
    assert "1 of the 8 are the same in every one of them" in page.text


def test_cells_are_those_of_the_features(run, page_of):
    """Of the only sample of a label, full where the largest hundredth begins."""
    (figure,) = TransferValues(labels=3, count=20).show(page_of(run()))

    full = float(np.quantile(VALUES[VALUES > 0], 0.99))
    assert cells(VALUES[0], full).uri in figure.html
    assert f"full is {full:.3g} and more" in figure.says[0]


def test_the_most_frequent_labels_are_shown_by_chance_that_is_seeded(run, page_of):
    """The same ones for the same seed."""
    shown = [next(iter(TransferValues(labels=2, seed=seed).show(page_of(run())))).html for seed in (0, 0, 1)]

    assert shown[0] == shown[1] != shown[2]
    assert shown[0].count("<img") == 4 and "<bdi>c</bdi>" not in shown[0]


def test_features_that_are_all_the_same_are_warned_of(run, page_of):
    """A backbone that sees nothing."""
    (figure,) = TransferValues().show(page_of(run(np.ones((COUNT, 4), np.float32))))

    assert "All 30 pictures looked at have the same features" in figure.warns[0]
    (figure,) = TransferValues().show(page_of(run(np.zeros((COUNT, 4), np.float32))))
    assert "100% are zero" in figure.says[1]


def test_where_nothing_is_kept_it_says_so(run, page_of):
    """With what to do."""
    (figure,) = TransferValues().show(page_of(run(np.zeros((COUNT, 0), np.float32))))

    assert figure.html == "" and "run the recipe again" in figure.says[0]
