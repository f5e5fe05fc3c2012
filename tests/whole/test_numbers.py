"""A number is learned, judged, and chosen by."""

from __future__ import annotations

from pathlib import Path

import pytest

import imgfw.testing.toy as toy

CANDIDATES = {"one": 1, "few": 8, "all": 100}
RECIPE = """
seed = 7
best = "score/{best}"
source = [{{ use = "drawn-selfies", count = 80, people = 60 }}]
backbone = {{ use = "toy-colour" }}
head = [{{ use = "nearest", target = "score", k = 3 }}]
metric = [{{ use = "mse" }}, {{ use = "mae" }}, {{ use = "r2" }}, {{ use = "spearman" }}]
candidate = [{candidates}]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("best", "chooses"), [("mae", min), ("spearman", max)])
def test_the_lowest_error_or_the_highest_correlation_chooses(tool, tmp_path: Path, best, chooses):
    """Of four candidates for the score of drawn selfies; one that always says the mean has no correlation.

    All figures have intervals, and none needs scikit-learn.
    """
    candidates = ", ".join(f'{{ name = "{name}", head = [{{ k = {k} }}] }}' for name, k in CANDIDATES.items())
    recipe = tmp_path / "score.toml"
    recipe.write_text(RECIPE.format(best=best, candidates=candidates))

    done = tool("run", recipe, "--plugin", toy.__file__, "--json", work=tmp_path)

    assert done.code == 0, done.err
    board = done.document["leaderboard"]
    values = {row["candidate"]: row["val"] for row in board}
    (chosen,) = [row["candidate"] for row in board if row["chosen"]]
    assert len(set(values.values())) == 4
    assert (values["all"] is None) == (best == "spearman")
    assert values[chosen] == chooses(value for value in values.values() if value is not None)
    found = done.document["scores"]["score"]["test"]
    assert set(found) == {"mse", "rmse", "mae", "r2", "spearman"}
    assert all(score["low"] < score["value"] < score["high"] for score in found.values())
    assert not done.heavy
