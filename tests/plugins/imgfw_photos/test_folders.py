"""Folders that a plan makes or changes."""

from __future__ import annotations

import os

import pytest

from imgfw_photos.contents import LeftAloneError
from imgfw_photos.done import Done
from imgfw_photos.folders import Folders, check_real, restore, state


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


def test_the_way_to_a_folder_is_real_or_told(tmp_path):
    """What is not there yet is no link."""
    (tmp_path / "link").symlink_to(tmp_path)

    check_real(tmp_path / "new" / "deep", tmp_path)
    check_real(tmp_path, tmp_path)
    with pytest.raises(LeftAloneError, match="link is a link or a file, not a folder"):
        check_real(tmp_path / "link" / "deep", tmp_path)


def test_a_folder_that_cannot_be_listed_is_told(plain):
    """Before anything is announced for it."""
    (plain / "closed").mkdir(0o300)

    with pytest.raises(LeftAloneError, match="closed cannot be listed: Permission denied"):
        list(Folders(plain, Done()).announce(plain / "closed" / "new"))


def test_folders_are_as_they_were_or_told(plain):
    """What was made goes if it is empty, the others have their time; what cannot be done is told."""
    (plain / "closed" / "made").mkdir(parents=True)
    (plain / "was").mkdir()
    (plain / "full").mkdir()
    (plain / "full" / "mine").touch()
    names = [str(plain / name) for name in ("gone", "full", "closed/made")]
    before = {str(plain / "was"): (7, str(state(plain / "was")["names"]))}
    (plain / "closed").chmod(0o500)

    stays = restore(Done(folders=names, before=before))

    assert stays == {names[2]: "cannot be as it was: Permission denied"}
    assert (plain / "was").stat().st_mtime_ns == 7
    assert (plain / "full" / "mine").exists()
