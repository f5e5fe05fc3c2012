"""Licences under which pictures are given away: their codes, and how pages and addresses tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from imgfw import CallError

CODES = ("cc0", "pdm", "by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")
"""Creative Commons' codes; cc0 and pdm ask for nothing, nc forbids trade, nd forbids changed copies."""
FREE = ("cc0", "pdm", "by", "by-sa")
"""Those that allow every use."""

_WORLD = "https://creativecommons.org"
_LINK = re.compile(r"creativecommons\.org/(?:licenses/(by[a-z-]*)|publicdomain/(zero|mark))/(\d\.\d)")
_NAME = re.compile(r"cc-(by(?:-nc)?(?:-sa|-nd)?)-(\d\.\d)\b|(cc-?0|cc-zero)\b|(pd)(?![a-z0-9])")


@dataclass(frozen=True)
class Licence:
    """A licence: its code, its version ("" where none is told), and the address of its text."""

    code: str
    version: str = ""
    link: str = ""


def chosen(text: str) -> tuple[str, ...]:
    """The codes in a list with commas, in the order of `CODES`. Raises CallError for one that is unknown."""
    given = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [word for word in given if word not in CODES]
    if unknown or not given:
        raise CallError(f"--licence: expected some of {', '.join(CODES)} with commas between, got {text!r}")
    return tuple(code for code in CODES if code in given)


def told(code: Any, version: Any, link: Any) -> Licence | None:
    """A licence as Openverse tells it; None for one that is not among `CODES`."""
    if code not in CODES:
        return None
    plain = version if isinstance(version, str) and re.fullmatch(r"\d\.\d", version) else ""
    return Licence(code, plain, _address(code, plain, link if isinstance(link, str) else ""))


def read(link: str, name: str) -> Licence | None:
    """A licence from the address of its text, or from its name on Commons; None where neither is known."""
    found = _LINK.search(link.lower())
    if found:
        code = found[1] or {"zero": "cc0", "mark": "pdm"}[found[2]]
        return told(code, found[3], link)
    named = _NAME.match(name.strip().lower())
    if not named:
        return None
    code = named[1] or ("cc0" if named[3] else "pdm")
    return told(code, named[2] or ("1.0" if code == "cc0" else ""), link)


def _address(code: str, version: str, link: str) -> str:
    if link.startswith(("https://", "http://")):
        return link
    if code in ("cc0", "pdm"):
        return f"{_WORLD}/publicdomain/{'zero' if code == 'cc0' else 'mark'}/1.0/"
    return f"{_WORLD}/licenses/{code}/{version}/" if version else ""
