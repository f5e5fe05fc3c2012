"""What APIs list, cleaned."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_web.found import clean, creator, document, entries, without_tags
from imgfw_web.web import AgainError, Answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A  cat\r\non a\tmat ", "A cat on a mat"),
        ("null\x00byte\x1b[31m", "null byte [31m"),
        ("\u202egpj.exe\u2066", "gpj.exe"),
        ("half\ud800", "half"),
        ("line\u2028end", "line end"),
        ("Zoë 猫 👩‍🔬", "Zoë 猫 👩‍🔬"),
        ("x" * 1000, "x" * 400),
        (None, ""),
        (7, ""),
        (["a"], ""),
    ],
)
def test_a_strangers_text_is_one_clean_line(text, expected):
    """Whatever its type."""
    assert clean(text) == expected


@given(st.text(st.characters(exclude_categories=()), max_size=500))
def test_any_text_can_be_written_and_stays_one_line(text):
    """For any text; cleaning again changes nothing."""
    found = clean(text)

    assert found.encode("utf-8").decode("utf-8") == found
    assert len(found.splitlines()) <= 1 and "\0" not in found and clean(found) == found


@pytest.mark.parametrize("text", ["", "Unknown", "unknown author", " Anonymous ", None, 3])
def test_nobody_has_no_name(text):
    """There are many ways to say that nobody knows."""
    assert creator(text) == ""
    assert creator("Ana Nymous") == "Ana Nymous"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="//x/User:A">A &amp; B</a>', "A & B"),
        ("plain", "plain"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<b", "<b"),
        ("a < b", "a < b"),
        ("", ""),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_tags_are_taken_out(html, text):
    """Entities are read."""
    assert without_tags(html) == text


def test_an_answer_is_a_json_object():
    """It is given as it came."""
    assert document(Answer("https://x.example/", content=b'{"a": [1]}')) == {"a": [1]}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"null", b'"text"', b"<html>", b"\xff\xfe{}", b"[" * 100_000, b"1" * 5000]
)
def test_anything_else_may_be_better_the_next_time(content):
    """Broken and deeply nested documents, too."""
    with pytest.raises(AgainError, match="the answer is no JSON"):
        document(Answer("https://x.example/", content=content))


def test_only_the_objects_of_a_list_are_entries():
    """Of anything else there are none."""
    assert entries([{"a": 1}, 2, None, [3], "4", {}]) == [{"a": 1}, {}]
    assert [entries(json.loads(text)) for text in ('{"a": 1}', "null", '"text"', "3")] == [[]] * 4
