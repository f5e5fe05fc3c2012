"""`imgfw lens activations`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.keras


def test_a_row_for_each_layer_is_written(asked, photos: Path, capsys) -> None:
    """And its numbers."""
    code = asked("activations", "kept", photos / "a-red.png", "--maps", 3)

    numbers = json.loads(Path("lens/activations.json").read_text("utf-8"))
    assert code == 0 and "lens/activations.png" in capsys.readouterr().out
    assert [len(layer["telling"]) for layer in numbers["layers"]] == [3, 3]
    assert numbers["picture"] == "a-red.png"
    with Image.open("lens/activations.png") as shown:
        assert shown.height > 3 * 96


def test_what_is_no_picture_is_refused(asked, photos: Path, capsys) -> None:
    """A name of nothing, and a broken file."""
    (photos / "broken.png").write_bytes(b"no picture")

    assert asked("activations", "kept", photos / "nobody.png") == 2
    assert "nobody.png: there is no such picture" in capsys.readouterr().err
    assert asked("activations", "kept", photos / "broken.png") == 2
    assert "broken.png: " in capsys.readouterr().err
    assert not Path("lens").exists()
