"""Text for terminals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.printable import duration, printable, printable_lines, size


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


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9_406_464, "9.4 MB"), (12_340_000_000, "12.3 GB")],
)
def test_sizes_are_told_in_powers_of_a_thousand(count: float, text: str) -> None:
    """As file managers do."""
    assert size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (89, "89 s"), (95, "2 min"), (170, "3 min"), (5300, "88 min"), (9000, "2.5 h")],
)
def test_times_are_told_roughly(seconds: float, text: str) -> None:
    """An estimate is no better."""
    assert duration(seconds) == text
