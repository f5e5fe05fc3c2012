"""What the values in a line of a journal must be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw import ImgfwError
from imgfw_photos import journal_lines
from imgfw_photos.done import Done
from imgfw_photos.steps import Step

SHA = "0" * 64
STEP = Step("/to/a", "/from/a", "copy", "/from/a", "/to/.imgfw-1", 3, 5, SHA)
LINES = [
    {"what": "times", "path": "/to", "modified_ns": 1, "names": SHA, "count": 2, "identity": [1, 2]},
    {"what": "folder", "path": "/to/cat"},
    STEP.record(),
    {"what": "made", "place": "/to/a"},
    {"what": "draft", "path": "/to/.imgfw-1"},
    {"what": "taking", "places": ["/to/a"]},
    {"what": "undone", "place": "/to/a"},
    {"what": "end", "of": "undone", "left": {"/to/b": "was changed since"}},
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.just("/\0")
    | st.just(""),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def test_lines_are_read_as_they_were_written():
    """A step comes back as it was."""
    assert journal_lines.step(STEP.record()) == STEP
    assert Done.of(LINES, Path("/plan")).state == "undone"


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        (lambda line: journal_lines.one_of(line, "it", "a", "b"), ["c", 1, None, ["a"]]),
        (lambda line: journal_lines.path(line, "it"), ["", "a", "/a\0", "/\ud800", 3, None, ["/a"]]),
        (lambda line: journal_lines.paths(line, "it"), ["/a", [3], ["/a", "b"], None, {"/a": 1}]),
        (lambda line: journal_lines.draft(line, "it"), ["/a", "/.imgfw-1/a", 3]),
        (lambda line: journal_lines.number(line, "it", 0, 5), [-1, 5, True, 1.0, "1", None]),
        (lambda line: journal_lines.numbers(line, "it"), [1, ["1"], None, "11"]),
        (lambda line: journal_lines.digest(line, "it", ""), ["0" * 63, "g" * 64, 0, None]),
        (lambda line: journal_lines.reasons(line, "it"), [[], {"a": 1}, "a", None]),
    ],
)
def test_what_is_something_else_is_refused(read, wrong):
    """With what was expected, and what was got."""
    for value in wrong:
        with pytest.raises(ValueError, match=r"^it: expected .*, got "):
            read({"it": value})


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.data())
def test_any_line_makes_sense_or_is_told_with_its_number(at, data):
    """Whatever stands in it, whatever it lacks: no other exception comes."""
    line: dict[str, Any] = dict(LINES[at])
    for name in data.draw(st.lists(st.sampled_from([*line, "more"]), min_size=1, max_size=3)):
        line[name] = data.draw(VALUES)
    if data.draw(st.booleans()):
        del line[data.draw(st.sampled_from(list(line)))]

    lines = json.loads(json.dumps([*LINES[:at], line, *LINES[at + 1 :]]))
    try:
        Done.of(({"what": "?", **line} for line in lines), Path("/plan"))
    except ImgfwError as error:
        assert "line " in str(error)
