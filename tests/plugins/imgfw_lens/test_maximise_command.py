"""`imgfw lens maximise`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.keras


def test_a_sheet_and_its_numbers_are_written(asked, capsys) -> None:
    """A row of channels, with the noise before it; the numbers have seed and steps."""
    code = asked("maximise", "kept", "--layer", "first", "--channel", 0, "--steps", 24, "--seed", 5)

    numbers = json.loads(Path("lens/maximise.json").read_text("utf-8"))
    (row,) = numbers["rows"]
    assert code == 0 and "lens/maximise.png" in capsys.readouterr().out
    assert (numbers["steps"], numbers["seed"], row["kind"]) == (24, 5, "channel")
    assert row["pictures"][0]["times"] >= 10
    with Image.open("lens/maximise.png") as shown:
        assert shown.height > 144


def test_a_channel_needs_its_layer(asked, capsys) -> None:
    """Else nobody knows which is meant."""
    assert asked("maximise", "kept", "--channel", 0) == 2
    assert "name it by --layer" in capsys.readouterr().err
