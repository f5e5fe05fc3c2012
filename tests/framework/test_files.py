"""Which files may be pictures."""

from __future__ import annotations

import os

import pytest

from imgfw.errors import CallError
from imgfw.files import may_be_picture, pictures_under, stamp_of


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("a.JPG", True),
        ("a.heic", True),
        ("IMG_0001", True),
        ("a.txt", False),
        (".a.jpg", False),
        ("a.jpg.xmp", False),
    ],
)
def test_the_ending_decides_what_is_looked_into(name: str, may: bool):
    """Pictures by ending in any case, files without an ending; never hidden ones."""
    assert may_be_picture(name) == may


def test_files_at_any_depth_in_order(tmp_path):
    """Folders are walked in sorted order, hidden ones are not."""
    for name in ("b/2.png", "b/1.jpg", "a.jpg", "c", "notes.txt", ".git/x.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")

    found = [path.relative_to(tmp_path).as_posix() for path in pictures_under(tmp_path)]

    assert found == ["a.jpg", "b/1.jpg", "b/2.png", "c"]


def test_a_link_that_leads_back_ends(tmp_path):
    """A folder that contains itself is walked once."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jpg").write_bytes(b"")
    (tmp_path / "in" / "back").symlink_to(tmp_path)

    assert [path.name for path in pictures_under(tmp_path)] == ["a.jpg"]


def test_links_count_even_those_that_lead_nowhere(tmp_path):
    """A link to a picture is one; a link to nothing or to itself is told by whoever reads it."""
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "a.jpg")
    (tmp_path / "c.jpg").symlink_to(tmp_path / "gone")
    (tmp_path / "d.jpg").symlink_to(tmp_path / "d.jpg")
    os.mkfifo(tmp_path / "e.jpg")

    assert [path.name for path in pictures_under(tmp_path)] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_the_stamp_tells_size_and_time(tmp_path):
    """Another size or another time is another stamp; what cannot be asked has none."""
    file = tmp_path / "a.jpg"
    file.write_bytes(b"1")
    first = stamp_of(file)
    os.utime(file, ns=(1, 1))
    second = stamp_of(file)
    file.write_bytes(b"12")
    os.utime(file, ns=(1, 1))

    assert len({first, second, stamp_of(file)}) == 3
    assert stamp_of(tmp_path / "gone.jpg") == ""


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path):
    """Nothing is passed over in silence."""
    with pytest.raises(CallError, match="gone: cannot be listed: No such file"):
        list(pictures_under(tmp_path / "gone"))
