"""Folders that a plan makes or changes."""

from __future__ import annotations

import os

import pytest

from imgfw_photos.done import Done
from imgfw_photos.folders import Folders, state
from imgfw_photos.transfer import LeftAloneError


def test_what_will_be_made_is_announced_outermost_first(tmp_path):
    """With the time of the folder that is there; the second time there is nothing to announce."""
    done = Done()
    folders = Folders(tmp_path / "to", done)

    lines = list(folders.announce(tmp_path / "to" / "cat"))
    for line in lines:
        done.add(line)

    assert lines[0] == {"what": "times", "path": str(tmp_path), **state(tmp_path)}
    assert [line["path"] for line in lines[1:]] == [str(tmp_path / "to"), str(tmp_path / "to/cat")]
    folders.make(tmp_path / "to" / "cat")
    assert list(folders.announce(tmp_path / "to" / "cat")) == []


def test_links_and_files_are_no_folders(tmp_path):
    """Nothing is made behind them."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").touch()

    for name in ("link", "file"):
        with pytest.raises(LeftAloneError, match="is a link or a file, not a folder"):
            Folders(tmp_path, Done()).make(tmp_path / name / "deep")

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_target_may_be_a_link(tmp_path):
    """It is what the user named."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "to").symlink_to(tmp_path / "disk")

    Folders(tmp_path / "to", Done()).make(tmp_path / "to" / "cat")

    assert (tmp_path / "disk" / "cat").is_dir()


def test_the_state_of_a_folder_is_its_time_and_its_names(tmp_path):
    """What the files hold does not count."""
    (tmp_path / "a").write_text("a")
    os.utime(tmp_path, ns=(5, 7))
    before = state(tmp_path)

    (tmp_path / "a").write_text("b")
    same = state(tmp_path)
    (tmp_path / "b").touch()

    assert before["modified_ns"] == 7
    assert same == before
    assert state(tmp_path)["names"] != before["names"]
