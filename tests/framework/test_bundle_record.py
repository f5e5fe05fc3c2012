"""The record of a bundle: what is refused before any of its files is read."""

from __future__ import annotations

import json

import pytest

from imgfw.bundle_record import FORMAT, RECORD, recorded
from imgfw.errors import CallError, DamagedError, FormatError


def test_a_folder_without_a_record_is_a_wrong_call(tmp_path):
    """The error says what to give."""
    with pytest.raises(CallError, match="expected a run folder, a bundle folder or latest"):
        recorded(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "one"}'])
def test_a_damaged_record_is_told(tmp_path, text: str):
    """Whether it is no JSON or not a record."""
    (tmp_path / RECORD).write_text(text)

    with pytest.raises(DamagedError, match="damaged"):
        recorded(tmp_path)


def test_a_newer_record_is_refused(tmp_path):
    """With what to do."""
    (tmp_path / RECORD).write_text(json.dumps({"format": FORMAT + 1}))

    with pytest.raises(FormatError, match="is newer than this imgfw; update it"):
        recorded(tmp_path)


def test_what_was_decoded_otherwise_is_refused(tmp_path):
    """Its numbers would not be those of its training."""
    (tmp_path / RECORD).write_text(json.dumps({"format": FORMAT, "decoder": {"revision": -1}}))

    with pytest.raises(FormatError, match="pictures are decoded differently"):
        recorded(tmp_path)
