"""What a call of `run` asks for, checked before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from os import PathLike
from pathlib import Path

from ..errors import CallError


def overrides(sets: str | Sequence[str]) -> tuple[str, ...]:
    """Overrides "KEY=VALUE"; a single one may come as it is. Raises CallError for what is no text."""
    given = (sets,) if isinstance(sets, str) else _each(sets, "sets")
    for text in given:
        if not isinstance(text, str):
            raise CallError(f'sets: expected texts such as "head.0.units=[128]", got {text!r:.80}')
    return given


def plugin_files(plugins: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    """Plugin files; a single one may come as it is. Raises CallError for what is no path."""
    given = (plugins,) if isinstance(plugins, (str, PathLike)) else _each(plugins, "plugins")
    for file in given:
        if not isinstance(file, (str, PathLike)):
            raise CallError(f"plugins: expected paths of Python files, got {file!r:.80}")
    return tuple(map(Path, given))


def check_numbers(*, limit: int | None, workers: int | None, time_limit: float | None) -> None:
    """Raises CallError for a number that makes no sense; None is none given."""
    for name, count in (("limit", limit), ("workers", workers)):
        if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 1):
            raise CallError(f"{name}: expected a whole number of 1 or more, or None, got {count!r:.80}")
    number = isinstance(time_limit, (int, float)) and not isinstance(time_limit, bool)
    if time_limit is not None and not (number and isfinite(time_limit) and time_limit > 0):
        raise CallError(f"time_limit: expected seconds, more than 0, or None, got {time_limit!r:.80}")


def _each(given: object, name: str) -> tuple:
    if not isinstance(given, Iterable) or isinstance(given, (bytes, dict)):
        raise CallError(f"{name}: expected a list, got {given!r:.80}")
    return tuple(given)
