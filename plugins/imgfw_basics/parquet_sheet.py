"""Tables as Parquet files; needs the extra `parquet`."""

from __future__ import annotations

import io

from imgfw import CallError

from .sheet import Sheet, with_rows


def parquet_sheet(content: bytes, where: str) -> Sheet:
    """Its rows, numbered from 1 on. Raises CallError where pyarrow is missing or cannot read it."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise CallError(
            f"{where}: Parquet needs pyarrow, which is not installed; pip install 'imgfw[parquet]', "
            "or save the table as CSV"
        ) from error
    try:
        found = parquet.read_table(io.BytesIO(content))
        cells = [column.to_pylist() for column in found.columns]
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise CallError(f"{where}: cannot be read as Parquet: {str(error).splitlines()[0]}") from error
    names = tuple(found.column_names)
    if len(set(names)) < len(names):
        raise CallError(f"{where}: a column stands there more than once: {', '.join(names)}")
    rows = tuple(zip(*cells, strict=True)) if cells else ()
    return with_rows(Sheet(where, names, tuple(range(1, len(rows) + 1)), rows, mark=": row "))
