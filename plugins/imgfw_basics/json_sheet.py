"""Tables as JSON lines: one object a row."""

from __future__ import annotations

import json
from typing import Any

from imgfw import CallError

from .sheet import Sheet, with_rows
from .texts import text_of


def json_sheet(content: bytes, where: str) -> Sheet:
    """A row for every line that is not empty; a key that a line lacks is not given there.

    Raises CallError with file and line for what is no object, or names a key twice.
    """
    lines, records = [], []
    columns: dict[str, None] = {}
    for number, line in enumerate(text_of(content, where).split("\n"), start=1):
        if line.strip():
            record = _record(line, f"{where}:{number}")
            columns |= dict.fromkeys(record)
            lines.append(number)
            records.append(record)
    rows = tuple(tuple(record.get(name) for name in columns) for record in records)
    return with_rows(Sheet(where, tuple(columns), tuple(lines), rows))


def _record(line: str, at: str) -> dict[str, Any]:
    try:
        found = json.loads(line, object_pairs_hook=_object, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise CallError(f"{at}:{error.colno}: expected one JSON object: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise CallError(f"{at}: expected one JSON object: {error}") from error
    if not isinstance(found, dict):
        raise CallError(f"{at}: expected one JSON object, got {line.strip()[:40]}")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'the key "{twice}" stands there more than once')
    return found


def _refused(word: str) -> float:
    raise ValueError(f"{word} is no number")
