"""The row log: what is acknowledged is kept, what is damaged is never given out."""

from __future__ import annotations

import errno
import os
import secrets
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from imgfw.errors import FormatError, RunError
from imgfw.rowlog import RowLog
from imgfw.store import cache_root

FOUR = {
    "a": np.arange(3.0),
    "b": np.arange(4, dtype="u1").reshape(2, 2),
    "ü": np.float32(1).reshape(()),
    "": np.zeros((0, 2)),
}

WRITES = """
import sys
from pathlib import Path
import numpy as np
from imgfw.rowlog import RowLog

path, name, count, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
log = RowLog(path)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    log.append([(f"{name}{number}.{k}", np.full(size, number + k, "float32")) for k in range(3)])
    log.append([("shared", np.zeros(3, "float32"))])
    print(number, flush=True)
"""


def writer(path: Path, name: str, count: int, size: int) -> subprocess.Popen[str]:
    """A process that appends rows and tells which ones are acknowledged."""
    call = [sys.executable, "-c", WRITES, str(path), name, str(count), str(size)]
    process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Equal in dtype, shape and every bit."""
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


@pytest.fixture
def four(tmp_path: Path) -> tuple[Path, list[int]]:
    """A log of four records, appended one by one, and the size of the file after each."""
    path, ends = tmp_path / "four.log", []
    with RowLog(path) as log:
        for item in FOUR.items():
            log.append([item])
            ends.append(path.stat().st_size)
    return path, ends


dtypes = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="?")
    | hnp.floating_dtypes(endianness="?")
    | hnp.complex_number_dtypes()
    | hnp.datetime64_dtypes()
    | hnp.timedelta64_dtypes()
    | hnp.unicode_string_dtypes()
    | hnp.byte_string_dtypes()
)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))


@given(st.dictionaries(st.text(), arrays, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_array_comes_back_under_its_key(items: dict[str, np.ndarray]) -> None:
    """Every dtype, shape and key round-trips bit for bit, in this log and in a reopened one."""
    path = cache_root() / f"{secrets.token_hex(8)}.log"
    log = RowLog(path)

    log.append(items.items())

    for found in (log, RowLog(path)):
        assert found.keys() == tuple(items)
        assert all(same(found.get(key), value) for key, value in items.items())
        assert not any(found.get(key).flags.writeable for key in items)


@pytest.mark.parametrize(
    "value",
    [np.array([object()]), np.zeros(2, [("x", "i4")])],
    ids=["object", "record"],
)
def test_what_is_not_plain_is_refused(tmp_path: Path, value: np.ndarray) -> None:
    """Objects and structures are refused by name, and nothing is written."""
    with pytest.raises(TypeError, match="key1"):
        RowLog(tmp_path / "x.log").append([("key1", value)])

    assert not list(tmp_path.iterdir())


def test_a_key_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """A key of 64 KiB is an error, one just below is kept."""
    log = RowLog(tmp_path / "x.log")
    log.append([("k" * 65_535, np.zeros(1))])

    with pytest.raises(ValueError, match="64 KiB"):
        log.append([("k" * 65_536, np.zeros(1))])

    assert RowLog(log.path).keys() == ("k" * 65_535,)


def test_a_missing_log_is_empty(tmp_path: Path) -> None:
    """Opening makes no file; the first append makes it and its folder."""
    log = RowLog(tmp_path / "deep" / "x.log")
    before = "a" in log, len(log), log.path.exists()

    log.append([("a", np.zeros(2))])

    assert before == (False, 0, False)
    assert "a" in log
    assert len(log) == 1
    with pytest.raises(KeyError):
        log.get("b")


def test_a_log_knows_what_it_wrote_itself(tmp_path: Path) -> None:
    """What another log wrote before, or in between, is not new here; nor is what was skipped."""
    first, other = RowLog(tmp_path / "log"), RowLog(tmp_path / "log")
    first.append([("a", FOUR["a"])])
    other.append([("b", FOUR["a"])])

    first.append([("a", FOUR["b"]), ("b", FOUR["b"]), ("c", FOUR["b"])])

    assert [first.is_new(key) for key in "abcd"] == [True, False, True, False]
    assert [other.is_new(key) for key in "abcd"] == [False, True, False, False]
    assert not any(RowLog(tmp_path / "log").is_new(key) for key in "abc")


def test_a_key_keeps_its_first_array(tmp_path: Path) -> None:
    """A key that is there is skipped, within one call too, and the file does not grow."""
    log = RowLog(tmp_path / "x.log")
    log.append([("a", np.zeros(2)), ("a", np.ones(2))])
    size = log.path.stat().st_size

    log.append([("a", np.full(2, 2.0))])

    assert np.array_equal(log.get("a"), np.zeros(2))
    assert log.path.stat().st_size == size


def test_documents_come_back(tmp_path: Path) -> None:
    """JSON is kept in the same log, a file name that is no UTF-8 included."""
    log = RowLog(tmp_path / "x.log")
    notes = {"a": {"facts": [1, 0.1, None, "ü"], "uri": "caf\udce9.jpg"}, "caf\udce9": []}

    log.put_json(notes)

    assert {key: RowLog(log.path).get_json(key) for key in notes} == notes


def test_arrays_are_stacked_in_the_order_asked_for(tmp_path: Path) -> None:
    """`gather` takes keys in any order, the same one more than once, and none at all."""
    log = RowLog(tmp_path / "x.log")
    log.append((str(n), np.full((2, 3), n, "float16")) for n in range(5))

    stacked, none = log.gather(["4", "0", "4"]), log.gather([])

    assert stacked.shape == (3, 2, 3)
    assert stacked.dtype == np.float16
    assert stacked[:, 0, 0].tolist() == [4, 0, 4]
    assert stacked.flags.writeable
    assert none.shape == (0, 2, 3)
    with pytest.raises(KeyError):
        log.gather(["1", "5"])


def test_unlike_arrays_are_not_stacked(four: tuple[Path, list[int]]) -> None:
    """Different dtypes or shapes are an error that names them, as is an empty log."""
    log, empty = RowLog(four[0]), RowLog(four[0].with_name("empty.log"))

    with pytest.raises(ValueError, match=r"<f8 \(3,\), \|u1 \(2, 2\)"):
        log.gather(["a", "b"])
    with pytest.raises(ValueError, match="none"):
        empty.gather([])


def test_gathering_needs_memory_for_the_result_alone(tmp_path: Path) -> None:
    """Stacking 32 MB takes less than 33 MB."""
    import tracemalloc

    log = RowLog(tmp_path / "x.log")
    log.append((str(n), np.full(1 << 16, n, "float32")) for n in range(128))
    tracemalloc.start()

    stacked = log.gather([str(n) for n in range(128)])

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stacked.nbytes == 32 << 20
    assert peak < 33 << 20


def test_a_torn_tail_is_ignored_and_cut_off(four: tuple[Path, list[int]]) -> None:
    """Cut at any byte, the log holds exactly the whole records, and appending after it works."""
    path, ends = four
    content = path.read_bytes()
    for size in range(len(content)):
        path.write_bytes(content[:size])
        whole = dict(list(FOUR.items())[: sum(end <= size for end in ends)])

        read = RowLog(path)
        untouched = path.stat().st_size
        log = RowLog(path)
        log.append([("new", np.ones(2))])

        assert read.keys() == tuple(whole), size
        assert untouched == size
        again = RowLog(path)
        assert again.keys() == log.keys() == (*whole, "new"), size
        assert all(same(again.get(key), value) for key, value in whole.items())


def test_a_flipped_bit_is_never_read_as_data(four: tuple[Path, list[int]]) -> None:
    """With any bit of the file changed, a key gives its own array, is absent, or is told to be damaged."""
    path, _ = four
    content = path.read_bytes()
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)

        told = read_all(path)

        assert told, place
        if told != ["file"]:
            assert read_all(path) == ["absent"], place  # a second run finds it taken out
            RowLog(path).append(FOUR.items())
            assert read_all(path) == [], place


def read_all(path: Path) -> list[str]:
    """What is wrong with a log of FOUR; asserts that whatever it gives is right."""
    try:
        log = RowLog(path)
    except FormatError:
        return ["file"]
    told = []
    for key, value in FOUR.items():
        try:
            assert same(log.get(key), value)
        except KeyError:
            told.append("absent")
        except FormatError:
            told.append("damaged")
    return told


def test_damage_in_many_rows_is_told_once(tmp_path: Path) -> None:
    """Stacking names the file and the way out; after it the damaged rows are absent and can be made again."""
    path = tmp_path / "x.log"
    log, rows = RowLog(path), {str(n): np.full(8, n, "float64") for n in range(6)}
    log.append(rows.items())
    content = path.read_bytes()
    for n in (2, 4):
        content = content.replace(rows[str(n)].tobytes(), np.full(8, n + 1, "float64").tobytes())
    path.write_bytes(content)
    reader, other = RowLog(path), RowLog(path)

    with pytest.raises(FormatError, match=r"x\.log.* 2 of .*run the recipe again"):
        reader.gather(list(rows))

    assert set(rows) - set(reader.keys()) == set(rows) - set(RowLog(path).keys()) == {"2", "4"}
    other.append(rows.items())
    assert np.array_equal(RowLog(path).gather(list(rows)), np.stack(list(rows.values())))


def test_records_behind_a_damaged_one_are_found(tmp_path: Path) -> None:
    """Even where a large part of the file was overwritten, all other records are kept."""
    path = tmp_path / "x.log"
    with RowLog(path) as log:
        log.append((str(n), np.full(10_000, n, "float64")) for n in range(6))
    with path.open("r+b") as file:
        file.seek(70_000)
        file.write(b"\xabrow" * 50_000)

    found = RowLog(path)
    before = found.keys()

    intact = [key for key in before if readable(found, key)]
    assert before == ("0", "4", "5")
    assert intact == ["4", "5"]
    assert found.keys() == ("4", "5")


def readable(log: RowLog, key: str) -> bool:
    """Whether a key's array can be read and is the right one."""
    try:
        return bool((log.get(key) == int(key)).all())
    except FormatError:
        return False


