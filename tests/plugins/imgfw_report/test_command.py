"""`imgfw report`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import imgfw.testing.toy
from imgfw.cli.main import main

PLUGIN = ("--plugin", imgfw.testing.toy.__file__)
RECIPE = """
name = "toy"

[[source]]
use = "toy-squares"
count = 60

[split]
exact = true

[backbone]
use = "toy-colour"

[[head]]
use = "toy-means"

[[metric]]
use = "accuracy"
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Path:
    """The folder of a finished run, which is the latest in the folder that the test is in."""
    monkeypatch.chdir(tmp_path)
    Path("toy.toml").write_text(RECIPE, "utf-8")
    assert main(["run", "toy.toml", *PLUGIN]) == 0
    capsys.readouterr()
    return Path("runs") / Path("runs/latest").read_text("utf-8").strip()


def test_the_page_of_a_finished_run_is_written(run, capsys):
    """Of the latest, into its folder; its path is the result, and its numbers are those of the run."""
    code = main(["report", *PLUGIN])

    page = run / "sinks" / "report" / "report.html"
    assert (code, capsys.readouterr().out) == (0, f"{page}\n")
    text = page.read_text("utf-8")
    for section in ("run", "scores", "confusion", "mistakes", "calibration", "classes"):
        assert f'<section id="section-{section}">' in text
    accuracy = json.loads((run / "scores.json").read_text("utf-8"))["scores"]
    (figures,) = accuracy.values()
    assert f"<b>{figures['test']['accuracy']['value']:.3f}</b>" in text


def test_sections_and_folder_are_chosen(run, capsys, tmp_path):
    """Nothing else is written."""
    code = main(["report", str(run), "--to", "there", "--section", "scores", *PLUGIN])

    text = (tmp_path / "there" / "report.html").read_text("utf-8")
    assert code == 0 and text.count("<section ") == 1
    assert not (run / "sinks").exists()


def test_an_unknown_section_is_exit_2(run, capsys):
    """With what there is."""
    code = main(["report", "--section", "scoers", *PLUGIN])

    told = capsys.readouterr().err
    assert code == 2 and 'no section is called "scoers"' in told and "mistakes" in told
