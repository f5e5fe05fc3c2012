"""Names that people give to labels: which may be given, and which are one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .errors import CallError

LONGEST = 255
"""Bytes of a name."""
ANYWAY = "if it is somebody else, add --anyway (anyway=True)"


def check_name(label: str) -> None:
    """Raises CallError for what is no name: empty, of several lines, or too long."""
    if not label.strip() or label != label.strip() or not label.isprintable():
        raise CallError(f"expected a name that is not empty, on one line, got {label!r}")
    if (size := len(label.encode())) > LONGEST:
        raise CallError(f"expected a name of {LONGEST} bytes at most, got one of {size:,}: {label[:40]}...")


def check_new(label: str, known: Iterable[str]) -> None:
    """Raises CallError where a name differs from one that is known in large and small letters only."""
    like = [each for each in known if each.casefold() == label.casefold()]
    if like and label not in like:
        raise CallError(f"{like[0]} is known: write it so, or add {label} as somebody else; {ANYWAY}")


def as_known(label: str, known: Iterable[str]) -> str:
    """The label that is there and is read the same, whatever characters write it; else in Unicode's NFC."""
    own = unicodedata.normalize("NFC", label)
    return next((each for each in known if unicodedata.normalize("NFC", each) == own), own)
