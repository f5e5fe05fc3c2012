"""Tables as JSON lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_basics.json_sheet import json_sheet


def test_every_line_is_a_row():
    """A key that a line lacks is not given; empty lines are counted, and no rows."""
    sheet = json_sheet(b'{"file": "a", "n": 1}\r\n\n{"tags": ["x"], "file": "b", "n": null}\n', "t.jsonl")

    assert sheet.columns == ("file", "n", "tags")
    assert sheet.rows == (("a", 1, None), ("b", None, ["x"]))
    assert sheet.at(1) == "t.jsonl:3"


def test_separators_of_lines_inside_texts_are_no_line_ends():
    """Only a line feed is."""
    content = json.dumps({"file": "a\u2028b\x85"}, ensure_ascii=False)

    assert json_sheet(content.encode(), "t.jsonl").rows == (("a\u2028b\x85",),)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "t.jsonl: the table has no rows"),
        ('{"file": "a"}\n{"file": "b"\n', "t.jsonl:2:13: expected one JSON object: "),
        ('{"file": "a"} {"file": "b"}', "t.jsonl:1:15: expected one JSON object: Extra data"),
        ('["a"]', 't.jsonl:1: expected one JSON object, got ["a"]'),
        ("7", "t.jsonl:1: expected one JSON object, got 7"),
        ('{"n": NaN}', "t.jsonl:1: expected one JSON object: NaN is no number"),
        ('{"n": -Infinity}', "t.jsonl:1: expected one JSON object: -Infinity is no number"),
        ('{"a": 1, "a": 2}', 't.jsonl:1: expected one JSON object: the key "a" stands there more than once'),
        ('{"n": ' + "9" * 5000 + "}", "t.jsonl:1: expected one JSON object: "),
        ('{"n": ' + "[" * 100_000 + "}", "t.jsonl:1: expected one JSON object: "),
    ],
    ids=["empty", "open", "two", "list", "number", "nan", "infinity", "twice", "digits", "deep"],
)
def test_what_is_no_object_is_an_error_with_its_line(text, error):
    """And with its column where that is known."""
    with pytest.raises(CallError) as raised:
        json_sheet(text.encode(), "t.jsonl")

    assert str(raised.value).startswith(error)


PLAIN = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text() | st.lists(st.text())


@given(st.lists(st.dictionaries(st.text(), PLAIN), min_size=1, max_size=5))
def test_what_the_json_library_wrote_is_read_back(records):
    """Any keys and values."""
    text = "\n".join(map(json.dumps, records))

    sheet = json_sheet(text.encode(), "t.jsonl")

    for record, row in zip(records, sheet.rows, strict=True):
        assert dict(zip(sheet.columns, row, strict=True)) == {
            name: record.get(name) for name in sheet.columns
        }
