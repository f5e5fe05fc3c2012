"""Pictures that are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_lens.asked import files


def test_folders_and_pictures_are_taken_in_order(photos: Path) -> None:
    """No more than asked for; a folder gives what is in it."""
    last = photos / "d-grey.png"

    found = files([last, photos], 3)

    assert [path.name for path in found] == ["d-grey.png", "a-red.png", "b-green.png"]


def test_nothing_to_look_at_is_refused(photos: Path, tmp_path: Path) -> None:
    """An empty folder, and a name of nothing."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(CallError, match="expected pictures, or folders with pictures, got none"):
        files([tmp_path / "empty"], 3)
    with pytest.raises(CallError, match=r"nobody\.png: there is no such picture or folder"):
        files([photos / "nobody.png"], 3)
