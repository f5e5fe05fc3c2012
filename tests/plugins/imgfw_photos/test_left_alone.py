"""What cannot be used is left with its reason, and the others go on."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from imgfw_photos.applying import apply
from imgfw_photos.plan import Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.steps import Step
from imgfw_photos.undoing import undo

from .small_library import MODES, Library, item


def test_a_source_that_was_emptied_does_not_stop_the_others(tmp_path):
    """Two sources, the first moved whole before a kill."""
    library = Library(tmp_path, "move")
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.jpg").write_text("z")
    write_plan(library.plan, Plan(library.target, (library.source, other), "move"))
    apply(library.plan)
    write_items(library.plan, [*library.items, item(other / "z.jpg", "cat/z.jpg")])

    found = apply(library.plan)

    assert (found.made, found.left) == (1, {})
    assert undo(library.plan).undone == 4


def test_a_picture_that_the_target_refuses_does_not_stop_the_others(tmp_path, monkeypatch):
    """Too large for its disk, as FAT has it."""
    library = Library(tmp_path)
    do = Step.do

    def refused(self: Step) -> None:
        if self.source.endswith("0.jpg"):
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), self.draft)
        do(self)

    monkeypatch.setattr(Step, "do", refused)

    found = apply(library.plan)

    place = library.target / "cat" / "0.jpg"
    assert found.made == 2
    assert found.left == {library.items[0].source: f"its place {place} cannot be made: File too large"}


@pytest.mark.parametrize("mode", ["copy", "hardlink", "symlink"])
def test_what_somebody_removed_since_is_made_again(tmp_path, mode):
    """By who gives the command again; undo takes that back, too."""
    library = Library(tmp_path, mode)
    before = library.seen()
    apply(library.plan)
    (library.target / "cat" / "1.jpg").unlink()

    again = apply(library.plan)
    third = apply(library.plan)

    assert (again.made, again.kept, again.left) == (1, 2, {})
    assert (third.made, third.kept, third.left) == (0, 3, {})
    assert sorted(os.listdir(library.target / "cat")) == ["0.jpg", "1.jpg", "2.jpg"]
    assert undo(library.plan).undone == 3
    assert library.seen() == before


def test_a_moved_picture_that_somebody_removed_is_left(tmp_path):
    """With why; the others stand, what belongs to it as well, and what was put back by hand goes again."""
    library = Library(tmp_path, "move")
    video = replace(library.picture("0.mov"), follows=library.items[0].source)
    write_items(library.plan, [*library.items, video])
    apply(library.plan)
    (library.target / "cat" / "0.mov").rename(tmp_path / "kept.mov")

    again = apply(library.plan)
    names = sorted(os.listdir(library.target / "cat"))
    (tmp_path / "kept.mov").rename(video.source)
    third = apply(library.plan)

    assert (again.made, again.kept) == (0, 3)
    assert again.left == {video.source: "was removed from its place since"}
    assert names == ["0.jpg", "1.jpg", "2.jpg"]
    assert (third.made, third.kept, third.left) == (1, 3, {})
    assert undo(library.plan).undone == 4
    assert sorted(os.listdir(library.source)) == ["0.jpg", "0.mov", "1.jpg", "2.jpg"]


def test_a_link_that_somebody_removed_is_made_again_of_the_other(tmp_path):
    """Of a picture with two places, of which one is a hard link to the other."""
    library = Library(tmp_path)
    write_plan(library.plan, Plan(library.target, (library.source,), "copy", "links"))
    write_items(library.plan, [library.picture("0.jpg", "cat", "me")])
    apply(library.plan)
    (library.target / "cat" / "0.jpg").unlink()

    assert apply(library.plan).made == 1
    assert (library.target / "cat" / "0.jpg").samefile(library.target / "me" / "0.jpg")
    assert undo(library.plan).undone == 2
    assert not library.target.exists()


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink"])
def test_a_picture_that_cannot_be_read_is_left_with_that(plain, mode):
    """It did not change; and the others go on."""
    library = Library(plain, mode)
    closed = Path(library.items[1].source)
    closed.chmod(0)

    found = apply(library.plan)

    assert (found.made, found.left) == (2, {str(closed): "cannot be read: Permission denied"})
    closed.chmod(0o600)
    assert apply(library.plan).made == 1


def test_a_place_that_cannot_be_read_is_left_with_that(plain):
    """By apply, where another file lies there, and by undo."""
    library = Library(plain)
    places = [library.target / each.places[0] for each in library.items]
    places[0].parent.mkdir(parents=True)
    places[0].write_text("another")
    places[0].chmod(0)

    left = apply(library.plan).left
    places[1].chmod(0)
    stays = undo(library.plan).stays

    assert left == {library.items[0].source: f"{places[0]} cannot be read: Permission denied"}
    assert stays == {str(places[1]): "cannot be read: Permission denied"}


@MODES
@pytest.mark.parametrize("to", ["from", "elsewhere"])
def test_a_folder_that_is_a_link_is_not_looked_through(tmp_path, mode, to):
    """Though the same content lies behind it: it leads to the source, or to a copy of that."""
    library = Library(tmp_path, mode)
    shutil.copytree(library.source, tmp_path / "elsewhere")
    library.target.mkdir()
    (library.target / "cat").symlink_to(tmp_path / to)
    before = library.seen()

    found = apply(library.plan)

    why = f"cannot go there: {library.target / 'cat'} is a link or a file, not a folder"
    assert (found.made, found.kept) == (0, 0)
    assert found.left == {each.source: why for each in library.items}
    assert not undo(library.plan).stays
    assert library.seen() == before
    assert len(os.listdir(tmp_path / "elsewhere")) == 3


@MODES
def test_a_folder_that_became_a_link_is_somebodys_own(tmp_path, mode):
    """What lies behind it is taken for nothing of the plan's: neither placed again nor taken back."""
    library = Library(tmp_path, mode)
    picture = library.picture("0.jpg", "cat", "me")
    write_items(library.plan, [picture])
    apply(library.plan)
    (library.target / "cat").rename(tmp_path / "elsewhere")
    (library.target / "cat").symlink_to(tmp_path / "elsewhere")

    found = apply(library.plan)
    names = os.listdir(library.target / "me")
    stays = undo(library.plan).stays

    assert (found.made, list(found.left), names) == (0, [picture.source], ["0.jpg"])
    assert str(library.target / "cat" / "0.jpg") in stays
    assert os.listdir(tmp_path / "elsewhere") == ["0.jpg"]


