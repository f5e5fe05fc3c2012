"""A generator trained into its folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, Graph, Target
from imgfw_lens.generative import Shape
from imgfw_lens.generator_folder import GRAPH, NUMBERS, STATE, Settings
from imgfw_lens.generator_training import begun, trained

pytestmark = pytest.mark.keras

SETTINGS = Settings(
    Shape(16, 2, 4), 7, "tiles", Target("class", "classes", ("a", "b")), ((("a",), 20), (("b",), 20)), "d1"
)
NAMES = [("a",), ("b",)] * 20


@pytest.fixture(scope="module")
def tiles() -> np.ndarray:
    """Forty tiles of noise."""
    return np.random.default_rng(0).integers(0, 200, (40, 16, 16, 3)).astype(np.uint8)


def grown(folder: Path, tiles: np.ndarray, steps: int):
    """Train so far, kept after every second step."""
    begun(folder, SETTINGS, lambda where: (where / "learned.json").write_text("{}"))
    return trained(folder, SETTINGS, tiles, NAMES, steps=steps, every=2, say=lambda text: None)


@pytest.mark.slow
def test_what_was_interrupted_goes_on_as_if_it_had_not_been(tmp_path: Path, tiles: np.ndarray) -> None:
    """The same pictures and the same numbers, from a state that was kept half way."""
    whole, parted = tmp_path / "whole", tmp_path / "parted"

    history, shown = grown(whole, tiles, 4)
    grown(parted, tiles, 2)
    again, also = grown(parted, tiles, 4)

    assert history == again and [each["step"] for each in history] == [0, 2, 4]
    assert sorted(shown) == [0, 2, 4] and all(np.array_equal(shown[at], also[at]) for at in shown)
    given = np.random.default_rng(1).normal(size=(1, 66)).astype(np.float32)
    one, other = (Graph((each / GRAPH).read_bytes())(given)[0] for each in (whole, parted))
    assert np.array_equal(one, other)
    told = json.loads((whole / NUMBERS).read_text())
    assert told["steps"] == history and told["pictures"] == 40 and told["halves_apart"] > 0
    assert Graph((whole / GRAPH).read_bytes()).takes() == [(1, 66)]


def test_another_generator_is_not_continued(tmp_path: Path, tiles: np.ndarray) -> None:
    """What differs is named; a folder of something else is left alone."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    begun(tmp_path / "own", SETTINGS, lambda where: None)

    other = Settings(**{**vars(SETTINGS), "seed": 8, "digest": "d2"})
    with pytest.raises(CallError, match="a generator of another seed and digest"):
        begun(tmp_path / "own", other, lambda where: None)
    with pytest.raises(CallError, match="is there already and holds no generator"):
        begun(tmp_path / "mine", SETTINGS, lambda where: None)
    begun(tmp_path / "own", SETTINGS, lambda where: pytest.fail("remembered twice"))
    assert not (tmp_path / "own" / STATE).exists()
