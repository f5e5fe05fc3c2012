"""The classes that are asked for on the command line, and what is searched for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from imgfw import CallError

LONGEST = 100
"""Bytes of a class's name at most: it is the name of a folder."""
LONGEST_QUERY = 200
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff/\\:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """A class and what is searched for it."""

    name: str
    queries: tuple[str, ...]


def wishes(given: Sequence[str]) -> list[Wish]:
    """Classes from texts such as "dog" and "cat=tabby cat"; equal names bring their queries together.

    Raises CallError for a name that cannot be a folder, and for names that differ in case alone.
    """
    queries: dict[str, list[str]] = {}
    for text in given:
        name, equals, query = text.partition("=")
        name = unicodedata.normalize("NFC", name.strip())
        query = " ".join((query if equals else name).split())
        _check(text, name, query)
        queries.setdefault(name, []).append(query)
    if not queries:
        raise CallError('--class: expected at least one, as in --class dog --class cat="tabby cat"')
    folded: dict[str, str] = {}
    for name in queries:
        other = folded.setdefault(name.casefold(), name)
        if other != name:
            raise CallError(
                f'--class: "{other}" and "{name}" are the same folder on many systems; rename one'
            )
    return [Wish(name, tuple(dict.fromkeys(found))) for name, found in queries.items()]


def _check(text: str, name: str, query: str) -> None:
    wrong = _FORBIDDEN.search(name) or _RESERVED.fullmatch(name) or name.startswith(".") or name.endswith(".")
    if not name or wrong or len(name.encode("utf-8", "replace")) > LONGEST:
        raise CallError(
            f"--class {text!r}: expected NAME or NAME=QUERY, with a NAME that can be a folder "
            f'(no / \\ : * ? " < > |, no dot at the ends, at most {LONGEST} bytes), got {name!r:.120}'
        )
    if not query or len(query) > LONGEST_QUERY:
        raise CallError(
            f"--class {text!r:.120}: expected a query of 1 to {LONGEST_QUERY} characters, got {len(query)}"
        )
