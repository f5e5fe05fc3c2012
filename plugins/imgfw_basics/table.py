"""A table with one row a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import CallError, PictureError, Sample, Source, Target, TargetType

from .cells import in_order
from .columns import Columns, found
from .places import Place, place_of
from .sheets import ENDINGS, METADATA, home_of, parts_at
from .splits import is_split
from .table_rows import Row, rows_of


class Table(Source):
    """A table with one row a picture: CSV, JSON lines or Parquet.

    Every column that is not the picture's file, its split or its group is a target, if it can be one. Where
    `path` is a folder, zip or tar, its table is `metadata.csv` or `metadata.jsonl`, at its top or in each of
    train/, val/ and test/. A row whose picture is missing is left out, with file and line.
    """

    ENDINGS: ClassVar[tuple[str, ...]] = ENDINGS

    use: Literal["table"] = "table"
    path: Annotated[
        Path, Field(description="The table, or a folder, zip or uncompressed tar that holds one.")
    ]
    root: Annotated[
        Path | None,
        Field(description="The folder, zip or tar of the pictures; by default where the table lies."),
    ] = None
    file: Annotated[
        str, Field(description="The column with the picture's file; by default file, file_name, image, ...")
    ] = ""
    targets: Annotated[
        tuple[str, ...],
        Field(description="The columns that are targets; by default every other one that can be one."),
    ] = ()
    types: Annotated[
        Mapping[str, TargetType],
        Field(description='Types of columns where the cells do not say it: { score = "number" }.'),
    ] = {}
    separator: Annotated[
        str, Field(min_length=1, description="Stands between several labels in one cell.")
    ] = "|"
    split: Annotated[
        str | None,
        Field(
            description='The column with train, val or test; by default "split" if there is one, "" = none.'
        ),
    ] = None
    group: Annotated[
        str | None,
        Field(description='Pictures alike in this column never part; by default "group", "" = none.'),
    ] = None
    delimiter: Annotated[
        Literal[",", ";", "\t"] | None,
        Field(description="Stands between the cells of a CSV; by default what divides its first line."),
    ] = None

    def gives(self) -> tuple[Target, ...]:
        """One target a column, with the labels that occur. Every cell is looked at, no picture."""
        columns, rows = self._rows()
        return tuple(self._target(name, type, rows) for name, type in columns.types.items())

    def samples(self) -> Iterator[Sample]:
        """One a row, sorted by file; the stamp is that of the file."""
        place = self._place()
        for row in self._rows()[1]:
            stamp = place.stamp(row.uri)
            yield Sample(
                uri=row.uri,
                stamp=stamp,
                labels=row.labels,
                group=row.group,
                split=row.split,
                left_out="" if stamp else f"{row.at}: no such file in {place.path}",
            )

    def is_certain(self) -> bool:
        """Whether `path` is a table or has metadata; another table beside pictures may be about anything."""
        if not self.path.is_dir() and self.path.suffix.lower() in ENDINGS:
            return True
        place = place_of(self.path)
        found = place.names(METADATA.__contains__, depth=2 + place.wrapper.count("/"))
        folders = [name.removeprefix(place.wrapper).rpartition("/")[0] for name in found]
        return any(not folder or is_split(folder) for folder in folders)

    def given_splits(self) -> Mapping[str, str]:
        """{split: the first file in it}, which validation asks for."""
        return {row.split: row.uri for row in reversed(self._rows()[1]) if row.split}

    def read(self, sample: Sample) -> bytes:
        """The bytes of a file. Raises PictureError where it cannot be read or is left out."""
        if sample.left_out:
            raise PictureError(sample.left_out)
        return self._place().read(sample.uri)

    def _place(self) -> Place:
        return home_of(self.path) if self.root is None else place_of(self.root)

    def _rows(self) -> tuple[Columns, list[Row]]:
        parts = parts_at(self.path, self.delimiter)
        wanted = Columns(self.file, self.split, self.group, self.targets, self.types)
        columns = found(wanted, [part.sheet for part in parts], self.separator)
        return columns, rows_of(parts, columns, self.separator, below=self.root is None)

    def _target(self, name: str, type: TargetType, rows: Sequence[Row]) -> Target:
        if type == "number":
            return Target(name, type)
        given = [row.labels[name] for row in rows if name in row.labels]
        labels = {label for each in given if isinstance(each, tuple) for label in each}
        try:
            return Target(name, type, in_order(labels, type))
        except ValueError as error:
            raise CallError(f'{self.path}: column "{name}": {error}') from error
