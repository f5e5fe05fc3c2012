"""The main job: good or bad selfies, drawn and learned from scratch."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]

SMALL = ["--set", "source.0.count=160", "--set", "source.0.people=40", "--set", "train.epochs=2"]


def test_it_learns_and_a_second_run_does_nothing_again(tool, recipes, tmp_path):
    """At least .80 right, 6 points above the majority; the second run has one pass and no TensorFlow."""
    first = tool("run", recipes / "selfie.toml", "--json", work=tmp_path)
    second = tool("run", recipes / "selfie.toml", "--json", work=tmp_path)

    assert first.code == second.code == 0, first.err + second.err
    accuracy = first.document["scores"]["quality"]["test"]["accuracy"]
    matrix = first.document["confusion"]["quality"]["test"]
    majority = max(map(sum, matrix)) / sum(map(sum, matrix))
    assert accuracy["value"] >= 0.80
    assert accuracy["value"] >= majority + 0.06
    assert accuracy["low"] < accuracy["value"] < accuracy["high"]
    assert "tensorflow" in first.heavy
    assert second.heavy == ["sklearn"]  # for the map on the page
    assert second.passes == 2  # the picture by which the bundle proves itself: its backbone and its head
    assert {stage: made for stage, made in second.made(tmp_path).items() if made} == {"sinks": 1}


def test_the_number_of_workers_changes_no_byte(tool, recipes, tmp_path):
    """One, two and four workers, each from nothing, write the same predictions."""
    found = set()
    for workers in (1, 2, 4):
        work = tmp_path / str(workers)
        work.mkdir()
        words = ("run", recipes / "selfie.toml", *SMALL, "--workers", workers, "--json")
        run = tool(*words, work=work).document["run"]
        found.add((work / run / "predictions.csv").read_bytes())

    assert len(found) == 1


def test_a_run_that_was_killed_continues(tool, recipes, tmp_path):
    """Killed with the pictures drawn, within training and after it, the next run ends with the same bytes.

    What was finished before a kill is not made again.
    """
    words = ("run", recipes / "selfie.toml", *SMALL, "--json")
    (tmp_path / "calm").mkdir()
    calm = tool(*words, work=tmp_path / "calm")
    wanted = (tmp_path / "calm" / calm.document["run"] / "predictions.csv").read_bytes()
    kept = {"survey": ("survey",), "epoch 1 of 2": ("survey", "encode"), "fit": ("survey", "encode", "fit")}

    for moment, before in kept.items():
        killed(words, moment, tmp_path)
        work = tmp_path / f"after-{before[-1]}"
        work.mkdir()
        shutil.copytree(tmp_path / "cache", work / "cache")
        after = tool(*words, work=work)
        made = after.made(work)

        assert {stage: made[stage] for stage in before} == dict.fromkeys(before, 0)
        assert made["evaluate"] > 0 and ("fit" in before or made["fit"] > 0)
        assert (work / after.document["run"] / "predictions.csv").read_bytes() == wanted
        assert after.document["scores"] == calm.document["scores"]


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
