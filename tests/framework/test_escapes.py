"""Odd bytes of file names in text files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.escapes import escaped, unescaped

ANY = st.text(st.characters(exclude_categories=[]))
NEAR = st.lists(st.sampled_from(["\\", "u", "udce9", "\\udce9", "\udce9", "\ud83d", "\ude00", "a", "uDCE9"]))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("photos/café 🙂.jpg", "photos/café 🙂.jpg"),
        ("a\\b\\u0041.jpg", "a\\b\\u0041.jpg"),
        ("caf\udce9.jpg", "caf\\udce9.jpg"),
        ("caf\\udce9.jpg", "caf\\\\udce9.jpg"),
        ("caf\\\udce9.jpg", "caf\\\\\\udce9.jpg"),
    ],
)
def test_only_odd_bytes_are_written_otherwise(text: str, written: str) -> None:
    """And what could be mistaken for them."""
    assert escaped(text) == written
    assert unescaped(written) == text


@given(ANY | NEAR.map("".join))
def test_any_text_is_read_back(text: str) -> None:
    """What is written is UTF-8, and is that one text."""
    written = escaped(text)

    assert unescaped(written) == text
    assert written.encode("utf-8").decode("utf-8") == written


@given(st.text("ab\\u\udce9é", max_size=8))
def test_odd_bytes_are_written_as_json_writes_them(text: str) -> None:
    """So that a name is found again in all documents of a run."""
    if "\\" not in text:
        assert escaped(text).replace("é", "\\u00e9") == json.dumps(text)[1:-1]
