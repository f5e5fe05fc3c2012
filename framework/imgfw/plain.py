"""Values that strangers give, made plain: texts, numbers, facts, boxes and landmarks; or Unfit."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


class Unfit(Exception):
    """Where something does not fit, what was expected, and what came."""

    def __init__(self, where: str, expected: str, got: object) -> None:
        shape = f"{got.dtype} {got.shape}" if hasattr(got, "shape") and hasattr(got, "dtype") else ""
        super().__init__(f"{where}: expected {expected}, got {shape or format(repr(got), '.80')}")


def box_of(given: Any, where: str) -> tuple[float, float, float, float] | None:
    """(left, top, right, bottom) as floats, or None."""
    if given is None:
        return None
    at = f"{where}, box"
    if not isinstance(given, tuple) or len(given) != 4:
        raise Unfit(at, "a tuple of four numbers (left, top, right, bottom)", given)
    left, top, right, bottom = (number_of(edge, at) for edge in given)
    if not (left < right and top < bottom):
        raise Unfit(at, "left < right and top < bottom", (left, top, right, bottom))
    return left, top, right, bottom


def landmarks_of(given: Any, where: str) -> np.ndarray | None:
    """float32 (68, 2) or (5, 2) from any floats, or None."""
    if given is None:
        return None
    import numpy as np

    fits = isinstance(given, np.ndarray) and given.dtype.kind == "f" and given.shape in ((68, 2), (5, 2))
    if not fits:
        raise Unfit(f"{where}, landmarks", "an array of floats (68, 2) or (5, 2)", given)
    with np.errstate(over="ignore"):
        points = given.astype(np.float32)
    if not np.isfinite(points).all():
        raise Unfit(f"{where}, landmarks", "finite numbers", given[~np.isfinite(points)].tolist())
    return points


def facts_of(given: object, where: str) -> dict[str, Any]:
    """Whatever is known, by name."""
    found = plain_of(given, f"{where}, facts")
    if not isinstance(found, dict):
        raise Unfit(f"{where}, facts", "facts by name", given)
    return found


def plain_of(given: Any, where: str) -> Any:
    """What JSON has too, as it reads back from there: numbers and arrays of numpy and tuples are turned."""
    value = given.tolist() if hasattr(given, "tolist") else given
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return number_of(value, where)
    if isinstance(value, list | tuple):
        return [plain_of(inner, where) for inner in value]
    if isinstance(value, Mapping):
        names = (text_of(name, where, "text as names") for name in value)
        return {
            name: plain_of(inner, f"{where}[{name!r}]")
            for name, inner in zip(names, value.values(), strict=True)
        }
    raise Unfit(where, "what JSON has too: texts, finite numbers, booleans, lists and tables", given)


def is_number(value: object) -> bool:
    """Whether it is a number, of Python or of numpy."""
    return isinstance(value, Real) and not isinstance(value, bool)


def number_of(given: Any, where: str) -> float:
    """A finite number as a float."""
    try:
        found = float(given) if is_number(given) else float("nan")
    except OverflowError:
        found = float("inf")
    if not isfinite(found):
        raise Unfit(where, "a finite number", given)
    return found


def text_of(given: object, where: str, expected: str, *, empty: bool = True) -> str:
    """A text; an empty one only where that may be."""
    if not isinstance(given, str) or not (given or empty):
        raise Unfit(where, expected, given)
    return str(given)
