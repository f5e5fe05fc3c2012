from __future__ import annotations

import os
from threading import Thread

import pytest

from imgfw.quiet import silent


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
