"""The journal of a plan."""

from __future__ import annotations

import json

import pytest

from imgfw import CallError, RunError
from imgfw_photos.journal import NAME, is_open, opened, records


def test_lines_are_read_as_they_were_written(tmp_path):
    """Odd bytes of file names included."""
    with opened(tmp_path) as journal:
        journal.write([{"what": "a", "path": "/caf\udce9\n"}, {"what": "b"}])
        journal.write([])

    assert records(tmp_path) == [{"what": "a", "path": "/caf\udce9\n"}, {"what": "b"}]


@pytest.mark.parametrize("torn", [b'{"what": "c"', b"\0\0\0", b"{}"])
def test_a_torn_end_is_cut_off(tmp_path, torn):
    """Readers pass over it, the next writer removes it."""
    with opened(tmp_path) as journal:
        journal.write([{"what": "a"}])
    with (tmp_path / NAME).open("ab") as file:
        file.write(torn)
    seen = records(tmp_path)
    with opened(tmp_path) as journal:
        journal.write([{"what": "b"}])

    assert seen == [{"what": "a"}]
    assert records(tmp_path) == [{"what": "a"}, {"what": "b"}]


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"no": "what"}'])
def test_a_damaged_line_is_told(tmp_path, line):
    """With its number: what was done is not guessed."""
    (tmp_path / NAME).write_text(f"{json.dumps({'what': 'a'})}\n{line}\n")

    with pytest.raises(CallError, match=r"journal\.jsonl, line 2: damaged"):
        records(tmp_path)


def test_one_process_writes(tmp_path):
    """Another is told, and nothing waits."""
    before = is_open(tmp_path)
    with opened(tmp_path):
        meanwhile = is_open(tmp_path)
        with pytest.raises(CallError, match="another process is at work on this plan"), opened(tmp_path):
            pass

    assert (before, meanwhile, is_open(tmp_path)) == (False, True, False)


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    """And what of a line was written is cut off by the next."""
    import errno
    import os

    write = os.write

    def short(fd: int, content: bytes) -> int:
        if len(content) <= 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(fd, content[:5])

    with opened(tmp_path) as journal:
        journal.write([{"what": "a"}])
        monkeypatch.setattr(os, "write", short)
        with pytest.raises(RunError, match="the disk of the plan's folder is full; free some space there"):
            journal.write([{"what": "b"}])
    monkeypatch.undo()

    assert records(tmp_path) == [{"what": "a"}]


def test_who_may_only_read_is_told_whether_somebody_is_at_work(plain):
    """The folder and the journal are closed to writers."""
    with opened(plain) as journal:
        journal.write([{"what": "a"}])
        (plain / NAME).chmod(0o400)
        plain.chmod(0o500)
        meanwhile = is_open(plain)

    assert (meanwhile, is_open(plain)) == (True, False)
    assert records(plain) == [{"what": "a"}]


def test_a_journal_that_cannot_be_read_is_told(plain):
    """With the reason."""
    (plain / NAME).touch(0)

    with pytest.raises(CallError, match="cannot be read: Permission denied"):
        records(plain)
