"""The folder of a generator."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, FormatError, Target
from imgfw_lens.generative import Shape
from imgfw_lens.generator_folder import RECORD, STATE, Settings, keep, kept, vectors

SETTINGS = Settings(
    Shape(16, 2, 4),
    7,
    "tiles",
    Target("tags", "multi-label", ("red", "big")),
    (((), 3), (("red", "big"), 5)),
    "d1",
)


def test_settings_read_back(tmp_path: Path) -> None:
    """As they were written."""
    SETTINGS.write(tmp_path)

    assert Settings.read(tmp_path) == SETTINGS


def test_what_is_no_generator_is_refused(tmp_path: Path) -> None:
    """By name: another folder, a damaged record, one of another format."""
    with pytest.raises(CallError, match="expected a folder that `imgfw lens train-generator` made"):
        Settings.read(tmp_path)
    (tmp_path / RECORD).write_text("{")
    with pytest.raises(FormatError, match="damaged"):
        Settings.read(tmp_path)
    (tmp_path / RECORD).write_text(json.dumps({**SETTINGS.plain(), "format": 2}))
    with pytest.raises(FormatError, match="format 2, expected 1"):
        Settings.read(tmp_path)


def test_labels_are_told_as_numbers() -> None:
    """1 for each that holds."""
    found = vectors(SETTINGS.target, [(), ("big",), ("red", "big")])

    assert found.dtype == np.float32 and found.tolist() == [[0, 0], [0, 1], [1, 1]]


def test_what_was_learned_is_kept_with_what_is_told_of_it(tmp_path: Path) -> None:
    """Nothing at first; a damaged file says so."""
    arrays, history = {"a/000": np.arange(3.0)}, [{"step": 0, "apart": 0.5}]

    assert kept(tmp_path) is None
    keep(tmp_path, arrays, history)

    found = kept(tmp_path)
    assert found is not None and found[1] == history and np.array_equal(found[0]["a/000"], arrays["a/000"])
    (tmp_path / STATE).write_bytes(b"PK nothing")
    with pytest.raises(FormatError, match="remove the folder and train again"):
        kept(tmp_path)