@pytest.mark.parametrize("content", [b"{", b"imgfwlox", b"\0" * 64, b"PK" + b"x" * 100])
def test_a_file_that_is_no_log_is_refused(tmp_path: Path, content: bytes) -> None:
    """A foreign file is an error that names it, and it is left as it is."""
    path = tmp_path / "x.log"
    path.write_bytes(content)

    with pytest.raises(FormatError, match=r"x\.log.*delete it"):
        RowLog(path)

    assert path.read_bytes() == content


def test_a_newer_log_is_refused(tmp_path: Path) -> None:
    """A log of a later format is refused with the advice to update."""
    import struct
    from zlib import crc32

    path, begin = tmp_path / "x.log", b"imgfwlog" + struct.pack("<I", 2)
    path.write_bytes(begin + struct.pack("<I", crc32(begin)) + b"whatever is in it")

    with pytest.raises(FormatError, match="format 2 is newer"):
        RowLog(path)


def test_two_logs_of_one_file_see_each_other(tmp_path: Path) -> None:
    """What another one wrote is there after `refresh`, and after appending."""
    one, other = RowLog(tmp_path / "x.log"), RowLog(tmp_path / "x.log")
    one.append([("a", np.zeros(2))])
    before = "a" in other
    other.refresh()
    after = "a" in other

    other.append([("a", np.ones(2)), ("b", np.ones(2))])
    one.append([("c", np.ones(2))])

    assert (before, after) == (False, True)
    assert one.keys() == ("a", "b", "c")
    assert np.array_equal(other.get("a"), np.zeros(2))


