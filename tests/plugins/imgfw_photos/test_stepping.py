"""Which steps make the places of a file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imgfw_photos.contents import LeftAloneError
from imgfw_photos.done import Done
from imgfw_photos.plan import Item, Plan
from imgfw_photos.stepping import Stepping


@pytest.fixture
def item(tmp_path) -> Item:
    """A picture with two places."""
    path = tmp_path / "from" / "a.jpg"
    path.parent.mkdir()
    path.write_bytes(b"abc")
    status = path.stat()
    digest = hashlib.sha256(b"abc").hexdigest()
    return Item(str(path), "placed", 3, status.st_mtime_ns, digest, ("cat/a.jpg", "me/a.jpg"))


def stepping(tmp_path: Path, mode: Any = "copy", copies: Any = "copies", far: bool = False) -> Stepping:
    """For a new journal."""
    found = Stepping(Plan(tmp_path / "to", (tmp_path / "from",), mode, copies), Done())
    found._is_far = lambda _: far  # type: ignore[method-assign]
    return found


@pytest.mark.parametrize(
    ("mode", "copies", "far", "steps", "written"),
    [
        ("copy", "copies", False, ["cat: copy from", "me: copy from"], 6),
        ("copy", "links", False, ["cat: copy from", "me: link cat"], 3),
        ("move", "copies", False, ["me: copy from", "cat: move from"], 3),
        ("move", "links", False, ["me: link from", "cat: move from"], 3),
        ("move", "copies", True, ["me: copy from", "cat: carry from"], 6),
        ("move", "links", True, ["me: copy from", "cat: carry me"], 3),
        ("hardlink", "copies", False, ["cat: link from", "me: link from"], 0),
        ("symlink", "links", False, ["cat: symlink from", "me: symlink from"], 0),
    ],
)
def test_the_source_is_taken_away_last(tmp_path, item, mode, copies, far, steps, written):
    """Of several places one is a copy, or all are."""
    found = stepping(tmp_path, mode, copies, far)

    made = found.steps(item)

    told = [f"{Path(s.place).parent.name}: {s.how} {Path(s.origin).parent.name}" for s in made]
    assert told == steps
    assert found.bytes_of(item) >= written - 3  # links of a moved file take nothing, and are not counted
    assert found.bytes_of(item) <= written


def test_what_is_there_needs_no_step(tmp_path, item):
    """With the same content; another file is not overwritten."""
    place = tmp_path / "to" / "cat" / "a.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"abc")
    found = stepping(tmp_path)

    assert [Path(step.place).parent.name for step in found.steps(item)] == ["me"]
    assert found.kept == 1
    place.write_bytes(b"abd")
    with pytest.raises(LeftAloneError, match="another file lies at its place"):
        found.steps(item)


@pytest.mark.parametrize("mode", ["symlink", "copy", "move", "hardlink"])
def test_a_link_to_the_picture_is_its_place_where_links_are_made(tmp_path, item, mode):
    """Otherwise it is another file: what it leads to may be the picture that goes."""
    place = tmp_path / "to" / "cat" / "a.jpg"
    place.parent.mkdir(parents=True)
    (tmp_path / "way").symlink_to("from")
    place.symlink_to(tmp_path / "way" / "a.jpg")
    found = stepping(tmp_path, mode)

    if mode == "symlink":
        assert [Path(step.place).parent.name for step in found.steps(item)] == ["me"]
        assert found.kept == 1
        place.unlink()
        place.symlink_to(tmp_path / "lost")
    with pytest.raises(LeftAloneError, match="another file lies at its place"):
        found.steps(item)


def test_what_was_made_before_is_linked_while_it_holds_the_same(tmp_path, item):
    """What somebody edited since is no origin of further places."""
    place = tmp_path / "to" / "cat" / "a.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"abc")
    found = stepping(tmp_path, "copy", "links")
    found.done.made[str(place)] = None  # type: ignore[assignment]

    assert [step.how for step in found.steps(item)] == ["link"]
    place.write_bytes(b"edited")
    assert [step.how for step in found.steps(item)] == ["copy"]


def test_a_picture_that_is_gone_is_left_alone(tmp_path, item):
    """With the reason."""
    Path(item.source).unlink()

    with pytest.raises(LeftAloneError, match="is gone"):
        stepping(tmp_path).steps(item)


def test_a_picture_that_was_moved_gets_another_place_once_it_is_back(tmp_path, item):
    """Where the table was edited since: the reason says where it is, and what to do."""
    found = stepping(tmp_path, "move")
    steps = found.steps(item)
    Path(item.source).unlink()
    found.done.made |= {step.place: step for step in steps}

    with pytest.raises(LeftAloneError, match=r"was moved to .*cat/a.jpg by this plan: undo it"):
        found.steps(replace(item, places=("dog/a.jpg",)))
