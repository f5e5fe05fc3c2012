"""Keys, whole files and artefacts."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.errors import DamagedError, FormatError, RunError
from imgfw.records import opening
from imgfw.store import Store, cache_root, read_json, write_whole

HANGS_WHILE_WRITING = """
import sys, time
from pathlib import Path
from imgfw.store import Store

def write(draft):
    (draft / "part").write_text("half")
    print("writing", flush=True)
    time.sleep(600)

Store(Path(sys.argv[1])).make("fit", "k", write)
"""


def fill(text: str):
    """A `write` that puts one file into the draft."""
    return lambda draft: (draft / "value.txt").write_text(text) and None


def age(path: Path, days: float) -> None:
    """Make a file look as if it was used so many days ago."""
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file and link below a folder, the marks of processes left out."""
    found = sorted(path for path in folder.rglob("*") if ".live" not in path.parts)
    return {
        str(path.relative_to(folder)): (path.lstat().st_size, path.is_dir() or path.lstat().st_mtime_ns)
        for path in found
        if not path.is_dir() or path.name == "k"
    }


@pytest.fixture
def writing(tmp_path: Path):
    """A process that is in the middle of writing an artefact under tmp_path."""
    process = subprocess.Popen(
        [sys.executable, "-c", HANGS_WHILE_WRITING, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    yield process
    process.kill()
    process.communicate()


def test_the_cache_lies_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """IMGFW_CACHE decides; without it the platform's user cache folder is taken."""
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path))
    said = cache_root()
    monkeypatch.delenv("IMGFW_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))

    default = cache_root()

    assert said == tmp_path
    assert default.name == "imgfw"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Text and bytes are written, nothing else is left in the folder, and text is always UTF-8."""
    write_whole(tmp_path / "a", "old")
    write_whole(tmp_path / "a", "caf\udce9 ü")
    write_whole(tmp_path / "b", b"\0")

    assert (tmp_path / "a").read_text("utf-8") == "caf\\udce9 ü"
    assert (tmp_path / "b").read_bytes() == b"\0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where replacing fails, the old file is still there and the draft is not."""
    write_whole(tmp_path / "a", "old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(RunError, match="disk is full"):
        write_whole(tmp_path / "a", "new")

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}


def test_an_artefact_is_made_once(tmp_path: Path) -> None:
    """What is finished is found again, also by another Store, and not written a second time."""
    store = Store(tmp_path / "new" / "root")

    before = store.get("fit", "k")
    made = store.make("fit", "k", fill("one"))
    again = Store(store.root).make("fit", "k", fill("two"))

    assert before is None
    assert made == again == store.get("fit", "k") == store.root / "fit" / "k"
    assert (made / "value.txt").read_text() == "one"
    record = json.loads((made / "record.json").read_text())
    assert (record["format"], record["kind"], record["key"]) == (1, "fit", "k")
    assert record["created"].endswith("+00:00")


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """An error in `write` is raised, the artefact stays absent, no draft remains."""
    store = Store(tmp_path)

    def write(draft: Path) -> None:
        (draft / "a").write_text("half")
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        store.make("fit", "k", write)

    assert store.get("fit", "k") is None
    assert not list(tmp_path.rglob("a"))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_with_the_way_out(tmp_path: Path, code: int) -> None:
    """The error names the folder and how to free space."""

    def write(draft: Path) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(RunError, match="cache --prune") as told:
        Store(tmp_path).make("fit", "k", write)

    assert str(tmp_path) in str(told.value)


def test_other_failures_are_not_called_a_full_disk(tmp_path: Path) -> None:
    """An OSError of another kind passes as it is."""

    def write(draft: Path) -> None:
        (draft / "absent" / "file").write_text("x")

    with pytest.raises(FileNotFoundError):
        Store(tmp_path).make("fit", "k", write)


def test_the_first_to_finish_wins(tmp_path: Path) -> None:
    """Where another run finishes the same artefact meanwhile, its one is taken."""

    def write(draft: Path) -> None:
        (draft / "value.txt").write_text("slow")
        Store(tmp_path).make("fit", "k", fill("quick"))

    folder = Store(tmp_path).make("fit", "k", write)

    assert (folder / "value.txt").read_text() == "quick"


def test_threads_may_share_a_store(tmp_path: Path) -> None:
    """Eight threads that make the same artefact all get it, whole."""
    store, found = Store(tmp_path), []
    threads = [
        threading.Thread(target=lambda: found.append(store.make("fit", "k", fill("x")))) for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [tmp_path / "fit" / "k"] * 8
    assert len(list((tmp_path / ".live").glob("*.lock"))) == 1


def test_an_artefact_without_its_record_is_absent(tmp_path: Path) -> None:
    """A folder from which somebody deleted the record is made again."""
    store = Store(tmp_path)
    folder = store.make("fit", "k", fill("one"))
    (folder / "record.json").unlink()

    found = store.get("fit", "k")
    store.make("fit", "k", fill("two"))

    assert found is None
    assert (folder / "value.txt").read_text() == "two"


@pytest.mark.parametrize(
    ("content", "said"), [('{"format": 2}', "newer"), ("{", "damaged"), ("[]", "damaged")]
)
def test_a_record_that_cannot_be_read_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """A newer or damaged record is an error that names the folder."""
    store = Store(tmp_path)
    (store.make("fit", "k", fill("one")) / "record.json").write_text(content)

    with pytest.raises(FormatError, match=said) as told:
        store.get("fit", "k")

    assert str(tmp_path / "fit" / "k") in str(told.value)


def test_what_is_kept_is_written_once(tmp_path: Path) -> None:
    """The second time it is only read."""
    store = Store(tmp_path)

    def read(folder: Path) -> str:
        return (folder / "value.txt").read_text()

    first = store.kept("fit", "k", write=fill("one"), read=read)
    second = store.kept("fit", "k", write=fill("two"), read=read)

    assert first == ("one", True)
    assert second == ("one", False)


@pytest.mark.parametrize("file", ["value.json", "record.json"])
def test_a_damaged_artefact_is_made_again(tmp_path: Path, file: str) -> None:
    """Whichever of its files is damaged, the whole artefact is written anew and nothing of the old stays."""
    store = Store(tmp_path)
    folder = store.make("fit", "k", lambda draft: (draft / "value.json").write_text("1"))
    (folder / "old.txt").write_text("old")
    (folder / file).write_text("{")

    value, made = store.kept(
        "fit",
        "k",
        write=lambda draft: (draft / "value.json").write_text("2"),
        read=lambda folder: read_json(folder / "value.json"),
    )

    assert (value, made) == (2, True)
    assert not (folder / "old.txt").exists()


def test_an_artefact_of_a_newer_format_is_not_touched(tmp_path: Path) -> None:
    """It is refused by name, not thrown away."""
    store = Store(tmp_path)
    folder = store.make("fit", "k", fill("one"))
    (folder / "record.json").write_text('{"format": 2}')

    with pytest.raises(FormatError, match="newer"):
        store.kept("fit", "k", write=fill("two"), read=str)

    assert (folder / "value.txt").read_text() == "one"


def test_json_that_cannot_be_read_is_damaged(tmp_path: Path) -> None:
    """Missing and broken documents are both told with their path."""
    (tmp_path / "broken.json").write_text("{")

    for name in ("broken.json", "missing.json"):
        with pytest.raises(DamagedError, match=name):
            read_json(tmp_path / name)


def test_a_killed_write_leaves_nothing_behind(tmp_path: Path, writing: subprocess.Popen) -> None:
    """The draft of a living process stays, is never found, and is swept once the process is killed."""
    first = Store(tmp_path)
    while_alive = first.get("fit", "k"), len(list(tmp_path.rglob("part")))
    writing.send_signal(signal.SIGKILL)
    writing.wait()

    found = Store(tmp_path).get("fit", "k")

    assert while_alive == (None, 1)
    assert found is None
    assert not list(tmp_path.rglob("part"))
    assert first.make("fit", "k", fill("whole")).is_dir()


def test_pruning_frees_what_was_not_used(tmp_path: Path) -> None:
    """Old artefacts and files go, used ones stay; without an age everything goes."""
    store = Store(tmp_path)
    for key in ("old", "used", "new"):
        age(store.make("fit", key, fill(key)) / "record.json", days=9 if key != "new" else 0)
    log = store.folder("rows") / "a.log"
    log.write_bytes(opening() + bytes(1000))
    age(log, days=9)
    store.get("fit", "used")

    sizes = store.sizes()
    freed = store.prune(timedelta(days=7))
    left = sorted(path.name for path in (tmp_path / "fit").iterdir())
    rest = store.prune()

    assert sizes["rows"] == len(opening()) + 1000
    assert freed > 1000
    assert left == ["new", "used"]
    assert freed + rest == sum(sizes.values())
    assert store.sizes() == {}


def test_pruning_leaves_what_a_living_run_uses(tmp_path: Path, writing: subprocess.Popen) -> None:
    """What another process has used or is writing stays as long as it lives."""
    store = Store(tmp_path)
    for key in ("before", "since"):
        store.make("fit", key, fill(key))
    age(tmp_path / "fit" / "before" / "record.json", days=1)

    store.prune()
    during = sorted(path.name for path in (tmp_path / "fit").iterdir()), len(list(tmp_path.rglob("part")))
    writing.kill()
    writing.wait()
    store.prune()

    assert during == (["since"], 1)
    assert not list((tmp_path / "fit").iterdir())
    assert not list(tmp_path.rglob("part"))


def test_a_folder_being_filled_counts_as_used_by_its_newest_file(tmp_path: Path) -> None:
    """A workplace, such as that of a training, stays while anything in it is new, and goes when it is old."""
    store = Store(tmp_path)
    training = store.workplace("training", "k")
    (training / "deep").mkdir(parents=True)
    (training / "deep" / "new").write_text("x")
    for path in (training, training / "deep", training / "record.json"):
        age(path, days=9)

    store.prune(timedelta(days=7))
    kept = store.workplace("training", "k"), (training / "deep" / "new").is_file()
    store.prune()

    assert kept == (training, True)
    assert not training.exists()


def test_a_workplace_goes_with_its_work(tmp_path: Path) -> None:
    """What is done with is deleted, with all that lies in it, and no other; doing so twice is no error."""
    store = Store(tmp_path)
    one, other = store.workplace("training", "a"), store.workplace("training", "b")
    (one / "deep").mkdir()
    (one / "deep" / "new").write_text("x")

    for _ in range(2):
        store.done_with("training", "a")

    assert (one.exists(), other.exists()) == (False, True)


def test_pruning_deletes_nothing_that_is_not_imgfws_own(tmp_path: Path) -> None:
    """In a folder that holds anything else, only artefacts and logs go; the rest is not even touched."""
    root, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for name in ("Documents/letter", "fit/notes", "rows/a.log", "splits/b.json", "fit/mine/record.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("{}" if name.endswith("json") else "mine")
    store = Store(elsewhere)
    for root_of_it in (elsewhere, root):
        Store(root_of_it).make("fit", "k", fill("one"))
    for link in ("fit2", "Documents/fit"):
        (root / link).symlink_to(elsewhere / "fit")
    (root / "fit" / "linked").symlink_to(elsewhere / "fit" / "k")
    before = listing(root), listing(elsewhere)

    sizes, freed = Store(root).sizes(), Store(root).prune()

    gone = [name for name in before[0] if name not in listing(root)]
    assert gone == ["fit/k", "fit/k/record.json", "fit/k/value.txt"]
    assert {name: told for name, told in before[0].items() if name not in gone} == listing(root)
    assert listing(elsewhere) == before[1] and store.get("fit", "k")
    assert sizes == {"fit": freed}
    assert Store(root).foreign() == (
        "Documents", "fit", "fit2", "rows", "splits"
    )  # fmt: skip


def test_pruning_a_place_that_is_not_there_makes_none(tmp_path: Path) -> None:
    """Nothing is freed, and no folder is made for it."""
    assert Store(tmp_path / "none").prune() == 0
    assert not (tmp_path / "none").exists()


def test_a_new_cache_is_marked_as_one(tmp_path: Path) -> None:
    """Backups skip a folder that imgfw made, and pruning leaves the mark; a folder in use gets none."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter").write_text("mine")

    for name in ("new", "home"):
        Store(tmp_path / name).make("fit", "k", fill("one"))
        Store(tmp_path / name).prune()

    assert (
        (tmp_path / "new" / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    )
    assert not (tmp_path / "home" / "CACHEDIR.TAG").exists()


def test_the_whole_cache_may_be_deleted(tmp_path: Path) -> None:
    """Deleting everything between two calls costs only making it again."""
    store = Store(tmp_path / "cache")
    store.make("fit", "k", fill("one"))
    shutil.rmtree(tmp_path / "cache")

    gone, sizes = store.get("fit", "k"), store.sizes()
    folder = store.make("fit", "k", fill("two"))

    assert gone is None
    assert sizes == {}
    assert (folder / "value.txt").read_text() == "two"


@settings(max_examples=20)
@given(st.text(st.characters(codec="ascii", categories=["Ll", "Nd"]), min_size=1, max_size=20))
def test_any_plain_key_can_be_kept(key: str) -> None:
    """Whatever the key, it is found under it."""
    store = Store(cache_root())

    folder = store.make("any", key, fill(key))

    assert store.get("any", key) == folder


def test_a_root_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """Where nothing can be kept, the error says so and names IMGFW_CACHE."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(RunError, match="IMGFW_CACHE"):
        Store(tmp_path / "file").get("fit", "k")
