"""`imgfw lens style`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw.cli.main import main

pytestmark = pytest.mark.keras


def test_a_runs_own_network_may_see(asked, photos: Path, capsys) -> None:
    """A sheet of three pictures, the numbers, and the result by itself, as large as the content."""
    Image.new("RGB", (80, 64), (200, 30, 30)).save("wide.png")
    words = ("--run", "kept", "--size", 32, "--steps", 5)

    code = asked("style", "wide.png", photos / "b-green.png", *words)

    out = capsys.readouterr().out.splitlines()
    told = json.loads(Path("lens/style.json").read_text("utf-8"))
    assert code == 0 and out == [f"lens/{name}" for name in ("style.png", "style.json", "style-result.png")]
    assert told["run"] == "kept" and told["backbone"] == "small-cnn" and told["size"] == [32, 40]
    assert [each["step"] for each in told["losses"]] == [0, 1, 2, 3, 4, 5]
    with Image.open("lens/style-result.png") as made:
        assert made.size == (40, 32)


@pytest.mark.slow
def test_a_backbone_sees_with_weights_of_its_own(tmp_path: Path, monkeypatch, photos: Path, capsys) -> None:
    """None are random ones; --json prints the numbers and nothing else."""
    monkeypatch.chdir(tmp_path)
    words = ["--backbone", "mobilenet-v2", "--weights", "none", "--size", "32", "--steps", "2", "--json"]

    code = main(["lens", "style", str(photos / "a-red.png"), str(photos / "b-green.png"), *words])

    told = json.loads(capsys.readouterr().out)
    assert code == 0 and told["backbone"] == "mobilenet-v2" and told["weights"] == "none"
    assert len(told["layers"]["style"]) == 4 and len(told["layers"]["content"]) == 1


@pytest.mark.parametrize(
    "words, what",
    [
        (("--backbone", "face-embedding"), "expected a network with weights, such as mobilenet-v2 or vgg19"),
        (("--backbone", "vgg99"), "vgg99"),
        (("--weights", "mine.h5"), 'mine.h5": there is no such file'),
        (("--run", "no-such-run"), "no-such-run"),
    ],
)
def test_what_cannot_see_is_refused(asked, photos: Path, capsys, words, what: str) -> None:
    """By name."""
    assert asked("style", photos / "a-red.png", photos / "b-green.png", *words) in (1, 2)
    assert what in capsys.readouterr().err


def test_weights_that_are_not_here_are_named(asked, photos: Path, capsys, monkeypatch, tmp_path) -> None:
    """With the place where Keras looks for them, where no network can fetch them."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr("imgfw_keras.weights.KerasWeights._download", _no_network)

    assert asked("style", photos / "a-red.png", photos / "b-green.png") != 0
    told = capsys.readouterr().err
    assert "mobilenet_v2_weights" in told and "KERAS_HOME" in told


def _no_network(self) -> None:
    raise OSError("no network")


def test_pictures_must_be_pictures(asked, photos: Path, capsys) -> None:
    """And not so long that the network would see a line."""
    (photos / "broken.png").write_bytes(b"no picture")
    Image.new("RGB", (400, 20)).save(photos / "long.png")
    green = photos / "b-green.png"

    assert asked("style", photos / "nobody.png", green) == 2
    assert asked("style", photos / "broken.png", green) == 2
    assert asked("style", photos / "long.png", green) == 2
    told = capsys.readouterr().err
    assert "nobody.png: there is no such picture" in told and "broken.png: " in told
    assert "400 x 20 pixels; expected one at most 4 times as long as wide" in told


def test_nothing_is_overwritten(asked, photos: Path, capsys) -> None:
    """Not the result either."""
    Path("lens").mkdir()
    Path("lens/style-result.png").write_text("mine")

    assert asked("style", photos / "a-red.png", photos / "b-green.png") == 2
    assert "style-result.png is there already" in capsys.readouterr().err


@pytest.mark.slow
def test_a_photo_in_the_manner_of_another(assets: Path, tmp_path: Path, monkeypatch) -> None:
    """With weights of ImageNet both losses fall, the style's to a tenth at most."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_HOME", str(assets / "assets" / "keras_home"))
    content = sorted((assets / "data" / "scenes8" / "campus").iterdir())[3]
    manner = sorted((assets / "data" / "flowers5" / "tulip").iterdir())[6]

    assert main(["lens", "style", str(content), str(manner), "--size", "128", "--steps", "120"]) == 0

    losses = json.loads(Path("lens/style.json").read_text("utf-8"))["losses"]
    assert losses[-1]["content"] < losses[0]["content"]
    assert losses[-1]["style"] < losses[0]["style"] / 10
    with Image.open("lens/style-result.png") as made:
        assert np.asarray(made).std() > 20
