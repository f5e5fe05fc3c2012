"""Ctrl-C answers, whatever the process is doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from imgfw.cli.interrupt import INTERRUPTED, interruptible

COMMANDS = '''
import hashlib, sys, threading
import typer
from imgfw import hookimpl

def ready():
    print("ready", file=sys.stderr, flush=True)

def compiled() -> None:
    """Work in compiled code for many minutes."""
    ready()
    hashlib.pbkdf2_hmac("sha256", b"a", b"b", 2_000_000_000)

def threads() -> None:
    """Wait for a thread that never ends."""
    stop = threading.Event()
    threading.Thread(target=stop.wait).start()
    ready()
    stop.wait()

def tidy() -> None:
    """Put things in order when interrupted."""
    try:
        ready()
        threading.Event().wait()
    finally:
        print("tidied", file=sys.stderr, flush=True)

def stubborn() -> None:
    """Take no notice."""
    ready()
    while True:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass

@hookimpl
def imgfw_commands():
    return [compiled, threads, tidy, stubborn]
'''


@pytest.mark.parametrize("command", ["compiled", "threads", "tidy", "stubborn"])
def test_an_interrupt_ends_the_command_with_130(tmp_path, command):
    """Even one that works in compiled code, waits for threads or takes no notice; else this would hang."""
    (tmp_path / "busy.py").write_text(COMMANDS)
    call = [sys.executable, "-m", "imgfw", "--plugin", str(tmp_path / "busy.py"), command]

    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(call, preexec_fn=_listening, **pipes) as running:
        try:
            assert running.stderr is not None and running.stderr.readline() == "ready\n"
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        finally:
            running.kill()

    assert running.returncode == INTERRUPTED
    assert "interrupted; the same command continues" in err and "Traceback" not in err and out == ""
    assert ("tidied" in err) == (command == "tidy")


def _listening() -> None:
    """Undo what `nohup` and background jobs hand down: a process that ignores SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_in_time_is_an_ordinary_one():
    """The main thread sees KeyboardInterrupt, and what was set before is set again."""
    before = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(before)

    with pytest.raises(KeyboardInterrupt), interruptible():
        os.kill(os.getpid(), signal.SIGINT)

    assert signal.set_wakeup_fd(before) == before


def test_outside_the_main_thread_nothing_is_set():
    """Only the main thread gets signals."""
    before = set(threading.enumerate())
    seen: set[threading.Thread] = set()

    def work() -> None:
        with interruptible():
            seen.update(threading.enumerate())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert seen - before == {thread}
