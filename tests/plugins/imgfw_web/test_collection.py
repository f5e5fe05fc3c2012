"""The folder of gathered pictures, kills included."""

from __future__ import annotations

import errno
import hashlib
import os

import pytest

from imgfw import CallError, RunError
from imgfw_web.collection import Collection
from imgfw_web.found import Found
from imgfw_web.licences import Licence

CAT = Found(
    "openverse-1",
    "https://p.example/1.jpg",
    "https://p.example/1",
    "A cat",
    "Ana",
    Licence("by", "2.0", "https://l"),
)
DOG = Found("commons-2", "https://p.example/2.png", licence=Licence("cc0"))


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def opened(tmp_path):
    """opened(): the folder, opened anew; what was open before is closed."""
    made = []

    def again():
        for each in made:
            each.close()
        made[:] = [Collection(tmp_path / "pets")]
        return made[0]

    yield again
    for each in made:
        each.close()


def names(folder):
    """The files in it, but for the lock."""
    return sorted(
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.is_file() and p.name != ".gather.lock"
    )


def test_a_picture_is_kept_with_its_row(opened):
    """Its name comes from the id and the format, nothing else."""
    collection = opened()

    collection.keep(CAT, "cat", "tabby cat", b"content", "JPEG")

    assert names(collection.folder) == ["attribution.csv", "cat/openverse-1.jpg"]
    row = opened().rows["openverse-1"]
    assert row.pop("fetched").endswith("+00:00")
    assert row == {
        "file": "cat/openverse-1.jpg",
        "class": "cat",
        "query": "tabby cat",
        "title": "A cat",
        "creator": "Ana",
        "licence": "by",
        "licence_version": "2.0",
        "licence_url": "https://l",
        "page_url": "https://p.example/1",
        "picture_url": "https://p.example/1.jpg",
        "id": "openverse-1",
        "sha256": hashlib.sha256(b"content").hexdigest(),
    }


def test_what_is_kept_is_counted_where_it_is_now(opened):
    """Moved files count for their new class, at any depth; thrown away ones nowhere, but they stay known."""
    collection = opened()
    collection.keep(CAT, "cat", "cat", b"1", "JPEG")
    collection.keep(DOG, "dog", "dog", b"2", "PNG")
    assert (collection.kept("cat"), collection.kept("dog")) == (1, 1)

    (collection.folder / "cat" / "old").mkdir()
    os.rename(
        collection.folder / "dog" / "commons-2.png", collection.folder / "cat" / "old" / "commons-2.png"
    )
    os.remove(collection.folder / "cat" / "openverse-1.jpg")
    (collection.folder / "cat" / "mine.jpg").write_bytes(b"mine")
    collection = opened()

    assert (collection.kept("cat"), collection.kept("dog")) == (1, 0)
    assert {id: collection.place(row) for id, row in collection.rows.items()} == {
        "openverse-1": "",
        "commons-2": "cat",
    }


def test_what_is_refused_is_remembered(opened):
    """With its reason, outcome and class."""
    opened().refuse(CAT, "cat", "cat", "is damaged")
    opened().refuse(DOG, "dog", "dog", "is the same picture as x", "duplicate")

    found = {id: (row["class"], row["outcome"], row["reason"]) for id, row in opened().refused.items()}
    assert found == {
        "openverse-1": ("cat", "refused", "is damaged"),
        "commons-2": ("dog", "duplicate", "is the same picture as x"),
    }


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ("imgfw_web.collection.open", []),
        ("os.fsync", []),
        ("imgfw_web.rows.Table.add", []),
        ("os.replace", ["attribution.csv", "cat/openverse-1.jpg"]),
    ],
)
def test_a_kill_between_any_two_steps_leaves_all_or_nothing(opened, monkeypatch, where, left):
    """The next run finishes what has its row, and takes the rest away."""

    def kill(*_, **__):
        raise Killed

    collection = opened()
    with monkeypatch.context() as patched:
        patched.setattr(where, kill, raising=False)
        with pytest.raises(Killed):
            collection.keep(CAT, "cat", "cat", b"content", "JPEG")
    assert "cat/openverse-1.jpg" not in names(collection.folder)

    collection = opened()

    assert names(collection.folder) == left and collection.kept("cat") == bool(left)
    if left:
        assert (collection.folder / "cat/openverse-1.jpg").read_bytes() == b"content"
    else:
        collection.keep(CAT, "cat", "cat", b"content", "JPEG")
        assert collection.kept("cat") == 1


