"""Whatever people and disks do between a plan, applying and undoing: nothing is lost or overwritten."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imgfw import CallError, ImgfwError, RunError
from imgfw_photos.applying import Applying, apply
from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items
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

    def picture(self, name: str) -> Item:
        """One picture more."""
        (self.source / name).write_bytes(f"the picture {name}".encode())
        os.utime(self.source / name, ns=(10**18, 10**18))
        return item(self.source / name, f"cat/{name}")

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

    assert found.made == 2
    assert found.left == {library.items[0].source: "its place cannot be made: File too large"}
