"""Bytes as text."""

from __future__ import annotations

import codecs

import pytest

from imgfw import CallError
from imgfw_basics.texts import text_of


@pytest.mark.parametrize(
    "content",
    [
        "file,ü\n".encode(),
        codecs.BOM_UTF8 + "file,ü\n".encode(),
        codecs.BOM_UTF16_LE + "file,ü\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "file,ü\n".encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 marked", "utf-16 little", "utf-16 big"],
)
def test_marked_texts_and_utf8_are_read(content):
    """The mark is no part of the text."""
    assert text_of(content, "t.csv") == "file,ü\n"


def test_an_empty_file_is_an_empty_text():
    """With or without a mark."""
    assert text_of(b"", "t.csv") == text_of(codecs.BOM_UTF8, "t.csv") == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("file,label\na.jpg,caf\xe9\n".encode("latin-1"), "t.csv:2: expected UTF-8, got the byte 0xe9"),
        ("a\nb\n".encode("utf-16-le"), "t.csv:1: expected text, got a null character"),
        (b"a\nb\0", "t.csv:2: expected text, got a null character"),
        (codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"x", "t.csv:2: expected UTF-16-LE"),
        (b"\xff", "t.csv:1: expected UTF-8, got the byte 0xff"),
    ],
    ids=["latin-1", "utf-16 unmarked", "null", "half a character", "one byte"],
)
def test_other_bytes_are_an_error_with_the_line(content, told):
    """Nothing is guessed."""
    with pytest.raises(CallError) as error:
        text_of(content, "t.csv")

    assert str(error.value).startswith(told) and str(error.value).endswith("save it as UTF-8")
