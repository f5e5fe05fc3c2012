"""Opening runs again: what cannot be opened says why (`test_run.py` has the rest)."""

from __future__ import annotations

import pytest

import imgfw


def test_a_folder_that_is_no_run_is_a_wrong_call(tmp_path):
    """An empty folder is not a finished run."""
    with pytest.raises(imgfw.CallError, match="not a finished run"):
        imgfw.open(tmp_path)


def test_an_unknown_name_is_a_wrong_call(tmp_path):
    """The error says what may be given."""
    with pytest.raises(imgfw.CallError, match="expected a run folder, a bundle folder or latest"):
        imgfw.open("nothing", runs=tmp_path)
