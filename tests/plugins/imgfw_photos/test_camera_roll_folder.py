"""A camera roll in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import CallError, RunError
from imgfw_photos import camera_roll_folder
from imgfw_photos.camera_roll import files
from imgfw_photos.camera_roll_folder import draw
from imgfw_photos.drawn_scenes import DrawnScenes

SOURCE = DrawnScenes(count=44, size=48, seed=3)


@pytest.fixture(scope="module")
def roll():
    """The files of 44 photos, by name."""
    return {file.name: file for file in files(SOURCE, range(44))}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, by its name below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def interrupted(folder: Path, after: int) -> None:
    """A drawing that ends after so many photos."""

    def numbers():
        yield from range(after)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw(folder, SOURCE, numbers())


@pytest.mark.parametrize("there", [True, False])
def test_what_is_written_is_what_was_given(roll, tmp_path, there):
    """With its time; a folder that is there stays the same one, and nothing is left in it or beside it."""
    if there:
        (tmp_path / "roll").mkdir()
        before = (tmp_path / "roll").stat().st_ino

    count = draw(tmp_path / "roll", SOURCE, range(44))

    assert count == len(roll)
    for name, file in roll.items():
        path = tmp_path / "roll" / name
        assert path.read_bytes() == file.content and path.stat().st_mtime == file.taken.timestamp()
    assert [path.name for path in tmp_path.iterdir()] == ["roll"]
    assert sorted(path.name for path in (tmp_path / "roll").iterdir()) == [
        "DCIM",
        "Pictures",
        "WhatsApp Images",
    ]
    assert not there or (tmp_path / "roll").stat().st_ino == before


def test_an_interrupted_drawing_goes_on(roll, tmp_path, monkeypatch):
    """Nothing is drawn twice, and in the end all is as if nothing had happened."""
    folder = tmp_path / "roll"
    interrupted(folder, 20)
    assert [path.name for path in folder.iterdir()] == [".drawing-44-48-3"]
    drawn: list[int] = []
    before = DrawnScenes.drawn
    monkeypatch.setattr(
        DrawnScenes, "drawn", lambda self, number: drawn.append(number) or before(self, number)
    )

    count = draw(folder, SOURCE, range(44))

    assert drawn == list(range(20, 44)) and count == len(roll)
    assert contents(folder) == {name: file.content for name, file in roll.items()}


def test_a_drawing_that_ended_while_it_was_put_in_place_goes_on(roll, tmp_path):
    """Some of the folders are there already."""
    folder = tmp_path / "roll"
    interrupted(folder, 44)
    (folder / ".drawing-44-48-3" / "DCIM").rename(folder / "DCIM")

    assert draw(folder, SOURCE, range(44)) == len(roll)
    assert contents(folder) == {name: file.content for name, file in roll.items()}


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    """Named, and untouched; so is a file, and a link that leads nowhere."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "lost").symlink_to("nowhere")

    with pytest.raises(CallError, match=r"empty or not there, found mine\.txt; nothing"):
        draw(tmp_path / "full", SOURCE, range(3))
    for name in ("file", "lost"):
        with pytest.raises(CallError, match="empty or not there"):
            draw(tmp_path / name, SOURCE, range(3))

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "lost", "mine.txt"]


def test_another_drawing_is_not_mixed_in(tmp_path):
    """It is said how the one that was begun goes on; what somebody put there meanwhile is named."""
    interrupted(tmp_path, 3)
    before = contents(tmp_path)

    with pytest.raises(CallError, match="goes on by --count 44 --size 48 --seed 3"):
        draw(tmp_path, DrawnScenes(count=3, size=64), range(3))
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CallError, match=r"found mine\.txt"):
        draw(tmp_path, SOURCE, range(44))

    assert contents(tmp_path) == {**before, "mine.txt": b"mine"}


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    """And that what is drawn is not lost."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(camera_roll_folder, "_write", full)

    with pytest.raises(RunError, match="No space left on device; the same command goes on"):
        draw(tmp_path / "roll", SOURCE, range(3))