def test_a_deleted_log_begins_anew(tmp_path: Path) -> None:
    """After the file was deleted under an open log, rows go to a new one, and those before are absent."""
    log = RowLog(tmp_path / "x.log")
    log.append([("a", np.zeros(2))])
    log.path.unlink()

    log.append([("b", np.zeros(2))])

    assert log.keys() == RowLog(log.path).keys() == ("b",)


def test_a_closed_log_lets_go_of_its_file(tmp_path: Path) -> None:
    """Leaving the context closes the file; `refresh` opens it again."""
    with RowLog(tmp_path / "x.log") as log:
        log.append([("a", np.zeros(2))])
        during = os.listdir("/proc/self/fd") if Path("/proc/self/fd").is_dir() else []
    after = os.listdir("/proc/self/fd") if Path("/proc/self/fd").is_dir() else []

    closed = len(log)
    log.refresh()

    assert closed == 0
    assert len(after) == max(len(during) - 1, 0)
    assert "a" in log


def test_threads_may_read_and_append_together(tmp_path: Path) -> None:
    """Four threads that append and read at the same time lose nothing and read only what was written."""
    log, wrong = RowLog(tmp_path / "x.log"), []

    def work(name: int) -> None:
        for number in range(20):
            log.append([(f"{name}.{number}", np.full(50, name * 100 + number))])
            for key in tuple(log.keys()):
                thread, at = key.split(".")
                if not (log.get(key) == int(thread) * 100 + int(at)).all():
                    wrong.append(key)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong
    assert len(RowLog(log.path)) == 80


