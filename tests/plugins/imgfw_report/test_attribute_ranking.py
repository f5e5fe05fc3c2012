"""The sink `attribute-ranking`."""

import csv
from pathlib import Path

import numpy as np
import pytest

from imgfw import Outcome, Sample, Target
from imgfw.registry import Registry
from imgfw_report.attribute_ranking import AttributeRanking

SINK = AttributeRanking()
QUALITY = Target("quality", "ordinal", ("Poor", "Great"), (4.0,))
LOOKS = Target("looks", "multi-label", ("smiling", "hat", "<b>"))


def outcome(targets=(QUALITY, LOOKS)) -> Outcome:
    """Forty train samples of which the great ones smile, and test samples that say the opposite."""
    samples = []
    for number in range(60):
        great = number % 2 == 0
        smiles = great if number < 40 else not great
        labels = {
            "quality": ("Great" if great else "Poor",),
            "looks": (("smiling",) if smiles else ()) + (("hat",) if number % 3 else ()),
            "looks:unknown": ("<b>",),
        }
        split = "train" if number < 40 else "test"
        samples.append(Sample(f"{number}.jpg", digest=str(number), labels=labels, split=split))
    samples.append(Sample("odd.jpg", digest="odd", labels={"looks": ()}, split="train"))
    return Outcome(
        folder=Path("runs/x"),
        recipe={"name": "x"},
        samples=tuple(samples),
        targets={target.name: target for target in targets},
        scores={},
        predictions={},
        history=(),
        findings=(),
        leaderboard=(),
        bundle=Path("runs/x/bundle"),
        picture=lambda sample: pytest.fail("no picture is needed"),
        content=lambda sample: pytest.fail("no picture is needed"),
        features=lambda samples: np.zeros((len(samples), 1), np.float32),
        load=lambda: pytest.fail("no bundle is needed"),
        components=Registry(()),
    )


def test_it_writes_a_table_of_the_train_samples(tmp_path):
    """The most telling attribute first; what is unknown has empty cells."""
    SINK.write(outcome(), tmp_path)

    with (tmp_path / "ranking.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["attribute"] for row in rows] == ["smiling", "hat", "<b>"]
    assert (rows[0]["target"], rows[0]["attributes"]) == ("quality", "looks")
    assert (rows[0]["known"], rows[0]["holds"], rows[0]["chi2"], rows[0]["toward"]) == (
        "40",
        "20",
        "20",
        "Great",
    )
    assert (rows[2]["known"], rows[2]["chi2"], rows[2]["chi2_rank"]) == ("0", "", "0")


def test_without_two_targets_there_is_nothing_to_rank(tmp_path):
    """The table is empty."""
    SINK.write(outcome((QUALITY,)), tmp_path)

    assert len((tmp_path / "ranking.csv").read_text().splitlines()) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["ranking.csv"]
