"""The bytes of a text file as text, or an error that says where it is none."""

from __future__ import annotations

import codecs

from imgfw import CallError

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""First bytes that say how a text is encoded; without them it is UTF-8."""


def text_of(content: bytes, where: str) -> str:
    """The text without its mark. Raises CallError with file and line where it is no UTF-8 or UTF-16."""
    mark = next((mark for mark in MARKS if content.startswith(mark)), b"")
    body = content[len(mark) :]
    encoding = MARKS.get(mark, "utf-8")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body[: error.start].decode(encoding, "replace").count("\n") + 1
        raise CallError(
            f"{where}:{line}: expected {encoding.upper()}, got the byte 0x{body[error.start]:02x}; "
            "save it as UTF-8"
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise CallError(f"{where}:{line}: expected text, got a null character; save it as UTF-8")
    return text
