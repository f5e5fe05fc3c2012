"""Text for terminals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.printable import printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("café 写真 🙂", "café 写真 🙂"),
        ("a\tb", "a b"),
        ("a\nb\r", "a�b�"),
        ("\x1b[2J\x1b]0;title\x07", "�[2J�]0;title�"),
        ("caf\udce9", "caf�"),
        ("gpj.\u202egnp", "gpj.�gnp"),
        ("a\x00b\x7f\x85\u2028", "a�b���"),
    ],
)
def test_what_is_no_visible_character_is_replaced(text: str, shown: str) -> None:
    """Line ends, escape sequences, halves of bytes, marks that turn the direction of writing."""
    assert printable(text) == shown


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_becomes_visible(text: str) -> None:
    """It can be encoded, is one line of visible characters as long as before, and stays so."""
    shown = printable(text)

    assert shown.isprintable() and len(shown) == len(text)
    assert printable(shown) == shown == shown.encode().decode()


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=[])), min_size=1))
def test_lines_stay_lines(lines: list[str]) -> None:
    """Each for itself."""
    assert printable_lines("\n".join(lines)) == "\n".join(map(printable, lines))
