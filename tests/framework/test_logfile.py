"""The open file of a row log and its index."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from imgfw.logfile import LogFile
from imgfw.records import encoded, removal


def test_a_later_record_stands_before_an_earlier_one(tmp_path: Path) -> None:
    """A key that was taken out is absent; written again, it has its new content."""
    file = LogFile(tmp_path / "x.log", create=True)
    file.write([encoded("a", np.zeros(1)), encoded("b", np.zeros(1)), removal("a")])
    before = list(file.rows)

    file.write([encoded("a", np.ones(1))])

    again = LogFile(file.path)
    again.follow()
    assert before == ["b"]
    assert list(again.rows) == ["b", "a"]
    assert again.content(again.rows["a"]) == np.ones(1).tobytes()
    assert again.end == file.end == file.path.stat().st_size


def test_a_replaced_file_is_not_current(tmp_path: Path) -> None:
    """A deleted or replaced file is noticed, and reading from the old one goes on."""
    file = LogFile(tmp_path / "x.log", create=True)
    file.write([encoded("a", np.zeros(1))])
    before = file.is_current()
    file.path.unlink()
    deleted = file.is_current()

    LogFile(file.path, create=True).write([encoded("b", np.ones(1))])

    assert (before, deleted, file.is_current()) == (True, False, False)
    assert file.content(file.rows["a"]) == np.zeros(1).tobytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_an_inherited_file_is_not_current(tmp_path: Path) -> None:
    """After a fork the child opens the file for itself, so that the two do not share one lock."""
    code = """if True:
        import os, sys
        from pathlib import Path
        from imgfw.logfile import LogFile

        file = LogFile(Path(sys.argv[1]), create=True)
        child = os.fork()
        if child == 0:
            os._exit(7 if file.is_current() else 8)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file.is_current())
    """

    told = subprocess.run([sys.executable, "-c", code, str(tmp_path / "x")], capture_output=True, text=True)

    assert told.stdout.split() == ["8", "True"], told.stderr


def test_opening_marks_the_file_as_used(tmp_path: Path) -> None:
    """The time of the file tells the store when it was last opened."""
    path = tmp_path / "x.log"
    LogFile(path, create=True)
    os.utime(path, (1e9, 1e9))

    LogFile(path)

    assert path.stat().st_mtime > 1e9


def test_an_index_is_small(tmp_path: Path) -> None:
    """5,000 keys of 64 characters take less than 300 bytes each."""
    file = LogFile(tmp_path / "x.log", create=True)
    file.write([encoded(f"{n:064}", np.zeros(2)) for n in range(5000)])
    tracemalloc.start()

    again = LogFile(file.path)
    again.follow()

    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(again.rows) == 5000
    assert taken < 5000 * 300
