"""What the cells of a table say: labels or numbers, and of which type a column is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from imgfw import TargetType

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
LARGEST = 3.4e38
"""Truth is kept as float32."""


def labels_of(cell: Any, type: TargetType, separator: str) -> tuple[str, ...] | float | None:
    """What a cell says for a target of this type, None where it says nothing.

    An empty text means none of the labels for multi-label, and nothing for the other types.
    Raises ValueError with a sentence for what cannot be meant.
    """
    if cell is None:
        return None
    if type == "multi-label":
        return _several(cell, separator)
    if isinstance(cell, str) and not cell.strip():
        return None
    return _number(cell) if type == "number" else (_name(cell),)


def type_of(cells: Iterable[Any], separator: str) -> TargetType | None:
    """The type of a column, None where its cells cannot be labels or numbers or none says anything.

    multi-label if there are lists, or texts with the separator; number if there are numbers alone and one
    has a fraction or is kept as one; else classes, whole numbers as well, for they may be names.
    """
    given = {_plain(cell) for cell in cells if cell is not None}
    given.discard("")
    if not given or any(isinstance(cell, _Odd) for cell in given):
        return None
    if any(isinstance(cell, _List) or (isinstance(cell, str) and separator in cell) for cell in given):
        return "multi-label"
    numbers = all(isinstance(cell, float) or NUMBER.fullmatch(str(cell)) for cell in given)
    if numbers and any(isinstance(cell, float) or not _whole(str(cell)) for cell in given):
        return "number"
    return "classes"


def in_order(labels: Iterable[str], type: TargetType) -> tuple[str, ...]:
    """The labels sorted; those of an ordinal target by their number. Raises ValueError where one has none."""
    if type != "ordinal":
        return tuple(sorted(labels))
    odd = sorted(label for label in labels if not NUMBER.fullmatch(label))
    if odd:
        raise ValueError(
            f'the order of "{odd[0]}" is not known; leave the column as classes, and name the order by '
            '[target.NAME] type = "ordinal" and labels'
        )
    return tuple(sorted(labels, key=lambda label: (float(label), label)))


class _Odd:
    """A cell that can be no label."""


class _List:
    """A cell with several labels."""


def _plain(cell: Any) -> Any:
    """The cell as something that can stand in a set: a text, a float, or what kind of thing it is."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, (bool, int)):
        return _name(cell)
    if isinstance(cell, float):
        return cell
    if isinstance(cell, list) and all(isinstance(each, (str, int)) for each in cell):
        return _List()
    return _Odd()


def _whole(text: str) -> bool:
    return text.lstrip("+-").isdigit()


def _name(cell: Any) -> str:
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell.strip())
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, (int, float)):
        return str(cell)
    raise ValueError(f"expected a label, got {_shown(cell)}")


def _several(cell: Any, separator: str) -> tuple[str, ...]:
    given = cell.split(separator) if isinstance(cell, str) else cell if isinstance(cell, list) else [cell]
    return tuple(dict.fromkeys(name for name in map(_name, given) if name))


def _number(cell: Any) -> float:
    number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    written = isinstance(cell, str) and NUMBER.fullmatch(cell.strip())
    if number or written:
        value = cell if number else float(cell)
        if -LARGEST <= value <= LARGEST:
            return float(value)
    raise ValueError(f"expected a number such as 4.5, got {_shown(cell)}")


def _shown(cell: Any) -> str:
    text = f'"{cell}"' if isinstance(cell, str) else repr(cell)
    return text if len(text) <= 60 else f"{text[:57]}..."
