"""Plans are carried out."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw import RunError
from imgfw_photos import transfer
from imgfw_photos.applying import apply
from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.undoing import undo

STRESS = Path(__file__).parents[3] / "benchmarks" / "stress" / "organize.py"
WAYS = [
    ("copy", "copies"),
    ("copy", "links"),
    ("move", "copies"),
    ("move", "links"),
    ("hardlink", "copies"),
    ("symlink", "copies"),
]
NAMES = st.lists(st.sampled_from(["a.jpg", "b.jpg", "c\n.jpg", "=d.jpg", "e\udce9.jpg"]), unique=True)
LABELS = st.lists(st.sampled_from(["cat", "me", "caf\u00e9", "x/y"]), min_size=1, max_size=3, unique=True)


def tree(*roots: Path) -> dict[str, Any]:
    """Names, bytes, modes and times of change of all that lies there."""
    found: dict[str, Any] = {}
    for root in roots:
        for path in [root, *root.rglob("*")] if root.exists() else []:
            status = path.lstat()
            content = path.read_bytes() if stat.S_ISREG(status.st_mode) else None
            found[str(path)] = (status.st_mode, status.st_mtime_ns, content)
    return found


def library(root: Path, labels: dict[str, list[str]], mode: Any, copies: Any = "copies") -> list[Item]:
    """Pictures with these labels, in `from`, and in `plan` a plan for them to go to `to`."""
    items = []
    (root / "from").mkdir(exist_ok=True)
    (root / "plan").mkdir(exist_ok=True)
    for number, (name, given_) in enumerate(labels.items()):
        path = root / "from" / name
        path.write_bytes(os.fsencode(name) * number)
        os.utime(path, ns=(10**18, 10**18 + number))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        places = tuple(f"{label}/{number}.jpg" for label in given_)
        status = path.stat()
        items.append(Item(str(path), "placed", status.st_size, status.st_mtime_ns, digest, places))
    os.utime(root / "from", ns=(10**18, 10**18))
    write_plan(root / "plan", Plan(root / "to", (root / "from",), mode, copies))
    write_items(root / "plan", items)
    return items


@settings(max_examples=25, deadline=None)
@given(NAMES.flatmap(lambda names: st.fixed_dictionaries(dict.fromkeys(names, LABELS))), st.data())
def test_any_plan_is_applied_once_and_undone(labels, data):
    """Nothing is overwritten, the counts add up, a second run changes nothing, undo gives the same tree."""
    mode, copies = data.draw(st.sampled_from(WAYS))
    with TemporaryDirectory() as folder:
        root = Path(folder)
        items = library(root, labels, mode, copies)
        places = [place for item in items for place in item.places]
        blocked = data.draw(st.sampled_from([None, *places]))
        if blocked:
            (root / "to" / blocked).parent.mkdir(parents=True)
            (root / "to" / blocked).write_bytes(b"somebody's own")
        before = tree(root / "from", root / "to")

        found = apply(root / "plan")
        after = tree(root / "from", root / "to")
        again = apply(root / "plan")

        assert found.made == sum(len(item.places) for item in items if blocked not in item.places)
        assert set(found.left) == {item.source for item in items if blocked in item.places}
        assert (again.made, again.left) == (0, found.left)
        assert tree(root / "from", root / "to") == after
        assert not blocked or (root / "to" / blocked).read_bytes() == b"somebody's own"
        assert not undo(root / "plan").stays
        assert tree(root / "from", root / "to") == before


@pytest.mark.parametrize(("mode", "copies"), WAYS)
def test_places_hold_what_the_plan_says(tmp_path, mode, copies):
    """Links are links, copies are copies; moved pictures are gone from where they were."""
    [item] = library(tmp_path, {"a.jpg": ["cat", "me"]}, mode, copies)

    found = apply(tmp_path / "plan")

    one, other = (tmp_path / "to" / place for place in item.places)
    assert (found.made, found.kept, found.left) == (2, 0, {})
    assert one.is_symlink() == (mode == "symlink")
    assert os.path.samefile(one, other) == (copies == "links" or mode in ("hardlink", "symlink"))
    assert Path(item.source).exists() == (mode != "move")
    assert other.stat().st_mtime_ns == item.modified_ns


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_takes_no_more_ends_it_and_it_goes_on(tmp_path, monkeypatch, number):
    """With a sentence; nothing torn is left, and the same call completes it."""
    library(tmp_path, {name: ["cat"] for name in ("a.jpg", "b.jpg", "c.jpg")}, "copy")
    copied, calls = transfer._copied, iter(range(9))

    def failing(given_: Any, made: Any) -> str:
        if next(calls) == 1:
            made.write(b"torn")
            raise OSError(number, os.strerror(number))
        return copied(given_, made)

    monkeypatch.setattr(transfer, "_copied", failing)
    with pytest.raises(RunError, match="what was done stays, and the same command goes on"):
        apply(tmp_path / "plan")

    assert [path.name for path in (tmp_path / "to" / "cat").iterdir()] == ["0.jpg"]
    assert apply(tmp_path / "plan").made == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_once_a_picture_was_moved_is_no_reason_to_forget_it(tmp_path, monkeypatch, number):
    """It is found where it is by the next call, and comes back."""
    library(tmp_path, {"a.jpg": ["cat"]}, "move")
    before = tree(tmp_path / "from")
    rename = transfer._renaming()

    def failing(source: Path, place: Path) -> int:
        assert rename is not None
        rename(source, place)
        return number

    monkeypatch.setattr(transfer, "_renaming", lambda: failing)
    with pytest.raises(RunError, match="what was done stays"):
        apply(tmp_path / "plan")
    monkeypatch.undo()

    assert (tmp_path / "to" / "cat" / "0.jpg").exists()
    assert apply(tmp_path / "plan").left == {}
    assert not undo(tmp_path / "plan").stays
    assert tree(tmp_path / "from") == before


def test_a_picture_that_cannot_be_read_is_left(tmp_path, monkeypatch):
    """The others go on."""
    library(tmp_path, {"a.jpg": ["cat"], "b.jpg": ["cat"]}, "copy")
    opened = Path.open

    def refused(path: Path, *words: Any, **more: Any) -> Any:
        if path.name == "a.jpg":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *words, **more)

    monkeypatch.setattr(Path, "open", refused)
    found = apply(tmp_path / "plan")

    assert found.left == {str(tmp_path / "from" / "a.jpg"): "cannot be read: Permission denied"}
    assert found.made == 1


@pytest.mark.slow
def test_killed_at_each_call(tmp_path):
    """A small plan in every way: nothing is lost, it goes on, and is undone to the last bit."""
    memory = Path("/dev/shm")
    where = str(memory if memory.is_dir() else tmp_path)  # most of the time would go into syncing a disk
    done = subprocess.run(
        [sys.executable, str(STRESS), "calls", "--files", "2", "--blows", "killed"],
        env={**os.environ, "TMPDIR": where},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 torn, 0 overwritten" in done.stdout