@pytest.mark.parametrize("verb", ["keep", "refuse"])
def test_a_full_disk_is_told(opened, monkeypatch, verb):
    """As a sentence that says how to go on; once there is space, it does."""
    collection = opened()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    def act():
        if verb == "keep":
            collection.keep(CAT, "cat", "cat", b"1", "JPEG")
        else:
            collection.refuse(CAT, "cat", "cat", "is damaged")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(RunError, match=r"No space left on device; .* the same command continues"):
            act()
    act()

    assert (collection.kept("cat"), len(collection.refused)) == ((1, 0) if verb == "keep" else (0, 1))


def test_a_row_that_was_cut_off_counts_for_nothing(opened):
    """Its draft goes; the table goes on with the next row."""
    collection = opened()
    collection.keep(CAT, "cat", "cat", b"1", "JPEG")
    table = collection.folder / "attribution.csv"
    whole = table.read_bytes()
    table.write_bytes(whole + b'dog/commons-2.png,dog,"half a li')
    (collection.folder / ".drafts").mkdir(exist_ok=True)
    (collection.folder / ".drafts" / "commons-2.png").write_bytes(b"2")

    collection = opened()

    assert set(collection.rows) == {"openverse-1"} and table.read_bytes() == whole
    assert names(collection.folder) == ["attribution.csv", "cat/openverse-1.jpg"]


def test_a_draft_that_is_not_what_its_row_says_is_thrown_away(opened):
    """A half written file never takes the place of a picture."""
    collection = opened()
    collection.keep(CAT, "cat", "cat", b"content", "JPEG")
    drafts = collection.folder / ".drafts"
    drafts.mkdir(exist_ok=True)
    os.rename(collection.folder / "cat" / "openverse-1.jpg", drafts / "openverse-1.jpg")
    (drafts / "openverse-1.jpg").write_bytes(b"cont")

    collection = opened()

    assert names(collection.folder) == ["attribution.csv"] and collection.kept("cat") == 0


def test_two_at_a_time_are_refused(opened):
    """The second is told; the first goes on."""
    collection = opened()

    with pytest.raises(CallError, match="another `imgfw gather` is at work here"):
        Collection(collection.folder)
    collection.keep(CAT, "cat", "cat", b"1", "JPEG")


@pytest.mark.parametrize("table", ["attribution.csv", "refused.csv"])
def test_a_folder_of_somebody_else_is_refused(tmp_path, table):
    """Its table is left as it is, and the folder is free again."""
    (tmp_path / table).write_text("name,licence\nx,y\n")

    for _ in range(2):
        with pytest.raises(CallError, match="expected the columns"):
            Collection(tmp_path)
    assert (tmp_path / table).read_text() == "name,licence\nx,y\n"


def test_a_place_that_is_no_folder_is_refused(tmp_path):
    """By its name."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(CallError, match="file: cannot be written to"):
        Collection(tmp_path / "file")


def test_what_else_is_in_the_folder_is_left_alone(tmp_path):
    """Files of the user, at any place."""
    for name in ("notes.txt", "cat/mine.jpg", ".hidden/x.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    collection = Collection(tmp_path)
    collection.keep(CAT, "cat", "cat", b"1", "JPEG")
    collection.close()

    assert all(
        (tmp_path / name).read_text() == name for name in ("notes.txt", "cat/mine.jpg", ".hidden/x.jpg")
    )
    assert not (tmp_path / ".drafts").exists()