@MODES
@pytest.mark.parametrize("how", [0o555, 0o333, 0o000])
def test_a_folder_that_cannot_be_used_does_not_stop_the_others(plain, mode, how):
    """It cannot be written into, listed, or entered: its pictures are left, and go once it can."""
    library = Library(plain, mode)
    items = [library.picture("0.jpg", "dog", "cat"), *library.items[1:], library.picture("3.jpg", "dog")]
    write_items(
        library.plan,
        [
            items[0],
            *(replace(each, places=(f"dog/{each.size}{at}.jpg",)) for at, each in enumerate(items[1:])),
        ],
    )
    (library.target / "cat").mkdir(parents=True)
    (library.target / "cat" / "mine.jpg").write_text("mine")
    (library.target / "cat").chmod(how)

    found = apply(library.plan)
    (library.target / "cat").chmod(0o700)

    assert (found.made, list(found.left)) == (3, [items[0].source])
    assert "Permission denied" in found.left[items[0].source]
    assert os.listdir(library.target / "cat") == ["mine.jpg"]
    assert apply(library.plan).made == 2
    assert not undo(library.plan).stays
    assert os.listdir(library.target) == ["cat"]


@MODES
def test_undo_goes_on_where_a_folder_cannot_be_written(plain, mode):
    """What is in it is listed, and undone once it can be."""
    library = Library(plain, mode)
    before = library.seen()
    write_items(library.plan, [library.picture("0.jpg", "dog"), *library.items[1:]])
    apply(library.plan)
    (library.target / "cat").chmod(0o555)

    first = undo(library.plan)
    (library.target / "cat").chmod(0o755)
    second = undo(library.plan)

    assert (first.undone, len(first.stays)) == (1, 2)
    told = "cannot go back to " if mode == "move" else "cannot be undone: "
    assert all(why.startswith(told) and "Permission denied" in why for why in first.stays.values())
    assert (second.undone, second.stays) == (2, {})
    assert library.seen() == before


@MODES
def test_a_place_that_is_too_long_for_the_system_is_left(tmp_path, mode):
    """No folders are made for it, and a call that was killed there can be gone on from."""
    library = Library(tmp_path, mode)
    far = replace(library.items[0], places=("/".join(["d" * 250] * 17) + "/0.jpg",))
    write_items(library.plan, [far, *library.items[1:]])

    for made in (2, 0):
        found = apply(library.plan)
        assert (found.made, found.left) == (
            made,
            {far.source: "its place cannot be made: File name too long"},
        )
    step = Step(
        f"{library.target}/{far.places[0]}", far.source, "copy", far.source, "/" + "x/" * 2100, 1, 1, ""
    )

    assert not step.settle()
    assert os.listdir(library.target) == ["cat"]
    assert not undo(library.plan).stays
