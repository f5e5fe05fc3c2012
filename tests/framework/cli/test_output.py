"""Results for people and for programs."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.cli.output import aligned, as_json, naming, print_json, print_table

COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


def on_a_terminal(*words: str, **environment: str) -> str:
    """What a command writes where stdout and stderr are a terminal."""
    ours, theirs = pty.openpty()
    call = [sys.executable, "-m", "imgfw", *words]
    with subprocess.Popen(
        call, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **environment}
    ) as running:
        os.close(theirs)
        read = bytearray()
        while piece := _read(ours):
            read += piece
    os.close(ours)
    assert running.returncode == 0
    return read.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other side is closed
        return b""


def test_json_is_one_document_and_keeps_every_letter(capsys):
    """Names of files and labels stay readable."""
    print_json({"label": "Käfer 虫"})

    out = capsys.readouterr().out
    assert json.loads(out) == {"label": "Käfer 虫"} and "Käfer 虫" in out


def test_a_table_in_a_pipe_is_plain_aligned_text(capsys):
    """No box, no escape, no spaces at the end."""
    print_table(("name", "what"), [("a", "one"), ("long-name", "")])

    assert capsys.readouterr().out == "name       what\na          one\nlong-name\n"


@given(st.lists(st.tuples(st.text("ab [/]", max_size=5), st.text("ab", max_size=5)), min_size=1))
def test_columns_begin_below_each_other(rows):
    """Whatever the cells are."""
    lines = aligned(rows)

    start = max(len(first) for first, _ in rows) + 2
    assert [line[start:] for line in lines] == [second for _, second in rows]


def test_a_terminal_without_colour_gets_none():
    """NO_COLOR is respected; the table is drawn all the same."""
    written = on_a_terminal("list", "metric", NO_COLOR="1", TERM="xterm-256color", COLUMNS="120")

    assert "accuracy" in written and "─" in written
    assert not COLOUR.search(written)


@pytest.mark.parametrize(
    ("given", "told"),
    [((28, "full"), "[Errno 28] full: 'a.csv'"), ((28, "full", "b"), "[Errno 28] full: 'b'")],
)
def test_what_cannot_be_written_has_a_place(given, told):
    """An error without one gets it, another keeps its own; errors without a number are others' affair."""
    with pytest.raises(OSError) as raised, naming(Path("a.csv")):
        raise OSError(*given)
    with pytest.raises(OSError, match=r"^oh$"), naming(Path("a.csv")):
        raise OSError("oh")

    assert str(raised.value) == told


def test_a_cell_cannot_move_the_cursor(capsys):
    """Whatever a plugin or a folder is called."""
    print_table(("a", "b"), [("x\x1b[2J", "y\nz")])

    assert capsys.readouterr().out.splitlines()[1] == "x�[2J  y�z"


def test_odd_bytes_of_file_names_are_escaped():
    """A document stays valid text, and reads back as the same name."""
    text = as_json({"file": "bad\udcff.jpg"})

    assert text.encode("utf-8")
    assert json.loads(text) == {"file": "bad\udcff.jpg"}
