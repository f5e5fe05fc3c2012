"""How far a plan is."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_photos import applying
from imgfw_photos.applying import apply
from imgfw_photos.journal import opened
from imgfw_photos.plan import Item, Plan, read_plan, write_plan
from imgfw_photos.plan_table import read_items, write_items
from imgfw_photos.status import plain, status
from imgfw_photos.undoing import undo


@pytest.fixture
def plan(tmp_path) -> Path:
    """Two pictures of which one has two places, and a third without a label."""
    folder = tmp_path / "plan"
    folder.mkdir()
    items = []
    for number, labels in enumerate((("cat",), ("cat", "me"), ())):
        path = tmp_path / "from" / f"{number}.jpg"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%d" % number)
        found = path.stat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        places = tuple(f"{label}/{path.name}" for label in labels)
        fate = "placed" if labels else "unsorted"
        items.append(Item(str(path), fate, found.st_size, found.st_mtime_ns, digest, places))
    totals = write_items(folder, items)
    write_plan(folder, Plan(tmp_path / "to", (tmp_path / "from",), totals=totals))
    return folder


def test_the_states_of_a_plan(plan):
    """From the journal alone."""
    states = [status(plan)]
    for act in (apply, undo):
        act(plan)
        states.append(status(plan))

    assert [(each.state, each.places, each.made, each.at_work) for each in states] == [
        ("planned", 3, 0, False),
        ("applied", 3, 3, False),
        ("undone", 3, 0, False),
    ]
    assert states[0].fates == {"placed": 2, "unsorted": 1, "duplicate": 0, "unreadable": 0, "other": 0}


def test_what_was_made_and_taken_out_of_the_plan_has_a_number_of_its_own(plan):
    """Two planned and three made would be no sense; undo knows all three."""
    apply(plan)
    lines = (plan / "plan.csv").read_text("utf-8-sig").splitlines()
    (plan / "plan.csv").write_text("\n".join([lines[0], *lines[2:]]), "utf-8")

    found = status(plan)

    assert (found.places, found.made, found.dropped) == (2, 2, 1)
    assert "places  2 planned, 2 of them made by this plan" in found.lines()
    assert "dropped 1 that were made are in the plan no more; undoing takes them back, too" in found.lines()
    assert undo(plan).undone == 3 and status(plan).dropped == 0


def test_sidecars_that_were_written_count_by_their_pictures(plan):
    """As they are planned."""
    items = [replace(item, places=(), labels=("cat",)) for item in read_items(plan)]
    write_items(plan, items)
    write_plan(plan, replace(read_plan(plan), mode="xmp"))
    apply(plan)
    before = status(plan)
    write_items(plan, [replace(items[0], fate="unsorted"), *items[1:]])

    found = status(plan)

    assert (before.places, before.made, before.dropped) == (2, 2, 0)
    assert (found.places, found.made, found.dropped) == (1, 1, 1)


def test_a_table_that_is_no_plan_any_more_is_refused(plan):
    """As applying refuses it, with the line."""
    items = list(read_items(plan))
    write_items(plan, [*items, items[0]])

    with pytest.raises(CallError, match=r"plan\.csv, line 5: .* is there twice"):
        status(plan)


def test_what_was_left_is_told(plan, tmp_path):
    """With why, also by undo."""
    (tmp_path / "from" / "0.jpg").unlink()
    apply(plan)
    left = status(plan).left
    (tmp_path / "to/me/1.jpg").write_bytes(b"edited")
    undo(plan)

    assert left == {str(tmp_path / "from/0.jpg"): "is gone"}
    assert status(plan).left == {str(tmp_path / "to/me/1.jpg"): "was changed since"}
    assert plain(status(plan))["made"] == 1


def test_an_interrupted_plan_is_told(plan, monkeypatch):
    """With what to do; while a process is at it, it is not interrupted."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(applying.Applying, "carry_out", stop)
    with pytest.raises(KeyboardInterrupt):
        apply(plan)

    assert "state   applying, interrupted: give the command again" in status(plan).lines()[0]
    with opened(plan):
        assert status(plan).lines()[0] == "state   applying"


def test_what_is_no_plan_is_told(tmp_path):
    """As everywhere."""
    with pytest.raises(CallError, match="is no plan"):
        status(tmp_path)
