"""A small scanner of TOML: where statements begin and end, and where every key stands.

It reads no values and judges little; `tomllib` is the judge.
Where a statement makes no sense, it goes on at the next line that does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass

from .spots import Spot

DEPTH = 64
"""How deep tables, lists and dotted keys may nest."""
PARTS = 32
"""How many parts a dotted key may have."""
SCALAR = 400
"""How many characters a number or date may have."""

_BETWEEN = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_TEXT = re.compile(
    r'''"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|\'\'\'(?:[^']|'{1,2}(?!'))*+'{3,5}'''
    r"""|"(?!"")(?:[^"\\\n]|\\[^\n])*+"|'(?!'')[^'\n]*'""",
    re.DOTALL,
)
_SCALAR = re.compile(r"[A-Za-z0-9+\-._:]+(?: [0-9][0-9]:[0-9:.+\-Zz]*)?")
_FRESH = re.compile(rf"[ \t]*(?:(?:{_PART.pattern}|[ \t.])++=|\[[^,\n]*\][ \t]*(?:#.*)?$|#|$)", re.MULTILINE)


class TooDeepError(Exception):
    """Something nests deeper than DEPTH; its argument is the offset."""


@dataclass
class Statement:
    """A table header or a key with its value: text[start:end]; `whole` says that it ends as it should."""

    start: int
    end: int
    header: bool
    whole: bool = True


class Scan:
    """What the scanner saw of a text (line ends are "\\n").

    root        the spot of the whole recipe, with everything inside
    statements  in order
    again       where a key or table came that was there already: (offset, its name, the first one)
    faults      what tomllib must not be asked to read: (offset, what was expected, what came)
    """

    def __init__(self, text: str, spot: Callable[[int], Spot], root: Spot) -> None:
        self._text, self._spot, self.root = text, spot, root
        self.statements: list[Statement] = []
        self.again: list[tuple[int, str, Spot]] = []
        self.faults: list[tuple[int, str, str]] = []
        self._unclosed = False
        table, depth, position = self.root, 0, self._skip(_BETWEEN, 0)
        while position < len(text):
            statement = Statement(position, position, header=text[position] == "[")
            self.statements.append(statement)
            if statement.header:
                table, depth, end = self._header(statement)
            else:
                end = self._pair(table, depth, position)
            statement.whole &= self._line_is_over(end) and end > position and not self._unclosed
            statement.end = self._line_end(max(end, position))
            if not statement.whole:
                statement.end, self._unclosed = self._fresh_line(statement.end), False
            position = self._skip(_BETWEEN, statement.end)

    def _skip(self, pattern: re.Pattern[str], position: int) -> int:
        found = pattern.match(self._text, position)
        return found.end() if found else position

    def _line_end(self, position: int) -> int:
        end = self._text.find("\n", position)
        return len(self._text) if end < 0 else end

    def _line_is_over(self, position: int) -> bool:
        position = self._skip(_SPACE, position)
        return position == len(self._text) or self._text[position] in "\n#"

    def _fresh_line(self, end: int) -> int:
        """The end of the last line before one that looks like a statement, a comment or nothing."""
        while end < len(self._text) and not _FRESH.match(self._text, end + 1):
            end = self._line_end(end + 1)
        return end

    def _header(self, statement: Statement) -> tuple[Spot, int, int]:
        start = statement.start
        mark = "[[" if self._text.startswith("[[", start) else "["
        parts, position = self._key(self._skip(_SPACE, start + len(mark)))
        position = self._skip(_SPACE, position)
        if not parts or not self._text.startswith("]" * len(mark), position):
            statement.whole = False
            return self._spot(start), 0, position
        table = self._down(self.root, parts[:-1], start)
        below = (
            self._element(table, parts[-1], start) if mark == "[[" else self._down(table, parts[-1:], start)
        )
        return below, len(parts), position + len(mark)

    def _element(self, table: Spot, name: str, start: int) -> Spot:
        array = table.kids.setdefault(name, self._spot(start))
        return array.kids.setdefault(len(array.kids), self._spot(start))

    def _down(self, table: Spot, parts: list[str], start: int) -> Spot:
        for part in parts:
            if part in table.kids:
                self.again.append((start, part, table.kids[part]))
            table = table.kids.setdefault(part, self._spot(start))
            while 0 in table.kids:
                table = table.kids[len(table.kids) - 1]
        return table

    def _key(self, position: int) -> tuple[list[str], int]:
        parts: list[str] = []
        start = position
        while found := _PART.match(self._text, position):
            name = _name(found.group())
            if name is None:
                return [], start
            parts.append(name)
            position = found.end()
            dot = _DOT.match(self._text, position)
            if not dot:
                break
            position = dot.end()
        if len(parts) > PARTS:
            self.faults.append((start, f"a key of at most {PARTS} dotted parts", f"{len(parts)} parts"))
        return parts[:PARTS], position

    def _pair(self, table: Spot, depth: int, start: int) -> int:
        """A key and its value; gives the end, or `start` where there is no such thing."""
        parts, position = self._key(start)
        position = self._skip(_SPACE, position)
        if not parts or not self._text.startswith("=", position):
            return start
        if parts[-1] in (table := self._down(table, parts[:-1], start)).kids:
            self.again.append((start, parts[-1], table.kids[parts[-1]]))
        spot = table.kids.setdefault(parts[-1], self._spot(start))
        position = self._skip(_SPACE, position + 1)
        end = self._value(spot, depth + len(parts), position)
        return end if end > position else start

    def _value(self, spot: Spot, depth: int, start: int) -> int:
        """The end of the value that begins here, or `start` where none does."""
        if depth > DEPTH:
            raise TooDeepError(start)
        if self._text.startswith("[", start):
            return self._inside(spot, depth, start, "]")
        if self._text.startswith("{", start):
            return self._inside(spot, depth, start, "}")
        if found := _TEXT.match(self._text, start):
            return found.end()
        if self._text.startswith(('"""', "'''"), start):
            return len(self._text)
        end = self._skip(_SCALAR, start)
        if end - start > SCALAR:
            self.faults.append((start, "a value of sensible length", f"{end - start} characters"))
        return end

    def _inside(self, spot: Spot, depth: int, start: int, close: str) -> int:
        """The end of a list or inline table, or where it goes wrong."""
        end, index = start + 1, 0
        while not self._text.startswith(close, position := self._skip(_BETWEEN, end)):
            if close == "]":
                end = self._value(spot.kids.setdefault(index, self._spot(position)), depth + 1, position)
            else:
                end = self._pair(spot, depth, position)
            comma = self._skip(_BETWEEN, end)
            self._unclosed |= end == position or self._text[comma : comma + 1] not in (",", close)
            if self._unclosed:
                return end
            end, index = comma + (self._text[comma] == ","), index + 1
        return position + 1


def _name(written: str) -> str | None:
    if written[0] not in "\"'":
        return written
    try:
        return str(tomllib.loads(f"x = {written}")["x"])
    except tomllib.TOMLDecodeError:
        return None
