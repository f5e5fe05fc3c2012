"""A recipe file -> plain tables, where everything stands, and whatever keeps it from being TOML."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import Problem, RecipeError, nearest
from ..printable import printable
from .scan import DEPTH, Scan, Statement, TooDeepError
from .spots import Problems, Spot

MAX_BYTES = 2**20
"""How large a recipe may be."""
_ROUNDS = 20
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TWICE = ("Cannot ", "Duplicate ")


@dataclass(frozen=True)
class Document:
    """A recipe as text.

    tables  what tomllib made of it, without the statements that have problems; None where nothing can be made
    spots   where everything stands
    hidden  the text of the statements with problems
    """

    tables: dict[str, Any] | None
    spots: Spot
    hidden: str


def text_of(path: Path) -> str:
    """The text of a recipe file with "\\n" line ends; raises RecipeError."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise RecipeError([_unread(path, error)]) from None
    if len(content) > MAX_BYTES:
        raise RecipeError([Problem(str(path), f"expected a recipe of at most {MAX_BYTES:,} bytes", "more")])
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").split("\n")
        where = f"{path}:{len(before)}:{len(before[-1]) + 1}"
        got = f"the byte 0x{content[error.start]:02x}"
        raise RecipeError([Problem(where, "expected UTF-8 text", got, "save the file as UTF-8")]) from None


def _unread(path: Path, error: Exception) -> Problem:
    is_folder = isinstance(error, IsADirectoryError)
    reason = "a folder" if is_folder else (getattr(error, "strerror", None) or str(error)).lower()
    folder = path if is_folder else path.parent
    try:
        others = sorted(other.name for other in folder.glob("*.toml")) if folder.is_dir() else []
    except (OSError, ValueError):
        others = []
    hint = nearest("" if is_folder else path.name, others) if others else ""
    return Problem(str(path), "expected a recipe file", reason, hint)


def parse(text: str, path: Path, problems: Problems) -> Document:
    """The tables of a text, read again without each statement that is wrong, so that all are told at once."""
    spot = spotter(text, path)
    hidden: list[str] = []
    rounds = min(_ROUNDS, 2 + MAX_BYTES // (len(text) + 1))
    for _ in range(rounds):
        root = Spot(f"{path}:1:1", f"{path}:1", "", 0, path.parent)
        try:
            scan = Scan(text, spot, root)
        except TooDeepError as error:
            what = f"expected tables and lists nested at most {DEPTH} deep"
            problems.add(spot(error.args[0]), what, "more")
            return Document(None, root, text)
        if scan.faults:
            bad = [_statement(scan, offset) for offset, _, _ in scan.faults]
            for offset, what, got in scan.faults:
                problems.add(spot(offset), f"expected {what}", got)
        else:
            try:
                return Document(tomllib.loads(text), root, "\n".join(hidden))
            except ValueError as error:
                bad = [_tell(error, text, scan, spot, problems)]
        if not (bad := [statement for statement in bad if text[statement.start : statement.end].strip()]):
            break
        for statement in bad:
            start, end = statement.start, _extent(statement, scan)
            hidden.append(text[start:end])
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return Document(None, root, text)


def _tell(
    error: ValueError, text: str, scan: Scan, spot: Callable[[int], Spot], problems: Problems
) -> Statement:
    """Note what tomllib said, and give the statement to blame."""
    said, at = _AT.sub("", str(error)), _AT.search(str(error))
    line = int(at[1]) if at and at[1] else text.count("\n") + 1
    offset = _offset(text, line) + (int(at[2]) - 1 if at and at[2] else 0)
    broken = (s for s in scan.statements if not s.whole and s.start <= offset)
    blamed = next(broken, None) or _statement(scan, offset)
    again = [twice for twice in scan.again if blamed.start <= twice[0] < blamed.end]
    if blamed.whole and said.startswith(_TWICE) and again:
        start, name, first = again[-1]
        got = f"[{name}] again" if blamed.header else f'"{name}" again'
        what = "expected every table once" if blamed.header else "expected every key once"
        problems.add(spot(start), what, printable(got), f"first at {first.where}")
        return blamed
    place = spot(offset if blamed.start <= offset < blamed.end else blamed.start)
    problems.add(place, f"expected TOML: {said[:1].lower()}{said[1:]}", "", _advice(said))
    return blamed


def _advice(said: str) -> str:
    if said.startswith("Invalid value"):
        return 'text needs quotes, as in use = "folder"'
    return ""


def _statement(scan: Scan, offset: int) -> Statement:
    position = bisect_right(scan.statements, offset, key=lambda statement: statement.start) - 1
    return scan.statements[max(0, position)] if scan.statements else Statement(0, 0, header=False)


def _extent(statement: Statement, scan: Scan) -> int:
    """The end of a statement; of a header, the end of its table."""
    if not statement.header:
        return statement.end
    following = (s for s in scan.statements if s.header and s.start > statement.start)
    end = next(following, None)
    return end.start if end else scan.statements[-1].end


def _offset(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        offset = text.index("\n", offset) + 1
    return offset


def spotter(text: str, path: Path) -> Callable[[int], Spot]:
    """A function from an offset in the text of a recipe to its spot."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    @cache
    def shown(line: int) -> str:
        start, end = starts[line - 1], starts[line] if line < len(starts) else len(text)
        return printable(text[start : min(end, start + 160)].strip())

    def spot(offset: int) -> Spot:
        line = bisect_right(starts, offset)
        where = f"{path}:{line}:{offset - starts[line - 1] + 1}"
        return Spot(where, f"{path}:{line}", shown(line), offset, path.parent)

    return spot
