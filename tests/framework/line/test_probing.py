"""The probe for leaks: silent where nothing leaks, loud where something does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import imgfw
from imgfw.errors import RunError
from imgfw.line import attempt as attempts
from imgfw.line import probing
from imgfw.line.line import of_split
from imgfw.line.shared import parted, surveyed
from imgfw.runfolder import StageRecord

RECIPE = """
[[source]]
use = "colours"
count = 200

[split]
exact = true

[backbone]
use = "mean-colour"

[[head]]
use = "nearest"
k = 1
distance = "euclidean"

[[metric]]
use = "share"
"""


@pytest.fixture
def probe(tmp_path: Path, small_plugin: Path):
    """Runs a recipe whose head remembers every training picture, with the probe."""
    (tmp_path / "recipe.toml").write_text(RECIPE)

    def probed() -> imgfw.Outcome:
        return imgfw.run(
            tmp_path / "recipe.toml", runs=tmp_path / "runs", plugins=[small_plugin], probe_leaks=True
        )

    return probed


def test_shuffled_labels_land_at_chance(probe):
    """The real labels are told apart, the shuffled ones are not; both stand in scores.json."""
    outcome = probe()

    found = json.loads((outcome.folder / "scores.json").read_text())["trust"]["probe"]
    assert outcome.scores["scores"]["colour"]["test"]["share"]["value"] == 1.0
    assert found["figure"] == "colour/share" and not found["leaks"]
    assert found["low"] <= found["value"] <= found["high"]
    assert (outcome.folder / "probe" / "stages.jsonl").is_file()


def test_a_model_that_has_seen_the_test_pictures_is_found_out(probe, monkeypatch, tmp_path):
    """With the judged pictures among the learned ones the run ends with an error, its folder kept."""

    def leaky(line, name, recipe, samples, targets):
        everything = [replace(s, split="train") for s in samples]
        seen = attempts.attempted(line, name, recipe, everything, targets)
        return replace(seen, samples=tuple(samples))

    monkeypatch.setattr(probing, "attempted", leaky)

    with pytest.raises(RunError, match=r"something leaks.*do not believe its scores"):
        probe()

    (folder,) = (path for path in (tmp_path / "runs").iterdir() if path.is_dir())
    assert json.loads((folder / "scores.json").read_text())["trust"]["probe"]["leaks"] is True


def test_chance_keeps_groups_together(lay, recipe, monkeypatch):
    """What shuffled labels come to is compared with shuffles over the groups of those that are judged."""
    seen, made = [], probing.probe.judged

    def watched(figure, groups, score, seed):
        seen.append(list(groups))
        return made(figure, groups, score, seed)

    monkeypatch.setattr(probing.probe, "judged", watched)
    line = lay(recipe)
    samples, targets = surveyed(line, StageRecord("survey"))
    samples, _ = parted(line, samples, StageRecord("split"))
    samples = [replace(s, group=f"{s.split} {place % 6 // 2}") for place, s in enumerate(samples)]

    probing.probed(line, attempts.attempted(line, "first", recipe, samples, targets), samples)

    (groups,) = seen
    assert groups == [s.group for s in of_split(samples, "test")]
    assert len(groups) == 12 and len(set(groups)) <= 3
