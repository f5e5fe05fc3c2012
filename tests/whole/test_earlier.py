"""A run that goes on from the network of an earlier one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]

RECIPE = """
name = "first"
source = [{ use = "drawn-selfies", count = 60, people = 20 }]
backbone = { use = "small-cnn", size = 32, filters = [8, 16] }
head = [{ use = "dense", target = "quality" }]
metric = [{ use = "accuracy" }]
train = { epochs = 1 }
"""


def goes_on(folder: Path) -> tuple[str, str]:
    """The words that make a run begin with the network in a folder."""
    return "--set", f"backbone.weights={json.dumps(str(folder))}"


def test_a_run_goes_on_from_an_earlier_one(tool, tmp_path):
    """Frozen, its features are those of the earlier network; a copy of that run counts as the same, so that
    nothing is encoded or learned again, and TensorFlow stays out. A frozen run cannot be gone on from, and
    with another split the pictures that were learned from before would be in test."""
    (tmp_path / "r.toml").write_text(RECIPE, "utf-8")
    first = tool("run", "r.toml", "--json", work=tmp_path)
    trained = tmp_path / first.document["run"]
    shutil.copytree(trained / "bundle", tmp_path / "copy")

    second = tool("run", "r.toml", *goes_on(trained), "--json", work=tmp_path)
    third = tool("run", "r.toml", *goes_on(tmp_path / "copy"), "--json", work=tmp_path)
    fourth = tool("run", "r.toml", *goes_on(tmp_path / second.document["run"]), work=tmp_path)
    fifth = tool("run", "r.toml", *goes_on(tmp_path / "copy"), "--set", "seed=8", work=tmp_path)

    assert first.code == second.code == third.code == 0, first.err + second.err + third.err
    graphs = [
        tmp_path / done.document["run"] / "bundle" / "backbone" / "graph.tflite" for done in (first, second)
    ]
    assert graphs[0].read_bytes() == graphs[1].read_bytes()
    assert second.made(tmp_path)["encode"] > 0
    assert {stage for stage, made in third.made(tmp_path).items() if made} <= {"sinks"} and not third.heavy
    assert fourth.code == 1 and "its backbone was frozen" in fourth.err
    assert fifth.code == 1 and "copy has learned from" in fifth.err and "samples of test" in fifth.err
