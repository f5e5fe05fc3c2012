"""What the values in a line of a journal must be: it is read as strictly as if somebody had written into it.

Each function takes a line and the name of a value, and raises ValueError where that is something else.
"""

from __future__ import annotations

import os
import reprlib
from collections.abc import Mapping
from typing import Any, TypeGuard, get_args

from .steps import How, Step
from .transfer import is_draft

Line = Mapping[str, Any]

_MOST = 1 << 63
_DIGEST = 64


def one_of(line: Line, name: str, *words: str) -> str:
    """One of these words."""
    found = line.get(name)
    if isinstance(found, str) and found in words:
        return found
    raise _wrong(name, " | ".join(words), found)


def path(line: Line, name: str) -> str:
    """An absolute path."""
    found = line.get(name)
    if _is_path(found) and os.path.isabs(found):
        return found
    raise _wrong(name, "an absolute path", found)


def paths(line: Line, name: str) -> list[str]:
    """Absolute paths."""
    found = line.get(name)
    if not isinstance(found, list):
        raise _wrong(name, "a list of paths", found)
    return [path({name: each}, name) for each in found]


def draft(line: Line, name: str) -> str:
    """The path of a file that was begun: such files are removed, and no others."""
    found = path(line, name)
    if is_draft(found):
        return found
    raise _wrong(name, "the name of what was begun", found)


def number(line: Line, name: str, least: int = -_MOST, below: int = _MOST) -> int:
    """A whole number."""
    found = line.get(name)
    if isinstance(found, int) and not isinstance(found, bool) and least <= found < below:
        return found
    raise _wrong(name, "a whole number", found)


def numbers(line: Line, name: str) -> tuple[int, ...]:
    """Whole numbers, however large."""
    found = line.get(name)
    if isinstance(found, list) and all(isinstance(each, int) for each in found):
        return tuple(found)
    raise _wrong(name, "a list of whole numbers", found)


def digest(line: Line, name: str, *others: str) -> str:
    """A sha256, 64 hex digits; or one of these words."""
    found = line.get(name)
    if isinstance(found, str) and (found in others or _is_digest(found)):
        return found
    raise _wrong(name, "a sha256", found)


def reasons(line: Line, name: str) -> dict[str, str]:
    """{path: why}."""
    found = line.get(name)
    if not isinstance(found, dict) or not all(map(_is_text, (*found, *found.values()))):
        raise _wrong(name, "an object of texts", found)
    return found


def step(line: Line) -> Step:
    """The step that is told of."""
    how = one_of(line, "how", *get_args(How))
    origin = line.get("origin")
    if not _is_path(origin):
        raise _wrong("origin", "a path", origin)
    return Step(
        path(line, "place"),
        path(line, "source"),
        how,  # type: ignore[arg-type]
        origin,
        draft(line, "draft"),
        number(line, "size", 0),
        number(line, "modified_ns"),
        digest(line, "digest"),
        digest(line, "before", ""),
        number(line, "mode", 0, 0o10000),
    )


def _is_text(found: Any) -> bool:
    return isinstance(found, str)


def _is_path(found: Any) -> TypeGuard[str]:
    """Whether the system could be asked for it."""
    try:
        return isinstance(found, str) and bool(found) and b"\0" not in os.fsencode(found)
    except UnicodeEncodeError:
        return False


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST and set(text) <= set("0123456789abcdef")


def _wrong(name: str, expected: str, found: Any) -> ValueError:
    return ValueError(f"{name}: expected {expected}, got {reprlib.repr(found)}")
