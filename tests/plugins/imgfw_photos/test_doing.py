"""One step is done."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from imgfw import RunError
from imgfw_photos.contents import LeftAloneError, UnsettledError
from imgfw_photos.doing import do
from imgfw_photos.done import Done
from imgfw_photos.folders import Folders
from imgfw_photos.steps import Step


@pytest.fixture
def step(tmp_path) -> Step:
    """Of a picture that goes to a folder which is not there."""
    source, place = tmp_path / "from" / "a.jpg", tmp_path / "to" / "cat" / "a.jpg"
    source.parent.mkdir()
    source.write_bytes(b"abc")
    digest = hashlib.sha256(b"abc").hexdigest()
    draft = str(place.with_name(".imgfw-1"))
    return Step(str(place), str(source), "move", str(source), draft, 3, source.stat().st_mtime_ns, digest)


def done(step: Step, told: list[Any]) -> None:
    """The step, in its target."""
    do(step, Folders(Path(step.place).parents[1], Done()), lambda: None, told.append)


def test_a_step_is_done_with_its_folder(step):
    """And nothing more is told."""
    told: list[Any] = []

    done(step, told)

    assert Path(step.place).read_bytes() == b"abc"
    assert told == []


def test_one_disk_that_is_mounted_twice_is_crossed_by_a_copy(step, monkeypatch):
    """That is told before."""
    do_, told = Step.do, []

    def crossing(self: Step) -> None:
        if self.how == "move":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        do_(self)

    monkeypatch.setattr(Step, "do", crossing)
    done(step, told)

    assert [(line["what"], line["how"]) for line in told] == [("intend", "carry")]
    assert Path(step.place).read_bytes() == b"abc" and not Path(step.source).exists()


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.EEXIST, LeftAloneError, "another file lies at its place"),
        (errno.EACCES, UnsettledError, "cannot be moved to .*to/cat/a.jpg: Permission denied"),
        (errno.EFBIG, UnsettledError, "cannot be moved to .*to/cat/a.jpg: File too large"),
        (errno.ENAMETOOLONG, UnsettledError, "cannot be moved to .*to/cat/a.jpg: File name too long"),
        (errno.ENOSPC, RunError, "the disk is full"),
        (errno.EROFS, RunError, "cannot be written: Read-only file system"),
        (errno.EIO, RunError, "cannot be written: Input/output error"),
    ],
)
def test_what_concerns_one_file_does_not_end_all(step, monkeypatch, number, kind, words):
    """What concerns the disk does."""

    def refused(_: Step) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Step, "do", refused)
    with pytest.raises(kind, match=words):
        done(step, [])


def test_a_source_that_cannot_be_removed_is_told_as_that(step, monkeypatch):
    """It is not its place that is at fault."""

    def refused(_: Step) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", step.source)

    monkeypatch.setattr(Step, "do", refused)
    with pytest.raises(LeftAloneError, match="cannot be read or removed: Operation not permitted"):
        done(step, [])
