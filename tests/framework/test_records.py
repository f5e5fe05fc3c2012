"""The bytes of a row log."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from imgfw import records


@pytest.fixture
def reader(tmp_path: Path):
    """A function that writes bytes to a file and gives the records found in it."""
    opened: list[int] = []

    def read(content: bytes) -> list[records.Head]:
        (tmp_path / "file").write_bytes(content)
        opened.append(os.open(tmp_path / "file", os.O_RDONLY))
        return list(records.heads(opened[-1], 0, len(content)))

    yield read
    for fd in opened:
        os.close(fd)


def test_a_head_says_all_but_the_content(reader) -> None:
    """Key, dtype, shape and place of the content are read back."""
    record = records.encoded("käy", np.arange(6, dtype=">u2").reshape(2, 3))

    (head,) = reader(record)

    assert (head.key, head.dtype, head.shape) == ("käy", ">u2", (2, 3))
    assert record[head.start : head.end] == np.arange(6, dtype=">u2").tobytes()
    assert head.end == len(record)


def test_a_long_key_is_read_whole(reader) -> None:
    """A head larger than what is usually read at once is no different."""
    heads = reader(records.encoded("k" * 5000, np.zeros(3)) + records.encoded("next", np.zeros(3)))

    assert [head.key for head in heads] == ["k" * 5000, "next"]


def test_a_removal_has_no_dtype(reader) -> None:
    """What takes a key out is a record without dtype and content."""
    (head,) = reader(records.removal("a"))

    assert (head.key, head.dtype, head.end - head.start) == ("a", "", 0)


def test_marks_that_are_no_records_are_passed_by(reader) -> None:
    """Between damaged bytes only true heads are found, wherever they lie."""
    record, noise = records.encoded("a", np.zeros(300_000)), b"x\xabrow" * 1000 + b"\xab"

    heads = reader(noise + record + noise + records.removal("b") + noise)

    assert [head.key for head in heads] == ["a", "b"]


def test_the_beginning_of_a_log_may_be_torn(tmp_path: Path) -> None:
    """Every true beginning of the first bytes counts as not yet begun."""
    whole = records.opening()
    (tmp_path / "file").write_bytes(whole)
    fd = os.open(tmp_path / "file", os.O_RDWR)

    begun = []
    for size in range(len(whole), -1, -1):
        os.ftruncate(fd, size)
        begun.append(records.begun(fd, tmp_path / "file"))
    os.close(fd)

    assert begun == [True] + [False] * len(whole)


def test_an_array_that_is_too_large_is_refused() -> None:
    """More than a gigabyte is refused before anything is copied."""
    large = np.lib.stride_tricks.as_strided(np.zeros(1), (records.LARGEST,), (0,))

    with pytest.raises(ValueError, match="1 GiB"):
        records.encoded("a", large)


@pytest.mark.parametrize("start", [b"", b"imgfw", b"imgfwlo", b"Imgfwlog", b" imgfwlog", b"2026 imgfwlog"])
def test_a_log_is_told_by_its_first_bytes(start: bytes) -> None:
    """Whatever its format; a file that begins otherwise is none."""
    assert records.is_log(records.opening()) and records.is_log(b"imgfwlog\xff")
    assert not records.is_log(start)
