"""Odd bytes of file names in text files: written as JSON would, and read back as they were.

A name that is no UTF-8 holds surrogates, which no text file can hold. `caf\\udce9.jpg` stands for one; a name
in which these characters really stand gets a second backslash, so that nothing is ever mistaken for another.
"""

from __future__ import annotations

import json
import re
from typing import Any

_CODE = "ud[89a-f][0-9a-f]{2}"
_ODD = re.compile(rf"(\\*)([\ud800-\udfff])|(\\+)(?={_CODE})")
_ESCAPED = re.compile(rf"(\\+)({_CODE})")


def escaped(text: str) -> str:
    """The text without surrogates, all others as they are."""
    return _ODD.sub(_escape, text)


def unescaped(text: str) -> str:
    """The text of which `escaped` made this."""
    return _ESCAPED.sub(_unescape, text)


def as_json(document: Any, *, indent: int | None = None) -> str:
    """A JSON document that keeps every letter readable; surrogates are escaped as JSON does it."""
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _escape(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1] * 2}\\u{ord(found[2]):04x}"
    return found[3] * 2


def _unescape(found: re.Match[str]) -> str:
    slashes = len(found[1])
    odd = chr(int(found[2][1:], 16)) if slashes % 2 else found[2]
    return "\\" * (slashes // 2) + odd
