"""Names of folders and files that every disk takes, and when two of them are one name somewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 255
"""Bytes of a name in UTF-8."""

UNNAMED = "_"
_FORBIDDEN = re.compile('[\x00-\x1f\x7f-\x9f<>:"/\\\\|?*\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\..*)?", re.I | re.S
)
_JOINER = "\u200d"


def folded(name: str) -> str:
    """Equal for names that are one on some disk: composed or not, in large letters or small."""
    apart = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", apart)


def safe(name: str) -> str:
    """The name of a folder or file that every disk takes and that leads nowhere else; a safe one stays.

    Signs that are forbidden somewhere, or turn the direction of what is read, become "_", as do a dot at the
    beginning, and dots and spaces at the end; a name that Windows keeps for itself gets "_" behind its stem;
    what is too long is cut before its ending.
    """
    text = _FORBIDDEN.sub("_", name).strip(" ")
    bare = text.rstrip(". ")
    text = f"{bare}_" if "." in text[len(bare) :] else bare
    if text.startswith("."):
        text = f"_{text[1:]}"
    if _RESERVED.fullmatch(text):
        stem, dot, rest = text.partition(".")
        text = f"{stem.rstrip()}_{dot}{rest}"
    stem, suffix = parted(text or UNNAMED)
    return fitted(stem, suffix)


def parted(name: str) -> tuple[str, str]:
    """Stem and ending of a name, ("a.b", ".jpg"); what is too long to be an ending is none."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or not ending or len(ending.encode("utf-8", "replace")) > 32:
        return name, ""
    return stem, f".{ending}"


def fitted(stem: str, tail: str, most: int = LONGEST) -> str:
    """stem + tail in so many bytes at most; the stem is cut, between whole letters with their accents."""
    room = most - len(tail.encode())
    if len(stem.encode()) <= room:
        return stem + tail
    cut = stem.encode()[: max(room, 0)].decode("utf-8", "ignore")
    while cut and _goes_on(stem, len(cut)):
        cut = cut[:-1]
    return (cut.rstrip(". ") or UNNAMED) + tail


def numbered(stem: str, tail: str, number: int, most: int = LONGEST) -> str:
    """The name for the `number`th of that name: "stem.jpg", then "stem-2.jpg", "stem-3.jpg"."""
    return fitted(stem, tail if number == 1 else f"-{number}{tail}", most)


def folders(labels: Iterable[str]) -> dict[str, str]:
    """A folder name for each label; no two of them are one on any disk."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for label in labels:
        name = safe(unicodedata.normalize("NFC", label))
        number = 1
        while folded(numbered(name, "", number)) in taken:
            number += 1
        found[label] = numbered(name, "", number)
        taken.add(folded(found[label]))
    return found


def _goes_on(text: str, at: int) -> bool:
    """Whether what stands there belongs to the letter before."""
    return at < len(text) and (
        unicodedata.combining(text[at]) > 0
        or unicodedata.category(text[at]) in ("Mn", "Me", "Mc", "Sk")
        or _JOINER in text[at - 1 : at + 1]
    )
