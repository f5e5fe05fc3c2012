"""Whatever people and disks do between a plan, applying and undoing: nothing is lost or overwritten."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw import CallError, ImgfwError, RunError
from imgfw_photos.applying import Applying, apply
from imgfw_photos.journal import NAME
from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.status import status
from imgfw_photos.steps import Step
from imgfw_photos.undoing import undo

MOVES = pytest.mark.parametrize("mode", ["copy", "move"])
MODES = pytest.mark.parametrize("mode", ["copy", "move", "hardlink", "symlink"])


def item(path: Path, *places: str, follows: str = "") -> Item:
    """A file of a plan."""
    status, digest = path.stat(), hashlib.sha256(path.read_bytes()).hexdigest()
    return Item(str(path), "placed", status.st_size, status.st_mtime_ns, digest, places, follows)


class Library:
    """Three pictures, and a plan for them."""

    def __init__(self, root: Path, mode: Any = "copy") -> None:
        self.source, self.target, self.plan = root / "from", root / "to", root / "plan"
        self.source.mkdir()
        self.plan.mkdir()
        self.items = [self.picture(f"{number}.jpg") for number in range(3)]
        write_plan(self.plan, Plan(self.target, (self.source,), mode))
        write_items(self.plan, self.items)

    def picture(self, name: str, *labels: str) -> Item:
        """One picture more."""
        (self.source / name).write_bytes(f"the picture {name}".encode())
        os.utime(self.source / name, ns=(10**18, 10**18))
        return item(self.source / name, *(f"{label}/{name}" for label in labels or ("cat",)))

    def seen(self) -> dict[str, bytes]:
        """Every file below source and target."""
        paths = [*self.source.rglob("*"), *self.target.rglob("*")]
        return {str(path): path.read_bytes() for path in paths if path.is_file()}

    def rewrite(self, which: Item) -> None:
        """Another content under the same size and time."""
        path = Path(which.source)
        path.write_bytes(b"X" * which.size)
        os.utime(path, ns=(10**18, which.modified_ns))


@pytest.fixture
def bind() -> Iterator[Any]:
    """Mounts a folder a second time."""
    places: list[Path] = []

    def mounted(folder: Path, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        words = ["mount", "--bind", str(folder), str(place)]
        if shutil.which("mount") is None or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
        places.append(place)

    yield mounted
    for place in reversed(places):
        subprocess.run(["umount", str(place)], check=True)


def test_an_unmounted_target_is_not_taken_for_an_empty_one(tmp_path):
    """Nothing is forgotten by undo, nothing is written by apply where the disk should be."""
    library = Library(tmp_path)
    library.target.mkdir()
    write_items(library.plan, library.items[:2])
    apply(library.plan)
    write_items(library.plan, library.items)
    library.target.rename(tmp_path / "disk")
    library.target.mkdir()

    for act in (apply, undo):
        with pytest.raises(RunError, match="2 places were made there by this plan; is its disk mounted"):
            act(library.plan)
    assert list(library.target.iterdir()) == []
    library.target.rmdir()
    (tmp_path / "disk").rename(library.target)

    assert undo(library.plan).undone == 2
    assert list(library.target.iterdir()) == []


@pytest.mark.parametrize("gone", [True, False])
def test_an_unmounted_source_ends_it_before_anything_is_written(tmp_path, gone):
    """Whether its folder is gone or empty."""
    library = Library(tmp_path)
    shutil.rmtree(library.source)
    if not gone:
        library.source.mkdir()

    with pytest.raises(RunError, match="the plan found pictures there; is its disk mounted"):
        apply(library.plan)

    assert not library.target.exists()


@MODES
def test_a_source_that_became_a_link_to_the_target_is_no_second_copy(tmp_path, mode):
    """People replace the old folder so: what was placed is the only one then, and undo leaves it."""
    library = Library(tmp_path, mode)
    apply(library.plan)
    if mode == "symlink":
        return  # what was placed is no copy; the library is the source still
    contents = sorted(path.read_bytes() for path in library.target.rglob("*.jpg"))
    shutil.rmtree(library.source)
    library.source.symlink_to(library.target / "cat")

    found = undo(library.plan)

    assert len(found.stays) == 3
    assert sorted(path.read_bytes() for path in library.target.rglob("*.jpg")) == contents


def test_a_source_that_is_the_target_by_a_mount_is_no_second_copy(tmp_path, bind):
    """Undo leaves what would be gone."""
    library = Library(tmp_path)
    apply(library.plan)
    shutil.rmtree(library.source)
    bind(library.target / "cat", library.source)

    assert len(undo(library.plan).stays) == 3
    assert len(list(library.target.rglob("*.jpg"))) == 3


def test_what_is_the_only_copy_stays(tmp_path):
    """Who deletes the originals does not lose the copies by undo."""
    library = Library(tmp_path)
    apply(library.plan)
    Path(library.items[0].source).unlink()

    found = undo(library.plan)

    assert list(found.stays) == [str(library.target / "cat/0.jpg")]
    assert [path.name for path in library.target.rglob("*.jpg")] == ["0.jpg"]


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink"])
def test_a_picture_that_changed_under_the_same_size_and_time_is_left(tmp_path, mode):
    """Its content is read before it goes anywhere."""
    library = Library(tmp_path, mode)
    library.rewrite(library.items[1])

    found = apply(library.plan)

    assert found.left == {library.items[1].source: "changed since the plan was made"}
    assert Path(library.items[1].source).exists()
    assert not undo(library.plan).stays


@MOVES
def test_a_picture_goes_with_what_belongs_to_it_or_not_at_all(tmp_path, mode):
    """Though it is found only when the picture has its place that the video cannot go."""
    library = Library(tmp_path, mode)
    picture = library.items[0]
    video = replace(library.picture("0.mov"), follows=picture.source)
    write_items(library.plan, [picture, video])
    library.rewrite(video)

    found = apply(library.plan)

    why = "changed since the plan was made"
    assert found.left == {picture.source: f"0.mov {why}", video.source: why}
    assert found.made == 0
    assert Path(picture.source).exists()
    assert list(library.target.rglob("*.*")) == []


@MOVES
def test_what_an_interrupted_run_placed_comes_back_where_the_rest_cannot_follow(tmp_path, mode):
    """All or nothing holds over several runs."""
    library = Library(tmp_path, mode)
    picture = library.items[0]
    video = replace(library.picture("0.mov"), follows=picture.source)
    write_items(library.plan, [picture])
    apply(library.plan)
    write_items(library.plan, [picture, video])
    Path(video.source).unlink()

    found = apply(library.plan)

    assert set(found.left) == {picture.source, video.source}
    assert Path(picture.source).exists()
    assert list(library.target.rglob("*.*")) == []


@MODES
def test_links_in_the_target_lead_nowhere(tmp_path, mode):
    """A folder that is a link is not gone through."""
    library = Library(tmp_path, mode)
    (tmp_path / "elsewhere").mkdir()
    library.target.mkdir()
    (library.target / "cat").symlink_to(tmp_path / "elsewhere")

    found = apply(library.plan)

    assert len(found.left) == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert all(Path(each.source).exists() for each in library.items)


def test_a_part_of_the_source_that_is_mounted_as_target_is_refused(tmp_path, bind):
    """Though no picture of the plan lies in it."""
    library = Library(tmp_path)
    (library.source / "inner").mkdir()
    bind(library.source / "inner", library.target)

    with pytest.raises(CallError, match="lies in"):
        apply(library.plan)

    assert list((library.source / "inner").iterdir()) == []


def test_a_source_that_is_mounted_below_the_target_is_refused(tmp_path, bind):
    """Wherever in it."""
    library = Library(tmp_path)
    bind(library.source, library.target / "dog")

    with pytest.raises(CallError, match="lies in"):
        apply(library.plan)


def test_moving_between_two_mounts_of_one_disk(tmp_path, bind):
    """No name can be given there: it is copied, and comes back."""
    library = Library(tmp_path, "move")
    before = library.seen()
    (tmp_path / "real").mkdir()
    bind(tmp_path / "real", library.target)

    assert apply(library.plan).made == 3
    assert list(library.source.iterdir()) == []
    assert not undo(library.plan).stays
    assert library.seen() == before


def test_a_second_round_restores_the_times_of_the_second(tmp_path):
    """What people changed between two rounds counts as before."""
    library = Library(tmp_path, "move")
    apply(library.plan)
    undo(library.plan)
    os.utime(library.source, ns=(10**18, 10**18 + 5))

    apply(library.plan)
    undo(library.plan)

    assert library.source.stat().st_mtime_ns == 10**18 + 5


def test_moving_out_of_what_cannot_be_written_is_refused(tmp_path, monkeypatch):
    """Before anything is."""
    library = Library(tmp_path, "move")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, how: path != library.source and access(path, how))

    with pytest.raises(ImgfwError, match="cannot be written into"):
        apply(library.plan)

    assert not library.target.exists()


def test_what_is_nowhere_is_not_forgotten(tmp_path):
    """Somebody gave its folder another name: undo says so each time, and brings it back once it is found."""
    library = Library(tmp_path, "move")
    before = library.seen()
    apply(library.plan)
    (library.target / "cat").rename(library.target / "x")

    for _ in range(2):
        assert len(undo(library.plan).stays) == 3
    (library.target / "x").rename(library.target / "cat")

    assert undo(library.plan).undone == 3
    assert library.seen() == before


def test_what_a_kill_left_nowhere_is_not_forgotten(tmp_path, monkeypatch):
    """Moved, announced and not yet told of, and then in a folder with another name."""
    library = Library(tmp_path, "move")
    before = library.seen()

    def killed(self: Any, *lines: Any) -> None:
        if lines and lines[0]["what"] == "made":
            raise KeyboardInterrupt
        told(self, *lines)

    told = Applying.tell
    monkeypatch.setattr(Applying, "tell", killed)
    with pytest.raises(KeyboardInterrupt):
        apply(library.plan)
    monkeypatch.undo()
    (library.target / "cat").rename(library.target / "x")

    stays = undo(library.plan).stays
    (library.target / "x").rename(library.target / "cat")

    assert len(stays) == 3 and all("is gone from there" in why for why in stays.values())
    assert undo(library.plan).undone == 3
    assert library.seen() == before


@MOVES
def test_a_target_that_held_something_is_not_taken_for_an_empty_one(tmp_path, mode):
    """As its disk was mounted when the plan was made: nothing is written into the place of it."""
    library = Library(tmp_path, mode)
    library.target.mkdir()
    write_plan(library.plan, Plan(library.target, (library.source,), mode, held=library.target))

    with pytest.raises(RunError, match="something was when the plan was made; is its disk mounted"):
        apply(library.plan)

    assert list(library.target.iterdir()) == []
    assert len(list(library.source.iterdir())) == 3


@pytest.mark.parametrize("gone", [True, False])
def test_nothing_comes_back_into_the_place_of_a_disk_that_is_not_mounted(tmp_path, gone):
    """A source in which something was left is empty, or not there at all."""
    library = Library(tmp_path, "move")
    (library.source / "notes.txt").write_text("mine")
    apply(library.plan)
    library.source.rename(tmp_path / "disk")
    if not gone:
        library.source.mkdir()

    with pytest.raises(RunError, match="something was left there when the plan was applied; is its disk"):
        undo(library.plan)
    assert not gone or not library.source.exists()
    if not gone:
        library.source.rmdir()
    (tmp_path / "disk").rename(library.source)

    assert undo(library.plan).undone == 3


def test_an_emptied_source_is_made_by_who_removed_it(tmp_path):
    """Whether it was removed, or its disk was, nobody can tell."""
    library = Library(tmp_path, "move")
    apply(library.plan)
    library.source.rmdir()

    with pytest.raises(RunError, match="is not there: mount its disk, or make the folder if you removed it"):
        undo(library.plan)
    library.source.mkdir()

    assert undo(library.plan).undone == 3


@MOVES
def test_a_disk_that_goes_between_two_pictures_is_noticed(tmp_path, monkeypatch, mode):
    """Nothing more is written into its place, in no folder of another label either."""
    library = Library(tmp_path, mode)
    write_items(
        library.plan, [replace(each, places=(f"{at}/x.jpg",)) for at, each in enumerate(library.items)]
    )
    do, steps = Step.do, []

    def gone(self: Step) -> None:
        do(self)
        steps.append(self)
        if len(steps) == 2:
            library.target.rename(tmp_path / "disk")
            library.target.mkdir()

    monkeypatch.setattr(Step, "do", gone)
    with pytest.raises(RunError, match="is not there any more"):
        apply(library.plan)
    monkeypatch.undo()

    assert list(library.target.iterdir()) == []
    library.target.rmdir()
    (tmp_path / "disk").rename(library.target)
    assert not apply(library.plan).left
    assert len(list(library.target.rglob("*.jpg"))) == 3


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


def test_nothing_comes_back_into_an_unmounted_source_after_a_kill(tmp_path, monkeypatch):
    """Though the journal ends in the middle: it says what was left where pictures were taken out of."""
    library = Library(tmp_path, "move")
    before = library.seen()
    do = Step.do

    def killed(self: Step) -> None:
        do(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Step, "do", killed)
    with pytest.raises(KeyboardInterrupt):
        apply(library.plan)
    monkeypatch.undo()
    library.source.rename(tmp_path / "disk")
    library.source.mkdir()

    for act in (apply, undo):
        with pytest.raises(RunError, match="is its disk mounted"):
            act(library.plan)
    assert list(library.source.iterdir()) == []
    library.source.rmdir()
    (tmp_path / "disk").rename(library.source)

    assert undo(library.plan).undone == 1
    assert library.seen() == before


def test_nothing_comes_back_into_a_part_of_a_source_that_is_not_mounted(tmp_path):
    """A card in a folder of it, and all of it."""
    library = Library(tmp_path, "move")
    card = library.source / "card"
    card.mkdir()
    (card / "left.txt").write_text("left")
    write_items(library.plan, [library.picture("card/x.jpg", "cat"), *library.items])
    apply(library.plan)
    card.rename(tmp_path / "disk")
    card.mkdir()

    with pytest.raises(RunError, match=r"card: nothing is there, .* is its disk mounted"):
        undo(library.plan)
    card.rmdir()
    (tmp_path / "disk").rename(card)
    library.source.rename(tmp_path / "disk")
    library.source.mkdir()
    with pytest.raises(RunError, match=r"from: nothing is there, .* is its disk mounted"):
        undo(library.plan)
    assert list(library.source.iterdir()) == []
    library.source.rmdir()
    (tmp_path / "disk").rename(library.source)

    assert undo(library.plan).undone == 4


def test_a_source_that_a_killed_call_emptied_is_no_unmounted_one(tmp_path, monkeypatch):
    """Every picture was moved out of it before the kill: undo brings them back."""
    library = Library(tmp_path, "move")
    before = library.seen()

    def killed(self: Any, *lines: Any) -> None:
        if lines and lines[0]["what"] in ("made", "end"):
            raise KeyboardInterrupt
        told(self, *lines)

    told = Applying.tell
    monkeypatch.setattr(Applying, "tell", killed)
    with pytest.raises(KeyboardInterrupt):
        apply(library.plan)
    monkeypatch.undo()

    assert list(library.source.iterdir()) == []
    assert undo(library.plan).undone == 3
    assert library.seen() == before


def test_a_source_that_somebody_emptied_is_no_unmounted_one(tmp_path):
    """It is the same folder still: pictures come back."""
    library = Library(tmp_path, "move")
    (library.source / "notes.txt").write_text("mine")
    apply(library.plan)
    (library.source / "notes.txt").unlink()

    assert undo(library.plan).undone == 3


def test_a_file_as_source_does_not_come_back_beside_its_disk(tmp_path):
    """The folder in which it was is gone: it is not made where the disk was."""
    library = Library(tmp_path, "move")
    write_plan(library.plan, Plan(library.target, (Path(library.items[0].source),), "move"))
    write_items(library.plan, library.items[:1])
    apply(library.plan)
    library.source.rename(tmp_path / "disk")

    with pytest.raises(RunError, match="something was left there"):
        undo(library.plan)
    assert not library.source.exists()


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_journal_is_gone_on_from_or_refused(data):
    """Lines doubled, taken out, torn or in another order, values exchanged: nothing is lost, no traceback."""
    with TemporaryDirectory() as folder:
        library = Library(Path(folder), data.draw(st.sampled_from(["copy", "move"])))
        apply(library.plan)
        path = library.plan / NAME
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        values = [value for line in lines for name, value in line.items() if name not in ("draft", "what")]
        values += ["/", "/" + "x/" * 2100, f"{folder}/to/cat/0.jpg/below", 0, (1 << 63) - 1, -1, None, [], {}]
        for line in data.draw(st.lists(st.sampled_from(lines), max_size=3)):
            line[data.draw(st.sampled_from(sorted(line)))] = data.draw(st.sampled_from(values))
        texts = [json.dumps(line) + "\n" for line in lines]
        texts.append(data.draw(st.sampled_from(texts))[data.draw(st.integers(0, 40)) :])
        if data.draw(st.booleans()):
            texts = data.draw(st.lists(st.sampled_from(texts), max_size=len(texts) + 3))
        path.write_text("".join(texts))

        for act in (status, undo, apply, undo):
            try:
                act(library.plan)
            except ImgfwError as error:
                assert str(error)

        held = {each.read_bytes() for each in Path(folder).rglob("*") if each.is_file()}
        assert {f"the picture {number}.jpg".encode() for number in range(3)} <= held
