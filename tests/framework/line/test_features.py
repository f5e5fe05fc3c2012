"""Features of a finished run's samples, of any candidate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, Sample
from imgfw.line.features import features_of
from imgfw.rowlog import RowLog

SAMPLES = [Sample("a.jpg", digest="a"), Sample("b.jpg", digest="b")]


def features(tmp_path: Path, *board, kept: str = "wide"):
    """What the outcome has, where one log has a row of the second sample; own ones are all 5."""
    with RowLog(tmp_path / f"{kept}.log") as log:
        log.append([("b", np.array([1, 2], np.float16))])
    return features_of(
        board,
        lambda samples: np.full((len(samples), 1), 5.0),
        "own",
        lambda key: RowLog(tmp_path / f"{key}.log"),
    )


def test_without_a_candidate_they_are_those_of_the_chosen_one(tmp_path):
    """All of them, made where they are not kept."""
    given = features(tmp_path, {"candidate": "base", "chosen": True, "rows": "own"})

    assert given(SAMPLES).tolist() == [[5.0], [5.0]]


def test_of_a_candidate_what_is_kept_is_given_and_nothing_is_made(tmp_path):
    """NaN stands for what is not, and no column where nothing is."""
    board = (
        {"candidate": "base", "chosen": True, "rows": "own"},
        {"candidate": "wide", "chosen": False, "rows": "wide"},
    )
    given = features(tmp_path, *board)

    wide = given(SAMPLES, candidate="wide")
    assert wide.dtype == np.float32 and np.isnan(wide[0]).all() and wide[1].tolist() == [1, 2]
    assert given(SAMPLES, candidate="base").shape == (2, 0)
    assert not (tmp_path / "own.log").exists()


def test_a_run_of_an_earlier_version_has_those_of_the_chosen_one(tmp_path):
    """It did not note where the others' are."""
    board = {"candidate": "base", "chosen": False}, {"candidate": "wide", "chosen": True}
    given = features(tmp_path, *board, kept="own")

    assert given(SAMPLES, candidate="base").shape == (2, 0)
    assert given(SAMPLES, candidate="wide")[1].tolist() == [1, 2]


def test_a_candidate_that_there_is_not_is_refused(tmp_path):
    """With the nearest name."""
    with pytest.raises(CallError, match=r'no candidate is called "wider"; did you mean "wide"\?'):
        features(tmp_path, {"candidate": "wide", "chosen": True})(SAMPLES, candidate="wider")
