"""What a run tells on stderr."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from imgfw.cli import terminal
from imgfw.cli.terminal import BarProgress, PlainProgress, terminal_progress


def test_plain_lines_go_to_stderr(capsys):
    """stdout is for results."""
    PlainProgress().say("survey 3 samples")

    assert capsys.readouterr() == ("", "survey 3 samples\n")


def test_long_work_is_told_with_rate_and_time_left(capsys, monkeypatch):
    """After ten seconds a line says how many, how fast and how long still; the last item needs none."""
    clock = iter(range(0, 1000, 6))
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock))

    found = list(PlainProgress().track(range(4), total=4, what="rows"))

    lines = capsys.readouterr().err.splitlines()
    assert found == [0, 1, 2, 3]
    assert [line.split() for line in lines] == [
        ["2", "of", "4", "rows,", "0", "a", "second,", "12", "s", "left"]
    ]


def test_short_work_is_silent(capsys):
    """What takes no time is worth no line."""
    assert list(PlainProgress().track(range(1000), total=1000, what="rows")) == list(range(1000))
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_bars_and_a_pipe_lines(monkeypatch):
    """What stderr is decides."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert type(terminal_progress()) is PlainProgress
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    assert type(terminal_progress()) is BarProgress


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_is_kept_plain_gets_lines(monkeypatch, name, value):
    """Bars move the cursor, which not every terminal understands and not everybody wants."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv(name, value)

    assert type(terminal_progress()) is PlainProgress


def test_nothing_said_can_move_the_cursor(capsys):
    """Names of files and labels may hold anything; lines stay lines."""
    for progress in (PlainProgress(), BarProgress()):
        progress.say("a\x1b[2Jb\rc\nd")

    assert capsys.readouterr().err == "a�[2Jb�c\nd\n" * 2


def test_a_bar_passes_the_items_on(capsys):
    """Items come through one by one; what is said keeps its brackets."""
    progress = BarProgress()

    progress.say("[bold] is no markup")
    found = list(progress.track(range(5), total=5, what="rows"))

    assert found == list(range(5))
    assert "[bold] is no markup" in capsys.readouterr().err


def test_results_go_to_stdout_while_a_bar_is_drawn(capsys):
    """The bar is on stderr; what is printed meanwhile stays where it belongs."""
    progress = BarProgress()
    progress.console = Console(file=io.StringIO(), force_terminal=True)

    for number in progress.track(range(2), total=2, what="pictures"):
        print("answer", number)

    assert capsys.readouterr().out == "answer 0\nanswer 1\n"
