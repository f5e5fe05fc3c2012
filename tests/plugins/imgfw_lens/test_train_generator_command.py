"""`imgfw lens train-generator`, and a recipe that learns from what it draws."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw.cli.main import main

pytestmark = pytest.mark.keras

RECIPE = """
name = "tiles"
seed = 5
[[source]]
use = "folder"
path = "tiles"
{more}
[group]
near = false
[split]
exact = true
[backbone]
use = "small-cnn"
size = 32
filters = [4, 8]
[[head]]
use = "dense"
target = "class"
[train]
epochs = 2
[[metric]]
use = "accuracy"
"""
MADE = """
[[source]]
use = "generated"
path = "generator"
count = 30
"""
FAST = ("--size", "16", "--width", "4", "--steps", "2", "--every", "1")


@pytest.fixture
def tiles(tmp_path: Path, monkeypatch) -> Path:
    """A recipe on eighty tiles of noise in two folders; `made.toml` has the generator's pictures as well."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    for name in ("dark", "light"):
        (tmp_path / "tiles" / name).mkdir(parents=True)
        for number in range(40):
            shown = rng.integers(0, 120, (24, 30, 3)) + (130 if name == "light" else 0)
            Image.fromarray(shown.astype(np.uint8)).save(tmp_path / "tiles" / name / f"{number}.png")
    Path("tiles.toml").write_text(RECIPE.format(more=""))
    Path("made.toml").write_text(RECIPE.format(more=MADE))
    return tmp_path


def asked(*words: object) -> int:
    """The exit code of the command."""
    return main(["lens", "train-generator", *map(str, words)])


@pytest.mark.slow
def test_a_generator_is_trained_and_continued(tiles: Path, capsys) -> None:
    """Its folder has the graph, the numbers, a sheet and what it learned from; more steps go on."""
    assert asked("tiles.toml", *FAST) == 0
    out = capsys.readouterr().out.splitlines()
    assert asked("tiles.toml", *FAST[:-4], "--steps", 3, "--every", 1, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert out[-3:] == [f"generator/{name}" for name in ("graph.tflite", "numbers.json", "pictures.png")]
    assert [each["step"] for each in told["steps"]] == [0, 1, 2, 3] and told["pictures"] == 56
    assert len(json.loads(Path("generator/learned.json").read_text())["train"]) == 56
    with Image.open("generator/pictures.png") as sheet:
        assert sheet.width > 10 * 96


@pytest.mark.parametrize(
    "words, what",
    [
        (("--size", 20), "--size 20: expected one of 16, 32, 64, 128"),
        (("--target", "colour"), '--target "colour": no such target'),
        (("--limit", 20), "expected 32 train samples at least"),
        (("--set", 'source.0.path="nowhere"'), "nowhere"),
        (("--to", "tiles"), "tiles is there already and holds no generator"),
    ],
)
def test_what_cannot_be_trained_is_refused(tiles: Path, capsys, words, what: str) -> None:
    """With what was expected."""
    assert asked("tiles.toml", *words) == 2
    assert what in capsys.readouterr().err
    assert not Path("generator").exists()


def test_a_generator_of_other_pictures_is_not_continued(tiles: Path, capsys) -> None:
    """What differs is named."""
    assert asked("tiles.toml", *FAST) == 0
    assert asked("tiles.toml", *FAST, "--set", "seed=6") == 2
    assert "a generator of another digest" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_learns_from_what_is_generated_and_is_judged_on_what_is_not(tiles: Path, capsys) -> None:
    """All of it is in train, the others are split as before, and the certificate tells of it.

    Split by another seed, some of test taught the generator: that is refused.
    """
    assert asked("tiles.toml", *FAST) == 0
    assert main(["run", "tiles.toml"]) == 0
    before = {sample.uri: sample.split for sample in imgfw.open("latest").samples}
    assert main(["run", "made.toml"]) == 0

    found = imgfw.open("latest")
    made = [sample for sample in found.samples if sample.generated]
    assert len(made) == 30 and {sample.split for sample in made} == {"train"}
    assert {s.uri: s.split for s in found.samples if not s.generated} == before
    assert not any(s.generated for given in found.predictions.values() for s in given.samples)
    assert found.scores["trust"]["certificate"]["text"].endswith("30 samples generated, in train alone")
    assert Counter(sample.labels["class"] for sample in made).keys() == {("dark",), ("light",)}

    assert main(["run", "made.toml", "--set", "seed=6"]) == 1
    assert "generator has learned from" in capsys.readouterr().err
