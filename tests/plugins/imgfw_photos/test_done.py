"""What the journal of a plan says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from imgfw import CallError, RunError
from imgfw_photos.done import Done
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
    draft = str(to / ".imgfw-1")
    return Step(str(to / "b.jpg"), str(source), how, str(source), draft, 3, status.st_mtime_ns, DIGEST)


def test_the_journal_is_read_to_what_stands(source):
    """Begun, made, undone; times as they were first, folders once."""
    one, other = step(source, "copy"), step(source, "link")
    intend = one.record()
    made, undone = {"what": "made", "place": one.place}, {"what": "undone", "place": one.place}
    folder = {"what": "folder", "path": "/to"}
    seen = {"names": DIGEST, "count": 5, "identity": [1, 2]}
    times = [{"what": "times", "path": "/", "modified_ns": ns, **seen} for ns in (1, 2)]

    assert Done.of([intend], source).begun == {one.place: one}
    assert Done.of([intend, made], source).made == {one.place: one}
    assert Done.of([intend, made, undone, other.record()], source).begun == {other.place: other}
    assert Done.of([intend, {"what": "not", "place": one.place}], source).begun == {}
    assert Done.of([folder, folder], source).folders == ["/to"]
    assert Done.of(times, source).before == {"/": (1, DIGEST)}


def test_an_undone_plan_begins_anew(source):
    """What was before counts again from then on, unless something stayed."""
    times = {"what": "times", "path": "/", "modified_ns": 1, "names": DIGEST}
    end = {"what": "end", "of": "undone", "left": {}}

    assert Done.of([times, end], source).before == {}
    assert Done.of([times, {**end, "left": {"/a": "why"}}], source).before == {"/": (1, DIGEST)}


def test_a_line_that_makes_no_sense_is_told(source):
    """With its number."""
    with pytest.raises(CallError, match="line 1 of its journal makes no sense"):
        Done.of([{"what": "made", "place": "/a"}], source)


def test_what_was_being_taken_back_is_settled(source):
    """What is gone of that was undone; what people removed otherwise is for undo to say."""
    one = step(source, "copy")
    done = Done(made={one.place: one}, taking=[one.place])
    other = Done(made={one.place: one})

    assert done.settled() == [{"what": "undone", "place": one.place}]
    assert other.settled() == []


def test_a_target_of_which_nothing_is_there_is_told(source, tmp_path):
    """Where it held something, and where a moved picture is neither here nor there."""
    one = step(source, "move")
    (tmp_path / "to").rmdir()
    Done(begun={one.place: one}).check_mounted(tmp_path / "to")

    with pytest.raises(RunError, match="1 places were made there by this plan"):
        Done(made={one.place: one}).check_mounted(tmp_path / "to")
    source.unlink()
    with pytest.raises(RunError, match="is its disk mounted"):
        Done(begun={one.place: one}).check_mounted(tmp_path / "to")
