"""What lies in a run folder beside the outcome."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from imgfw.progress import Progress
from imgfw.runfolder import RunFolder
from imgfw.stages.classes import HEADER
from imgfw_report.run_files import LabelCount, chosen_recipe, environment, label_counts, stages


@pytest.fixture
def folder(tmp_path):
    """A run folder as the core writes it."""
    return RunFolder(tmp_path, Progress())


def test_classes_are_read_as_they_were_written(folder):
    """Odd labels among them."""
    odd = 'a,"b"\n\udcff\\udc80'
    folder.table("classes.csv", HEADER, [["class", odd, 5, 1, 2, 4, 80], ["class", "b", 1, 0, 0, 1, 20]])

    assert label_counts(folder.path) == (
        LabelCount("class", odd, 5, 1, 2, 4, 80),
        LabelCount("class", "b", 1, 0, 0, 1, 20),
    )


def test_stages_are_read_as_they_were_recorded(folder):
    """In their order."""
    with folder.stage("survey") as done:
        done.made = 3
    with folder.stage("split"):
        pass

    found = stages(folder.path)

    assert [(each["stage"], each["state"], each["made"]) for each in found] == [
        ("survey", "made", 3),
        ("split", "nothing to make", 0),
    ]


def test_the_environment_is_read(folder):
    """Packages and all."""
    folder.environment(seed=3, plugins={"basics": "imgfw 1"}, files={})

    assert environment(folder.path)["plugins"] == {"basics": "imgfw 1"}


def test_the_chosen_recipe_is_that_of_the_chosen_candidate(tmp_path):
    """The run's own where there was no other."""
    outcome = SimpleNamespace(folder=tmp_path, recipe={"name": "all"})

    alone = chosen_recipe(outcome)
    (tmp_path / "chosen.toml").write_text('name = "best"\n', "utf-8")

    assert (alone, chosen_recipe(outcome)) == ({"name": "all"}, {"name": "best"})


def test_what_is_not_there_is_empty(tmp_path):
    """As in runs of before."""
    assert (label_counts(tmp_path), stages(tmp_path), environment(tmp_path)) == ((), (), {})


def test_a_damaged_file_is_not_taken_for_an_empty_one(tmp_path):
    """It is an error."""
    (tmp_path / "stages.jsonl").write_text("{", "utf-8")

    with pytest.raises(json.JSONDecodeError):
        stages(tmp_path)
