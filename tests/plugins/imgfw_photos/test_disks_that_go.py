"""Disks that are not mounted, mounted twice, or gone between two pictures: nothing is lost or overwritten."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imgfw import CallError, RunError
from imgfw_photos.applying import Applying, apply
from imgfw_photos.plan import Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.steps import Step
from imgfw_photos.undoing import undo

from .small_library import MOVES, Library


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


def test_a_source_that_is_the_target_by_a_mount_is_no_second_copy(tmp_path, bind):
    """Undo leaves what would be gone."""
    library = Library(tmp_path)
    apply(library.plan)
    shutil.rmtree(library.source)
    bind(library.target / "cat", library.source)

    assert len(undo(library.plan).stays) == 3
    assert len(list(library.target.rglob("*.jpg"))) == 3


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
