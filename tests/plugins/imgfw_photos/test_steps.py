"""Steps, and what is left of them after a kill."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imgfw import RunError
from imgfw_photos.contents import LeftAloneError
from imgfw_photos.steps import Step

DIGEST = hashlib.sha256(b"abc").hexdigest()


@pytest.fixture
def source(tmp_path) -> Path:
    """A picture."""
    path = tmp_path / "from" / "a.jpg"
    path.parent.mkdir()
    (tmp_path / "to").mkdir()
    path.write_bytes(b"abc")
    return path


def step(source: Path, how: Any) -> Step:
    """To a place beside."""
    to = source.parent.parent / "to"
    status = source.stat()
    draft = str(to / ".draft")
    return Step(str(to / "b.jpg"), str(source), how, str(source), draft, 3, status.st_mtime_ns, DIGEST)


@pytest.mark.parametrize("how", ["copy", "link", "symlink", "move", "carry"])
def test_what_was_done_is_known_again(source, how):
    """Whether the process lived to tell, or not; nothing else is there then."""
    one = step(source, how)
    before = one.settle()

    one.do()

    assert (before, one.settle()) == (False, True)
    assert Path(one.place).read_bytes() == b"abc"
    assert source.exists() == (how not in ("move", "carry"))
    assert os.listdir(Path(one.place).parent) == ["b.jpg"]


def test_a_draft_goes_when_a_kill_is_settled(source):
    """The place was not made then."""
    one = step(source, "copy")
    Path(one.draft).write_bytes(b"ab")

    assert not one.settle()
    assert os.listdir(Path(one.place).parent) == []


def test_a_kill_between_place_and_removal_ends_with_one(source):
    """By a second name of the file, and by a copy."""
    for how in ("move", "carry"):
        one = step(source, how)
        if how == "move":
            os.link(source, one.place)
        else:
            Path(one.place).write_bytes(b"abc")

        assert one.settle()
        assert not source.exists()
        os.rename(one.place, source)


def test_a_source_that_changed_while_it_was_carried_stays(source, monkeypatch):
    """And its copy goes."""
    one = step(source, "carry")
    monkeypatch.setattr("imgfw_photos.steps.holds", lambda *_: False)

    with pytest.raises(LeftAloneError, match="changed while it was copied"):
        one.do()

    assert source.exists()
    assert os.listdir(Path(one.place).parent) == []


def test_one_file_that_is_seen_twice_is_not_removed(source, monkeypatch):
    """As through a mount."""
    one = step(source, "carry")
    Path(one.place).write_bytes(b"abc")
    monkeypatch.setattr("imgfw_photos.steps.is_one_name", lambda *_: True)

    with pytest.raises(RunError, match="are one file, seen through a mount"):
        one.settle()

    assert source.exists()


def test_a_source_that_is_back_ends_the_taking_back(source):
    """What was killed between the two leaves one of them; a copy that was placed is no such thing."""
    for how in ("copy", "move", "carry"):
        one = step(source, how)
        Path(one.place).write_bytes(b"abc")

        assert one.settle_back() == (how != "copy")
        assert source.read_bytes() == b"abc"


def test_a_kill_on_the_way_back_leaves_no_mode_and_time_of_another_disk(source):
    """The copy that came back from a disk that keeps neither has those of the picture that went."""
    one = replace(step(source, "carry"), mode=0o640)
    Path(one.place).write_bytes(b"abc")
    source.chmod(0o777)
    os.utime(source, ns=(0, 0))

    assert one.settle_back()

    status = source.stat()
    assert (status.st_mode & 0o777, status.st_mtime_ns) == (0o640, one.modified_ns)
    assert not os.path.lexists(one.place)


def test_what_is_linked_is_read_before_the_source_goes(source):
    """A place that was made before, and edited since, is no copy of it."""
    one = step(source, "carry")
    other = source.parent.parent / "to" / "edited.jpg"
    other.write_bytes(b"abd")

    with pytest.raises(LeftAloneError, match=f"cannot be linked: {other} was changed since"):
        replace(one, origin=str(other)).do()

    assert source.read_bytes() == b"abc"
    assert not Path(one.place).exists()


@pytest.mark.parametrize("how", ["copy", "move", "carry", "symlink"])
def test_a_path_that_is_too_long_was_not_made(source, how):
    """Nothing fails on it."""
    one = step(source, how)
    far = str(source.parent / ("x/" * 2100))

    assert not replace(one, place=far + "b.jpg", draft=far + ".imgfw-1").settle()
    assert source.exists()
