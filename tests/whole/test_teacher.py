"""Learning from a teacher: its rows are made once, and an earlier run can teach another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]

COMPARED = 3
RECIPE = """
name = "taught"
source = [{ use = "drawn-selfies", count = 60, people = 20 }]
backbone = { use = "small-cnn", size = 32, filters = [8, 16] }
head = [{ use = "dense", target = "quality" }]
metric = [{ use = "accuracy" }]

[train]
batch_size = 16
phase = [{ epochs = 1, objectives = { mse = 1 } }, { epochs = 1, objectives = { labels = 1, cosine = 0.2 } }]

[train.teacher]
backbone = { use = "small-cnn", size = 64, filters = [16] }
"""


def samples(work: Path, run: str, split: str) -> int:
    """How many samples of a split a run used."""
    lines = (work / run / "samples.csv").read_text().splitlines()
    return sum(f",{split}," in line for line in lines)


def test_a_teacher_sees_each_picture_once(tool, tmp_path):
    """A second training with another step size takes all teacher rows from the row store.

    Both make the same number of rows with the network they trained, so that the passes that the first run has
    more are the teacher's: one for each training picture, and those that compare its graph with Keras.
    """
    (tmp_path / "r.toml").write_text(RECIPE, "utf-8")

    first = tool("run", "r.toml", "--json", work=tmp_path)
    second = tool("run", "r.toml", "--set", "train.learning_rate=0.01", "--json", work=tmp_path)

    assert first.code == second.code == 0, first.err + second.err
    assert second.made(tmp_path)["fit"] > 0
    train = samples(tmp_path, first.document["run"], "train")
    assert first.passes - second.passes == train + COMPARED


def test_an_earlier_run_teaches_what_it_predicts(tool, tmp_path):
    """Soft labels and features of a run: the history has both phases, and a third run does nothing again,
    though the teacher lies somewhere else by then."""
    (tmp_path / "r.toml").write_text(RECIPE, "utf-8")
    old = tool("run", "r.toml", "--json", work=tmp_path)
    path = tmp_path / old.document["run"]
    soft = RECIPE.replace("labels = 1, cosine = 0.2", "labels = 0.5, soft = 1").replace("taught", "soft")
    begin, _, _ = soft.partition('backbone = { use = "small-cnn", size = 64')
    (tmp_path / "s.toml").write_text(f"{begin}bundle = {json.dumps(str(path))}\n", "utf-8")

    new = tool("run", "s.toml", "--json", work=tmp_path)
    path.rename(tmp_path / "elsewhere")
    (tmp_path / "s.toml").write_text(f'{begin}bundle = "elsewhere/bundle"\n', "utf-8")
    again = tool("run", "s.toml", "--json", work=tmp_path)

    assert new.code == again.code == 0, new.err + again.err
    history = (tmp_path / new.document["run"] / "history.jsonl").read_text().splitlines()
    assert [json.loads(line)["phase"] for line in history] == [1, 2]
    assert again.made(tmp_path)["fit"] == 0


def test_a_teacher_of_another_width_is_refused_before_long(tool, tmp_path):
    """The run fails with both widths and the name of the projection."""
    (tmp_path / "r.toml").write_text(RECIPE.replace("filters = [16] }", "filters = [24] }"), "utf-8")

    done = tool("run", "r.toml", work=tmp_path)

    assert done.code == 1
    assert "as wide as the teacher's 24, got 16" in done.err
    assert 'projection = "linear"' in done.err
