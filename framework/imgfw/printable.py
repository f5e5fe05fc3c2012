"""Text from anywhere as text that a terminal may show."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text on one line, what is no visible character replaced: control characters, halves of bytes."""
    return "".join(c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def printable_lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(printable, text.split("\n")))
