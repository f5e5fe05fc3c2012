"""A place is taken back."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from imgfw import RunError
from imgfw_photos import taking_back
from imgfw_photos.contents import LeftAloneError, UnsettledError
from imgfw_photos.journal import Journal, opened
from imgfw_photos.steps import Step
from imgfw_photos.taking_back import take_back

DIGEST = hashlib.sha256(b"abc").hexdigest()


@pytest.fixture
def made(tmp_path) -> Any:
    """Gives a step that was done."""
    source = tmp_path / "from" / "a.jpg"
    source.parent.mkdir()
    (tmp_path / "to" / "cat").mkdir(parents=True)
    source.write_bytes(b"abc")

    def done(how: Any) -> Step:
        place, draft = (str(tmp_path / "to" / "cat" / name) for name in ("a.jpg", ".imgfw-1"))
        step = Step(place, str(source), how, str(source), draft, 3, source.stat().st_mtime_ns, DIGEST)
        step.do()
        return step

    return done


@pytest.fixture
def journal(tmp_path) -> Any:
    """An open journal."""
    with opened(tmp_path) as journal:
        yield journal


def back(step: Step, journal: Journal) -> None:
    """It is taken back, with all disks there."""
    take_back(step, Path(step.place).parents[1], journal, lambda: None)


@pytest.mark.parametrize("how", ["copy", "link", "symlink", "move", "carry"])
def test_what_was_made_goes_and_what_was_moved_comes_back(made, journal, how):
    """There is one file then, where it was."""
    step = made(how)

    back(step, journal)

    assert not os.path.lexists(step.place)
    assert Path(step.source).read_bytes() == b"abc"


@pytest.mark.parametrize("how", ["copy", "link", "symlink", "move", "carry"])
def test_a_folder_that_is_a_link_by_now_is_not_gone_through(made, journal, tmp_path, how):
    """Whatever lies behind it."""
    step = made(how)
    (tmp_path / "to" / "cat").rename(tmp_path / "elsewhere")
    (tmp_path / "to" / "cat").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(LeftAloneError, match="is a link or a file, not a folder"):
        back(step, journal)

    assert os.listdir(tmp_path / "elsewhere") == ["a.jpg"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_copy_that_is_back_goes_again_where_its_place_cannot(made, journal, monkeypatch, number):
    """There is one file then, too; what concerns the disk ends all."""
    step = made("carry")
    unlink = os.unlink

    def refused(path: Any, **more: Any) -> None:
        if Path(path) == Path(step.place):
            raise OSError(number, os.strerror(number))
        unlink(path, **more)

    monkeypatch.setattr(taking_back, "_renamed", lambda *_: False)
    monkeypatch.setattr(os, "unlink", refused)
    with pytest.raises(
        UnsettledError if number == errno.EACCES else RunError, match=r"cannot (be undone|go back)"
    ):
        back(step, journal)

    assert Path(step.place).exists()
    assert os.listdir(Path(step.source).parent) == []


def test_what_cannot_be_read_stays_and_is_told_as_that(made, journal, monkeypatch):
    """The place, or the source beside which it would be gone."""
    step = made("copy")
    opened = Path.open

    for closed, words in ((step.place, "^cannot be read"), (step.source, f"^{step.source} cannot be read")):

        def refused(path: Path, *words: Any, closed: str = closed, **more: Any) -> Any:
            if str(path) == closed:
                raise PermissionError(errno.EACCES, "Permission denied")
            return opened(path, *words, **more)

        monkeypatch.setattr(Path, "open", refused)
        with pytest.raises(LeftAloneError, match=words):
            back(step, journal)
        assert Path(step.place).exists()
