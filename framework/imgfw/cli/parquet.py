"""Answers of a bundle as a Parquet file; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..answer_record import value_names
from ..errors import CallError
from ..escapes import escaped
from ..whole import whole
from .answers import Take, cells, columns
from .output import naming

if TYPE_CHECKING:
    from ..answer import Answer
    from ..bundle import Bundle

GROUP = 4096
"""So many rows are written together; no more are held."""


@contextmanager
def as_parquet(path: Path, bundle: Bundle) -> Iterator[Take]:
    """Takes answers as rows of a Parquet file, with the columns of the CSV table; it is there when all are.

    Regions are int32, numbers and probabilities float32, all else text; what an answer does not say is null.
    Raises CallError where pyarrow is missing.
    """
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise CallError(
            f"{path}: Parquet needs pyarrow, which is not installed; pip install 'imgfw[parquet]', "
            "or take --csv or --jsonl"
        ) from error
    schema = arrow.schema(
        [(escaped(n), getattr(arrow, k)()) for n, k in zip(columns(bundle), _kinds(bundle), strict=True)]
    )
    rows: list[list[Any]] = []

    def write() -> None:
        whole_rows = (row + [None] * (len(schema) - len(row)) for row in rows)
        found = [
            arrow.array([_value(cell, field.type == arrow.float32()) for cell in column], field.type)
            for column, field in zip(zip(*whole_rows, strict=True), schema, strict=True)
        ]
        writer.write_table(arrow.Table.from_arrays(found, schema=schema))
        rows.clear()

    def take(answer: Answer) -> None:
        rows.append(cells(answer))
        if len(rows) == GROUP:
            write()

    with naming(path), whole(path) as file, parquet.ParquetWriter(file, schema) as writer:
        yield take
        if rows:
            write()


def _kinds(bundle: Bundle) -> list[str]:
    """The types of the columns, by their names in pyarrow."""
    found = ["string", "int32", "string"]
    for name, target in bundle.targets.items():
        among = [] if bundle.decisions[name].sets is None else ["string"]
        decided = "float32" if target.type == "number" else "string"
        found += [decided, *among, *("float32" for _ in value_names(target))]
    return found


def _value(cell: Any, is_number: bool) -> Any:
    return float(cell) if is_number and cell is not None else cell
