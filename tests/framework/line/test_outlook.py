"""What the long parts of a run will take, told once it can be measured."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imgfw.errors import RunError
from imgfw.line.outlook import Outlook
from imgfw.progress import Progress
from imgfw.rows import BATCH
from imgfw.workers import batched


class Work:
    """Work that takes so many seconds and bytes an item; these are kept batch by batch."""

    def __init__(self, folder: Path, seconds: float, each: int) -> None:
        self.file, self.seconds, self.each, self.now = folder / "rows.log", seconds, each, 0.0
        self.told: list[str] = []
        self.done = 0
        self.outlook = Outlook(Progress(), self.told.append, folder, lambda: [self.file], lambda: self.now)

    def items(self, count: int) -> Iterator[int]:
        """Item by item."""
        for number in range(count):
            self.now += self.seconds
            yield number

    def do(self, count: int) -> None:
        """All of it."""
        for batch in batched(self.outlook.track(self.items(count), total=count, what="rows"), BATCH):
            self.done += len(batch)
            with self.file.open("ab") as file:
                file.write(bytes(self.each * len(batch)))


@pytest.fixture
def work(tmp_path: Path) -> Callable[..., Work]:
    """work(seconds, bytes) an item."""
    return lambda seconds, each: Work(tmp_path, seconds, each)


def test_what_takes_long_is_told_once(work, tmp_path):
    """After the first batch, for all of it."""
    some = work(0.1, 5000)

    some.do(2341)

    assert some.told == [f"          2,341 rows: about 4 min in all, 11.7 MB in {tmp_path}"]
    assert some.done == 2341


def test_what_was_kept_before_is_not_counted(work, tmp_path):
    """Only what grows."""
    (tmp_path / "rows.log").write_bytes(bytes(10**6))
    some = work(1.0, 0)

    some.do(2 * BATCH)

    assert some.told == ["          128 rows: about 2 min in all"]


def test_what_takes_much_is_told_however_fast_it_is(work):
    """A hundred megabytes or more."""
    some = work(0.0, 10_000)

    some.do(20_000)

    assert "20,000 rows: about 0 s in all, 200.0 MB in" in some.told[0]


@pytest.mark.parametrize("count", [0, 3, BATCH])
def test_work_of_one_batch_is_done_when_it_could_be_told(work, count):
    """Nothing is said, and everything comes through."""
    some = work(100.0, 100)

    some.do(count)

    assert some.told == [] and some.done == count


def test_short_work_is_not_told(work):
    """Nobody waits for it."""
    some = work(0.001, 100)

    some.do(500)

    assert some.told == [] and some.done == 500


def test_what_the_disk_has_no_room_for_is_refused(work, tmp_path, monkeypatch):
    """After the first batch, with figures, though there was room for that one."""
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    some = work(1.0, 1000)

    with pytest.raises(RunError, match=r"2,277 rows will take 2\.3 MB more here, and 1\.0 MB are free"):
        some.do(2341)

    assert some.done == BATCH


def test_a_line_looks_ahead_by_the_logs_it_has_open(recipe, lay):
    """What it tells stands in the log of the run as well."""
    line = lay(recipe).looking_ahead()
    log = line.log("rows", "k")

    line.progress.say("hello")
    log.put_json({"a": 1})

    assert "hello" in (line.folder.path / "log.txt").read_text()
    assert line.progress._kept() == log.path.stat().st_size > 0
