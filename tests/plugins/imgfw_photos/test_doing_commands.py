"""`imgfw organize apply`, `undo`, `status`."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def planned(organize, squares, drawn, tmp_path):
    """A plan for two pictures, of which one has two labels."""
    drawn(tmp_path / "photos" / "a.jpg", "red", seed=100)
    drawn(tmp_path / "photos" / "b.jpg", "red", "blue", seed=101)
    done = organize("plan", squares, "photos", "--to", "sorted", "--plan", "mine")
    assert done.returncode == 0, done.stderr
    return tmp_path / "mine"


def test_a_plan_is_applied_and_undone(organize, planned, tmp_path):
    """What it tells adds up; a second time nothing is made; status tells each state."""
    applied, again = organize("apply", "mine"), organize("apply", "mine")
    told = organize("status", "mine")
    places = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "sorted").rglob("*.jpg"))
    undone = organize("undo", "mine")

    assert applied.stdout.splitlines() == [
        "pictures 2 = 2 placed + 0 unsorted + 0 duplicate + 0 unreadable",
        "places 3 made, 0 there before; files left 0",
    ]
    assert again.stdout.splitlines()[-1] == "places 0 made, 3 there before; files left 0"
    assert places == ["sorted/blue/b.jpg", "sorted/red/a.jpg", "sorted/red/b.jpg"]
    assert told.stdout.splitlines()[0] == "state   applied"
    assert undone.stdout.splitlines() == ["places 3 undone, 0 stay"]
    assert not (tmp_path / "sorted").exists()
    assert [each.returncode for each in (applied, again, told, undone)] == [0, 0, 0, 0]


def test_what_is_left_is_named_and_ends_with_3(organize, planned, tmp_path):
    """By apply and by undo; in JSON too."""
    (tmp_path / "photos" / "a.jpg").write_bytes(b"edited")

    applied = organize("apply", "mine", "--json")
    (tmp_path / "sorted" / "red" / "b.jpg").write_bytes(b"edited")
    undone = organize("undo", "mine", "--json")
    told = organize("status", "mine", "--json")

    assert (applied.returncode, undone.returncode, told.returncode) == (3, 3, 0)
    found = json.loads(applied.stdout)
    assert (found["made"], found["files"]) == (2, 2)
    assert found["left"] == {str(tmp_path / "photos/a.jpg"): "changed since the plan was made"}
    assert json.loads(undone.stdout)["stays"] == {str(tmp_path / "sorted/red/b.jpg"): "was changed since"}
    assert json.loads(told.stdout)["state"] == "undone"
    assert "left: " in applied.stderr


def test_what_is_no_plan_is_told_without_a_traceback(organize, tmp_path):
    """By all three."""
    for word in ("apply", "undo", "status"):
        done = organize(word, tmp_path)

        assert done.returncode == 2
        assert "is no plan" in done.stderr and "Traceback" not in done.stderr
