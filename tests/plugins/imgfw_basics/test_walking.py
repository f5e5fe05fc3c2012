"""The files below a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_basics.walking import names_below


def any_file(name: str) -> bool:
    """Every file is wanted."""
    return True


def lay(root: Path, *names: str) -> Path:
    """Empty files."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


def test_files_are_sorted_part_by_part(tmp_path):
    """Hidden files and folders are left out, and so is what is not wanted."""
    lay(tmp_path, "a/2.jpg", "a b/1.jpg", "a/.h.jpg", ".git/3.jpg", "b.txt", "a.jpg")

    assert list(names_below(tmp_path, any_file)) == ["a/2.jpg", "a b/1.jpg", "a.jpg", "b.txt"]
    assert list(names_below(tmp_path, lambda name: name == "b.txt")) == ["b.txt"]


def test_a_depth_is_kept(tmp_path):
    """Deeper folders are not even listed."""
    lay(tmp_path, "1", "a/2", "a/b/3")

    found = [list(names_below(tmp_path, any_file, depth)) for depth in (1, 2, 3, None)]

    assert found == [["1"], ["1", "a/2"], ["1", "a/2", "a/b/3"], ["1", "a/2", "a/b/3"]]


def test_links_are_followed_into_no_folder_twice(tmp_path):
    """Not from inside itself, nor twice below one class folder; two class folders may be the same one."""
    (tmp_path / "cat" / "old").mkdir(parents=True)
    (tmp_path / "cat" / "old" / "1.jpg").write_bytes(b"1")
    (tmp_path / "cat" / "old" / "top").symlink_to(tmp_path)
    (tmp_path / "cat" / "old" / "self").symlink_to(".")
    (tmp_path / "cat" / "again").symlink_to("old")
    (tmp_path / "root").symlink_to(".")
    (tmp_path / "twin").symlink_to("cat")

    found = tuple(names_below(tmp_path, any_file))

    assert found == ("cat/again/1.jpg", "cat/old/1.jpg", "twin/again/1.jpg", "twin/old/1.jpg")


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path, monkeypatch):
    """It is named: nobody should train on half of a set."""

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refused)

    with pytest.raises(CallError, match="cannot be listed: Permission denied"):
        list(names_below(tmp_path, any_file))


def test_a_pipe_is_no_file(tmp_path):
    """It would be waited for without end."""
    os.mkfifo(tmp_path / "pipe.jpg")

    assert list(names_below(tmp_path, any_file)) == []


NAME = st.text("ab.", min_size=1, max_size=3).filter(lambda name: name not in (".", ".."))


@given(paths=st.sets(st.lists(NAME, min_size=1, max_size=4).map("/".join), max_size=8))
def test_every_visible_file_is_found_once(paths, tmp_path_factory):
    """Whatever the tree."""
    root = tmp_path_factory.mktemp("tree")
    files = sorted(path for path in paths if not any(other.startswith(f"{path}/") for other in paths))
    lay(root, *files)

    visible = [path for path in files if not any(part.startswith(".") for part in path.split("/"))]
    assert list(names_below(root, any_file)) == sorted(visible, key=lambda path: path.split("/"))
