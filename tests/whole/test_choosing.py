"""Candidates and refinements with real networks: short trials, nothing twice, test asked once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from imgfw.testing import toy

pytestmark = [pytest.mark.slow, pytest.mark.keras]

RECIPE = """
name = "squares"
source = [{ use = "toy-squares", count = 90 }]
split = { exact = true }
backbone = { use = "toy-colour" }
head = [{ use = "dense", units = [2] }]
train = { epochs = 6, learning_rate = 0.003, batch_size = 8 }
metric = [{ use = "f1" }, { use = "log-loss" }]
best = "colour/log-loss"

[[candidate]]
name = "means"
head = [{ use = "toy-means" }]

[refine]
epochs = 1
from = ["squares"]

[refine.values]
"head.0.units" = [[32], [1]]
"train.learning_rate" = [0.1, 0.0001]
"""


def fits(work: Path, run: str) -> dict[str, int]:
    """{candidate: rows learned from now} of every fit of a run."""
    stages = map(json.loads, (work / run / "stages.jsonl").read_text().splitlines())
    return {stage["candidate"]: stage["made"] for stage in stages if stage["stage"] == "fit"}


def test_a_refinement_that_was_killed_continues(tool, tmp_path):
    """Trials are as short as asked for, the winner as long as the recipe; a kill costs one trial at most."""
    (tmp_path / "recipe.toml").write_text(RECIPE)
    words = ("run", tmp_path / "recipe.toml", "--plugin", toy.__file__, "--json")
    (tmp_path / "calm").mkdir()
    calm = tool(*words, work=tmp_path / "calm")
    assert calm.code == 0, calm.err
    refined = calm.document["refined"]
    log = (tmp_path / "calm" / calm.document["run"] / "log.txt").read_text()

    values = [trial["val"] for trial in refined["trials"]]
    better = [n > 0 and value < min(values[:n]) for n, value in enumerate(values)]
    assert [trial["kept"] for trial in refined["trials"]] == better and any(better)
    assert log.count("epoch 1 of 1:") == len(values) == 5
    assert log.count("epoch 6 of 6:") == 2
    assert {entry["candidate"] for entry in calm.document["leaderboard"]} == {
        "squares",
        "means",
        "squares, refined",
    }

    killed(words, "refine    3 of", tmp_path)
    (tmp_path / "after").mkdir()
    shutil.copytree(tmp_path / "cache", tmp_path / "after" / "cache")
    after = tool(*words, work=tmp_path / "after")

    made = fits(tmp_path / "after", after.document["run"])
    assert list(made.values())[:5] == [0, 0, 0, 0, 0] and list(made.values())[-1] > 0
    assert after.document["refined"] == refined
    assert after.document["leaderboard"] == calm.document["leaderboard"]
    assert after.document["scores"] == calm.document["scores"]


def test_the_test_split_chooses_nothing(tool, tmp_path):
    """It is judged once, by the chosen candidate, which runs again as the recipe that is written down."""
    (tmp_path / "recipe.toml").write_text(RECIPE)
    words = ("--plugin", toy.__file__, "--json")

    run = tool("run", tmp_path / "recipe.toml", *words, work=tmp_path).document
    chosen = tmp_path / run["run"] / "chosen.toml"
    again = tool("run", chosen, *words, work=tmp_path)

    stages = (tmp_path / run["run"] / "stages.jsonl").read_text()
    assert stages.count('"evaluate"') == 1
    best = min(run["leaderboard"], key=lambda entry: entry["val"])
    assert best["chosen"] and run["leaderboard"][0] == best
    assert again.document["scores"] == run["scores"]
    assert set(fits(tmp_path, again.document["run"]).values()) == {0}


NETWORK = """
name = "squares"
source = [{ use = "toy-squares", count = 90 }]
split = { exact = true }
backbone = { use = "small-cnn", size = 32 }
train = { freeze = "all", epochs = 1 }
metric = [{ use = "f1" }]
"""


def test_a_second_candidate_with_the_same_network_encodes_nothing(tool, tmp_path):
    """Three candidates and four trials take not one forward pass of the network more than one candidate."""
    words = ("run", tmp_path / "recipe.toml", "--plugin", toy.__file__, "--json")
    passes = []
    more = "".join(f'[[candidate]]\nname = "k{k}"\nhead = [{{ k = {k} }}]\n' for k in (3, 5))
    more += '[refine.values]\nhead.0.k = [7, 9, 11]\nhead.0.distance = ["euclidean"]\n'

    for text in ("", more):
        (tmp_path / "recipe.toml").write_text(NETWORK + '[[head]]\nuse = "nearest"\n' + text)
        work = tmp_path / str(len(passes))
        work.mkdir()
        done = tool(*words, work=work)
        assert done.code == 0, done.err
        passes.append(done.passes)

    assert passes[0] == passes[1] >= 90


def killed(words: tuple, moment: str, work: Path) -> None:
    """Start the run, and kill it as soon as it says a line that begins with `moment`."""
    environment = {**os.environ, "IMGFW_CACHE": str(work / "cache")}
    call = [sys.executable, "-m", "imgfw", *map(str, words)]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(call, cwd=work, env=environment, text=True, **pipes) as process:
        try:
            assert process.stderr is not None
            said = any(line.startswith(moment) for line in process.stderr)
        finally:
            process.kill()
    assert said and process.returncode == -signal.SIGKILL
