"""What a picture API lists, in plain and clean form, whatever it sent."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Protocol

from .licences import Licence
from .web import AgainError, Answer, Wanted, Web

DOCUMENT = Wanted(("application/json",), most=8_000_000, seconds=60)
REQUESTS = 100
"""At most so many pages are asked for one query."""
_LONGEST = 400
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOBODY = ("", "unknown", "unknown author", "author unknown", "anonymous", "unknown photographer")


@dataclass(frozen=True)
class Found:
    """One picture that an API listed.

    id       who lists it and under which number: "openverse-610756ec-..."
    link     where the picture is; page where people see it
    creator  who made it, "" where nobody knows
    licence  None where it is none of those that are known
    """

    id: str
    link: str
    page: str = ""
    title: str = ""
    creator: str = ""
    licence: Licence | None = None


class Api(Protocol):
    """A picture API."""

    name: str
    needs_contact: bool

    def pages(self, web: Web, query: str, codes: Sequence[str]) -> Iterator[list[Found]]:
        """What it finds, page by page. Raises RefusedError where it does not answer."""


def document(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; what is none may be better the next time."""
    try:
        given = json.loads(answer.content)
    except (ValueError, RecursionError):
        raise AgainError("the answer is no JSON") from None
    if not isinstance(given, dict):
        raise AgainError("the answer is no JSON object")
    return given


def clean(text: Any) -> str:
    """A stranger's text on one line: no control characters, none that turn the writing, not too long."""
    if not isinstance(text, str):
        return ""
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text if c not in _TURNING
    )
    return " ".join("".join(kept).split())[:_LONGEST].rstrip()


def creator(text: Any) -> str:
    """The name of a creator, "" for the many ways to say that nobody knows."""
    name = clean(text)
    return "" if name.casefold() in _NOBODY else name


def without_tags(html: Any) -> str:
    """The text of a piece of HTML."""
    if not isinstance(html, str):
        return ""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


def entries(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
