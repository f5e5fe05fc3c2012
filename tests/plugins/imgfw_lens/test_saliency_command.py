"""`imgfw lens saliency`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("method", ["grad-cam", "occlusion"])
def test_a_sheet_and_its_numbers_are_written(asked, photos: Path, tmp_path: Path, capsys, method) -> None:
    """A row a picture; warm colours are at the cause."""
    words = ("--target", "colours", "--label", "red", "--method", method, "--to", tmp_path / "out")

    code = asked("saliency", "kept", photos, *words)

    picture, told = (tmp_path / "out" / f"saliency-{method}.{ending}" for ending in ("png", "json"))
    numbers = json.loads(told.read_text("utf-8"))
    assert code == 0 and capsys.readouterr().out.splitlines() == [str(picture), str(told)]
    assert [each["picture"] for each in numbers["pictures"]] == sorted(p.name for p in photos.iterdir())
    red = numbers["pictures"][0]["labels"][0]
    assert (red["label"], red["decided"]) == ("red", True) and red["peak"]["x"] < 0.5 > red["peak"]["y"]
    assert numbers["target"] == "colours" and numbers["method"] == method
    with Image.open(picture) as shown:
        assert np.ptp(np.asarray(shown).astype(int), axis=2).max() > 100


def test_nothing_is_overwritten_and_nothing_computed(asked, photos: Path, tmp_path: Path, capsys) -> None:
    """What is there already is told at once."""
    (tmp_path / "lens").mkdir()
    (tmp_path / "lens" / "saliency-grad-cam.png").write_text("mine")

    assert asked("saliency", "no-such-run", photos) == 2
    assert "saliency-grad-cam.png is there already" in capsys.readouterr().err


def test_what_is_no_picture_is_told_and_left_out(asked, photos: Path, capsys) -> None:
    """With another exit code; where nothing is left, nothing is written."""
    (photos / "e-broken.png").write_bytes(b"no picture")

    assert asked("saliency", "kept", photos, "--target", "amount") == 3
    assert "e-broken.png" in capsys.readouterr().err
    assert asked("saliency", "kept", photos / "e-broken.png", "--target", "amount", "--to", "o") == 2
    assert "none of the pictures can be used" in capsys.readouterr().err
    assert not Path("o").exists()


def test_pictures_must_be_there(asked, photos: Path, capsys) -> None:
    """An empty folder, or a name of nothing, is refused."""
    (photos.parent / "empty").mkdir()

    assert asked("saliency", "kept", photos.parent / "empty") == 2
    assert asked("saliency", "kept", photos / "nobody.png") == 2
    told = capsys.readouterr().err
    assert "expected pictures, or folders with pictures, got none" in told
    assert "nobody.png: there is no such picture" in told


def test_without_pictures_the_run_must_have_its_own(asked, capsys) -> None:
    """A bundle alone has none, and that is said with the way out."""
    assert asked("saliency", "kept", "--target", "colours") == 2
    assert "name them behind it" in capsys.readouterr().err


def test_no_more_pictures_than_asked_for(asked, photos: Path) -> None:
    """The first ones."""
    asked("saliency", "kept", photos, "--target", "colours", "--count", 2)

    numbers = json.loads(Path("lens/saliency-grad-cam.json").read_text("utf-8"))
    assert [each["picture"] for each in numbers["pictures"]] == ["a-red.png", "b-green.png"]
