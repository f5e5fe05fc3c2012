"""The map on real photos: what ImageNet taught tells scenes apart, what chance gave does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

import imgfw

RECIPE = """
name = "taught"
best = "class/accuracy"

[[source]]
use = "folder"
path = "{photos}"

[backbone]
use = "mobilenet-v2"
weights = "imagenet"

[[head]]
use = "nearest"

[[metric]]
use = "accuracy"

[[candidate]]
name = "chance"
backbone = {{ weights = "none" }}
train = {{ freeze = "all" }}

[[candidate]]
name = "likened"
head = [{{ k = 3 }}]

[[sink]]
use = "report"
sections = ["map", "transfer-values", "predictions"]
"""


def share(outcome: imgfw.Outcome, candidate: str) -> float:
    """How many of the five nearest have the label, by scikit-learn; each picture is a group of its own."""
    given = outcome.predictions["test"]
    features, truth = outcome.features(given.samples, candidate=candidate), given.truth["class"]
    near = NearestNeighbors(n_neighbors=6, algorithm="brute").fit(features.astype(np.float64))
    return float((truth[near.kneighbors(return_distance=False)[:, :5]] == truth[:, None]).mean())


@pytest.mark.slow
@pytest.mark.keras
def test_the_page_says_which_network_tells_scenes_apart(
    assets: Path, tool: Callable[..., Any], tmp_path: Path, monkeypatch
):
    """One map for each that differs, with the number that the kept rows give, also when written again."""
    (tmp_path / "recipe.toml").write_text(RECIPE.format(photos=assets / "data" / "scenes8"))
    home = str(assets / "assets" / "keras_home")

    done = tool("run", "recipe.toml", "--limit", 240, "--json", work=tmp_path, KERAS_HOME=home)

    assert done.code == 0, done.err
    run = tmp_path / done.document["run"]
    page = (run / "sinks" / "report" / "report.html").read_text("utf-8")
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    outcome = imgfw.open(run)
    taught, chance = share(outcome, "taught"), share(outcome, "chance")
    assert taught > chance + 0.2
    shown = re.findall(r"<h4><bdi>([^<]*)</bdi></h4>\s*<p class=\"share quiet\">(\d+)% of the 5", page)
    (own, first), (other, second) = shown
    assert set(own.split(", ")) == {"taught", "likened"} and other == "chance"
    assert (first, second) == (f"{100 * taught:.0f}", f"{100 * chance:.0f}")
    assert re.search(r"Labels lie further apart in the features of (taught|likened) than of chance: ", page)
    assert "could not be drawn" not in page

    again = tool("report", run, "--to", tmp_path / "again", work=tmp_path, KERAS_HOME=home)

    assert again.code == 0, again.err
    assert [
        x for x in shown if f"{x[1]}% of the 5" not in (tmp_path / "again" / "report.html").read_text()
    ] == []