def test_two_processes_append_to_one_log(tmp_path: Path) -> None:
    """Both writers' rows are all there, once, and right."""
    path = tmp_path / "x.log"
    both = [writer(path, name, count=40, size=500) for name in "ab"]

    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        process.communicate()

    log = RowLog(path)
    assert len(log) == 2 * 40 * 3 + 1
    assert all((log.get(f"{n}{i}.{k}") == i + k).all() for n in "ab" for i in range(40) for k in range(3))
    assert path.read_bytes().count(b"\xabrow") == len(log)


@pytest.mark.parametrize("acknowledged", [1, 5, 9])
def test_a_kill_loses_no_acknowledged_row(tmp_path: Path, acknowledged: int) -> None:
    """A writer killed in the midst of it has lost nothing that `append` had returned from."""
    path = tmp_path / "x.log"
    process = writer(path, "a", count=100_000, size=200_000)
    process.stdin.write("\n")
    process.stdin.flush()
    for _ in range(acknowledged):
        last = int(process.stdout.readline())

    process.send_signal(signal.SIGKILL)
    rest = process.communicate()[0].split()
    last = int(rest[-1]) if rest else last

    log = RowLog(path)
    assert all((log.get(f"a{i}.{k}") == i + k).all() for i in range(last + 1) for k in range(3))
    log.append([("new", np.zeros(3))])
    assert RowLog(path).keys() == log.keys()


def test_a_full_disk_is_told_and_leaves_the_log_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that stops half way is taken back; what was there is readable and appending works again."""
    log = RowLog(tmp_path / "x.log")
    log.append([("a", np.zeros(2))])
    size, write = log.path.stat().st_size, os.write

    def full(fd: int, content: memoryview) -> int:
        if len(content) < 50:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(fd, content[: len(content) // 2])

    with monkeypatch.context() as patched, pytest.raises(RunError, match="disk is full"):
        patched.setattr(os, "write", full)
        log.append([("b", np.zeros(100))])

    assert log.path.stat().st_size == size
    log.append([("c", np.zeros(2))])
    assert RowLog(log.path).keys() == ("a", "c")


def test_opening_reads_only_the_heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a log of 64 MB reads less than a thousandth of it."""
    path = tmp_path / "x.log"
    with RowLog(path) as log:
        log.append((str(n), np.zeros(1 << 20, "float64")) for n in range(8))
    read, pread = [], os.pread

    def counted(fd: int, length: int, offset: int) -> bytes:
        read.append(length)
        return pread(fd, length, offset)

    monkeypatch.setattr(os, "pread", counted)
    found = RowLog(path)

    assert len(found) == 8
    assert sum(read) < path.stat().st_size / 1000


def test_a_key_may_be_written_again(tmp_path):
    """Then the later array stands, here and for whoever opens the log."""
    with RowLog(tmp_path / "rows.log") as log:
        log.append([("a", np.array([1.0])), ("b", np.array([2.0]))])
        log.append([("a", np.array([3.0]))])
        assert log.get("a") == 1.0
        log.append([("a", np.array([3.0]))], again=True)
        assert (log.get("a"), len(log)) == (3.0, 2)

    with RowLog(tmp_path / "rows.log") as log:
        assert (log.get("a"), log.get("b")) == (3.0, 2.0)
