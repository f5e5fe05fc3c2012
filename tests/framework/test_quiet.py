from __future__ import annotations

import io
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread

import pytest

from imgfw import quiet
from imgfw.quiet import libtiff_silent, printing_to, silent


def test_what_is_written_to_file_descriptor_2_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    """Only what is written inside is lost; before and after, file descriptor 2 is as it was."""
    os.write(2, b"before ")

    with silent():
        os.write(2, b"inside ")
    os.write(2, b"after")

    assert capfd.readouterr().err == "before after"


def test_an_error_inside_gives_file_descriptor_2_back(capfd: pytest.CaptureFixture[str]) -> None:
    """Silence ends when the block fails."""
    with pytest.raises(ValueError, match="failed"), silent():
        raise ValueError("failed")

    os.write(2, b"after")

    assert capfd.readouterr().err == "after"


def test_threads_that_are_silent_at_once_do_not_keep_each_others_silence(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """After any number of threads were silent, file descriptor 2 is heard again."""

    def often() -> None:
        for _ in range(200):
            with silent():
                os.write(2, b"inside")

    threads = [Thread(target=often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(2, b"heard")

    assert capfd.readouterr().err == "heard"


def broken_tiff() -> bytes:
    """A TIFF of packed rows, cut in the middle: libtiff complains of it."""
    from PIL import Image

    file = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(file, "TIFF", compression="tiff_lzw")
    content = bytearray(file.getvalue())
    content[2000:30_000] = bytes(28_000)
    return bytes(content)


def load(content: bytes) -> None:
    """Decode with Pillow alone."""
    from PIL import Image

    with suppress(OSError):
        Image.open(io.BytesIO(content)).load()


@pytest.mark.parametrize("told", [True, False])
def test_libtiff_is_not_heard_but_others_are_afterwards(
    told: bool, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its complaint is lost where it can be told to keep it, and where only silence helps."""
    monkeypatch.setattr(quiet, "_told_libtiff", quiet._told_libtiff if told else lambda: False)

    with libtiff_silent("TIFF"):
        load(broken_tiff())
    os.write(2, b"heard")

    assert capfd.readouterr().err == "heard"


def test_other_threads_are_heard_while_a_tiff_is_read(capfd: pytest.CaptureFixture[str]) -> None:
    """Where libtiff can be told to keep its messages nothing else is silenced, and threads do not wait."""
    if not quiet._told_libtiff():
        pytest.skip("this libtiff does not show its symbols")

    with libtiff_silent("TIFF"), libtiff_silent("TIFF"):
        os.write(2, b"heard")

    assert capfd.readouterr().err == "heard"


def test_broken_tiffs_in_threads_are_all_silent(capfd: pytest.CaptureFixture[str]) -> None:
    """However many threads read them at once."""
    content = broken_tiff()

    def read(_: int) -> None:
        with libtiff_silent("TIFF"):
            load(content)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, range(100)))

    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("form", ["JPEG", None])
def test_other_formats_are_not_silenced(form: str | None, capfd: pytest.CaptureFixture[str]) -> None:
    """Only libtiff writes where it should not."""
    with libtiff_silent(form):
        os.write(2, b"heard")

    assert capfd.readouterr().err == "heard"


def test_threads_leave_stdout_as_it_was():
    """Two that printed elsewhere at the same time would restore each other's stream."""
    before, printed = sys.stdout, [io.StringIO() for _ in range(8)]

    def work(stream: io.StringIO) -> None:
        for number in range(50):
            with printing_to(stream):
                print(number)
                time.sleep(0)

    threads = [Thread(target=work, args=(stream,)) for stream in printed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sys.stdout is before
    assert [stream.getvalue().split() for stream in printed] == [list(map(str, range(50)))] * 8
