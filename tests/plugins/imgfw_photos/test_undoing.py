"""Plans are undone."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from imgfw import CallError
from imgfw_photos import taking_back
from imgfw_photos.applying import apply
from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.undoing import undo


@pytest.fixture
def plan(tmp_path) -> Any:
    """Makes and applies a plan for two pictures."""

    def applied(mode: Any) -> Path:
        folder = tmp_path / "plan"
        folder.mkdir()
        items = []
        for name in ("a.jpg", "b.jpg"):
            path = tmp_path / "from" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name)
            os.utime(path, ns=(10**18, 10**18))
            status, digest = path.stat(), hashlib.sha256(name.encode()).hexdigest()
            places = (f"cat/{name}",)
            items.append(Item(str(path), "placed", status.st_size, status.st_mtime_ns, digest, places))
        os.utime(tmp_path / "from", ns=(10**18, 10**18))
        write_plan(folder, Plan(tmp_path / "to", (tmp_path / "from",), mode))
        write_items(folder, items)
        apply(folder)
        return folder

    return applied


def test_what_people_changed_stays(plan, tmp_path):
    """A picture that was edited, a folder that holds something new; both are there, and one is listed."""
    folder = plan("move")
    (tmp_path / "to" / "cat" / "a.jpg").write_text("edited")
    (tmp_path / "to" / "cat" / "new.txt").write_text("new")

    found = undo(folder)

    assert found.stays == {str(tmp_path / "to/cat/a.jpg"): "was changed since"}
    assert sorted(os.listdir(tmp_path / "to" / "cat")) == ["a.jpg", "new.txt"]
    assert os.listdir(tmp_path / "from") == ["b.jpg"]


def test_undo_given_again_goes_on(plan, tmp_path):
    """Once what stood in the way is gone."""
    folder = plan("move")
    (tmp_path / "from" / "a.jpg").write_text("another")
    first = undo(folder)
    (tmp_path / "from" / "a.jpg").unlink()

    second = undo(folder)

    assert list(first.stays) == [str(tmp_path / "to/cat/a.jpg")]
    assert (first.undone, second.undone, second.stays) == (1, 1, {})
    assert (tmp_path / "from" / "a.jpg").read_text() == "a.jpg"
    assert not (tmp_path / "to").exists()


def test_a_moved_picture_that_is_nowhere_is_told(plan, tmp_path):
    """Somebody took it away: it cannot be put back."""
    folder = plan("move")
    (tmp_path / "to" / "cat" / "a.jpg").rename(tmp_path / "away.jpg")

    stays = undo(folder).stays

    assert list(stays.values()) == [f"is gone from there, and was not put back to {tmp_path / 'from/a.jpg'}"]


def test_a_folder_in_which_somebody_worked_keeps_its_time(plan, tmp_path):
    """Others get theirs back."""
    folder = plan("move")
    (tmp_path / "from" / "new.jpg").write_text("new")

    undo(folder)

    assert (tmp_path / "from").stat().st_mtime_ns != 10**18


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink", "symlink"])
def test_an_interrupted_undo_goes_on(plan, tmp_path, monkeypatch, mode):
    """And ends as if nothing had been."""
    folder = plan(mode)
    take_back, calls = taking_back._take_back, iter(range(9))

    def once(*words: Any) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        take_back(*words)

    monkeypatch.setattr(taking_back, "_take_back", once)
    with pytest.raises(KeyboardInterrupt):
        undo(folder)
    monkeypatch.undo()
    undo(folder)

    assert sorted(os.listdir(tmp_path / "from")) == ["a.jpg", "b.jpg"]
    assert not (tmp_path / "to").exists()
    assert (tmp_path / "from").stat().st_mtime_ns == 10**18


def test_another_link_in_the_place_of_one_stays(plan, tmp_path):
    """It is somebody's own."""
    folder = plan("symlink")
    place = tmp_path / "to" / "cat" / "a.jpg"
    place.unlink()
    place.symlink_to("elsewhere")

    assert undo(folder).stays == {str(place): "was changed since"}
    assert os.readlink(place) == "elsewhere"


def test_what_is_no_plan_is_told(tmp_path):
    """As everywhere."""
    with pytest.raises(CallError, match="is no plan"):
        undo(tmp_path)
