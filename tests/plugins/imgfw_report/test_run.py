"""The section `run`."""

from __future__ import annotations

import re

import pytest

from imgfw import Sample, Target
from imgfw.progress import Progress
from imgfw.runfolder import RunFolder
from imgfw.testing import check_component
from imgfw_report.run import Run

CLASSES = Target("class", "classes", ("a", "<b>"))
GIVEN = {"class": (CLASSES, [0], [[0.2, 0.8]], [1])}
BOARD = ({"candidate": "selfie", "best": "class/f1", "val": 0.5, "chosen": True, "order": 1},)


def stage(name, seconds, state="made", made=1, candidate="", notes=("done",)):
    """A line of stages.jsonl."""
    own = {"seconds": seconds, "state": state, "made": made, "notes": notes}
    return {"stage": name, "candidate": candidate, **own}


@pytest.fixture
def shown(outcome, page_of, tmp_path):
    """shown(records, **more): the figures of a run with these stages."""

    def figures(records=(), **more):
        RunFolder(tmp_path, Progress()).jsonl("stages.jsonl", records)
        return list(Run().show(page_of(outcome(GIVEN, folder=tmp_path, **more))))

    return figures


def told(figure):
    """Its text."""
    return " ".join(re.sub("<[^>]+>", " ", figure.html).split())


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Run)


def test_what_the_run_was_is_told(shown, tmp_path):
    """Targets, parts, what it was chosen by, and what it was made with."""
    RunFolder(tmp_path, Progress()).json(
        "environment.json",
        {"python": "3.12", "packages": {"imgfw": "1.2"}, "files": {"/models/net.h5": "abcdef0123456789"}},
    )
    recipe = {"name": "selfie", "seed": 7, "backbone": {"use": "small-cnn", "size": 32}}

    (figure,) = shown(recipe=recipe, leaderboard=BOARD)

    assert told(figure) == (
        "target class classes, 2 labels: a and &lt;b&gt; backbone small-cnn size = 32 "
        "chosen by class/f1 on val seed 7 made with imgfw 1.2, python 3.12 file net.h5, sha256 abcdef012345"
    )


def test_samples_are_counted_by_their_split(shown):
    """And those that were left out."""
    splits = ["train"] * 5 + ["val"] * 2 + ["test"]
    samples = tuple(Sample(f"{i}.jpg", digest=str(i), split=split) for i, split in enumerate(splits))
    left = Sample("x.jpg", digest="x", left_out="damaged")

    (figure,) = shown(samples=(*samples, left))

    assert figure.says == (
        "8 samples: 5 to learn from, 2 to choose by, 1 to test on.",
        "1 more was left out; samples.csv says why.",
    )


def test_parts_are_those_of_the_chosen_candidate(shown, tmp_path):
    """Which is named."""
    (tmp_path / "chosen.toml").write_text('name = "x"\n[backbone]\nuse = "small-cnn"\nsize = 96\n', "utf-8")
    other = {**BOARD[0], "candidate": "large"}

    (figure,) = shown(leaderboard=(other, {**BOARD[0], "chosen": False}))

    assert "size = 96" in told(figure)
    assert "Of 2 candidates large is the best on val: its parts are these." in figure.says


def test_folds_are_told(shown):
    """Samples are those of the first one."""
    (figure,) = shown(scores={"folds": {"each": [0.5, 0.6, 0.7], "scores": {}}})

    assert "The model that is kept has the first of 3 folds as val." in figure.says


def test_times_are_those_of_the_stages(shown):
    """Of all candidates together; what was kept is told."""
    records = [
        stage("survey", 1.5, "reused", 0),
        stage("fit", 60.2, candidate="a", made=30),
        stage("fit", 30.0, candidate="b", made=20),
        stage("sinks", 0.3, notes=["/runs/x/sinks/report", "csv failed: no room"]),
    ]

    (figure,) = shown(records)

    assert told(figure).endswith(
        "survey 1.5 s done fit 1 min 30 s 2 times, 50 made sinks 0.3 s report, csv failed: no room"
    )
    assert figure.says[-2:] == (
        "It took 1 min 32 s, 1 min 30 s of it for fit.",
        "Kept from an earlier run, and not made again: survey.",
    )
    assert re.findall(r'class="fill" width="([\d.]+)"', figure.html) == ["1.66", "100.0", "0.33"]
