"""`imgfw lens attack`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw.cli.main import main

pytestmark = pytest.mark.keras

RECIPE = """
name = "small"
[[source]]
use = "folder"
path = "colours"
[split]
exact = true
train = 0.5
val = 0.25
test = 0.25
[group]
near = false
[backbone]
use = "small-cnn"
size = 32
filters = [8, 16]
[[head]]
use = "dense"
target = "class"
[train]
epochs = 12
batch_size = 16
learning_rate = 1e-2
[[metric]]
use = "accuracy"
"""


def tinged(folder: Path, count: int) -> None:
    """Pictures of noise with a square a little more red, or a little more green, a folder each."""
    rng = np.random.default_rng(0)
    for channel, name in enumerate(("red", "green")):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            image = rng.integers(80, 110, (32, 32, 3))
            x, y = rng.integers(0, 20, 2)
            image[y : y + 12, x : x + 12, channel] += 30
            Image.fromarray(image.astype(np.uint8)).save(folder / name / f"{number}.png")


def test_pictures_are_attacked_and_told(asked, photos: Path, capsys) -> None:
    """A sheet, numbers, a table and a plot; what was decided counts as true."""
    code = asked(
        "attack", "kept", photos, "--target", "colours", "--label", "red", "--epsilon", 4, "--epsilon", 60
    )

    told = json.loads(Path("lens/attack-pgd.json").read_text("utf-8"))
    out = capsys.readouterr().out.splitlines()
    assert code == 0 and out[0].split() == ["epsilon", "accuracy", "95", "%", "interval"]
    assert out[-4:] == [f"lens/attack-pgd.{ending}" for ending in ("png", "json", "csv", "svg")]
    assert told["truth"] == "decisions" and told["label"] == "red" and len(told["pictures"]) == 4
    with Path("lens/attack-pgd.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(row["accuracy"]) for row in rows] == [each["accuracy"] for each in told["epsilons"]]
    assert [row["epsilon"] for row in rows] == ["0", "4", "60"] and rows[0]["changed"] == "0"
    with Image.open("lens/attack-pgd.png") as shown:
        assert np.ptp(np.asarray(shown).astype(int)) > 200


def test_numbers_as_one_document(asked, photos: Path, capsys) -> None:
    """On stdout, and nothing else there."""
    words = ("--target", "colours", "--label", "green", "--method", "fgsm", "--json", "--epsilon", "2")

    assert asked("attack", "kept", photos, *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["method"] == "fgsm" and told["files"][0] == "lens/attack-fgsm.png"


@pytest.mark.parametrize(
    "words, what",
    [
        (("--target", "amount"), "is a number: nothing is decided"),
        (("--target", "colours"), "name the one to attack: --label red|green"),
        (("--target", "colours", "--label", "blue"), "has no such label; known: green, red"),
        (("--target", "shape"), "no such target"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, photos: Path, capsys, words, what: str) -> None:
    """With what would."""
    assert asked("attack", "kept", photos, *words) == 2
    assert what in capsys.readouterr().err


def test_nothing_is_overwritten(asked, photos: Path, capsys) -> None:
    """Neither sheet nor table."""
    Path("lens").mkdir()
    Path("lens/attack-pgd.svg").write_text("mine")

    assert asked("attack", "no-such-run", photos) == 2
    assert "attack-pgd.svg is there already" in capsys.readouterr().err


def test_what_is_no_picture_is_told(asked, photos: Path, capsys) -> None:
    """The others are attacked, with another exit code."""
    (photos / "e-broken.png").write_bytes(b"no picture")

    assert asked("attack", "kept", photos, "--target", "colours", "--label", "red", "--epsilon", 1) == 3
    assert "e-broken.png" in capsys.readouterr().err


@pytest.mark.slow
def test_test_samples_of_a_run_are_attacked(tmp_path: Path, monkeypatch, capsys) -> None:
    """Accuracy without noise is that of the run, and it falls as epsilon grows, by either method."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    tinged(Path("colours"), 80)
    Path("small.toml").write_text(RECIPE)
    assert main(["run", "small.toml"]) == 0
    wanted = imgfw.open("latest").scores["scores"]["class"]["test"]["accuracy"]

    for method in ("fgsm", "pgd"):
        assert main(["lens", "attack", "latest", "--method", method]) == 0

        told = json.loads(Path(f"lens/attack-{method}.json").read_text("utf-8"))
        shares = [each["accuracy"] for each in told["epsilons"]]
        assert told["truth"] == "labels" and told["epsilons"][0]["changed"] == 0
        assert shares[0] == pytest.approx(wanted["value"]) and told["epsilons"][0]["n"] == wanted["n"]
        assert shares[-1] < shares[0] - 0.2 and shares[1] >= shares[-1]
        moved = np.array([each["moved"] for each in told["pictures"]])
        assert (moved <= (0, 1, 2, 4, 8, 16)).all()
    capsys.readouterr()
