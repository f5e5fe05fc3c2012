"""Landmarks that are known already, from files beside the pictures or from a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Annotator, CallError, Picture, PictureError, Region, Sample, stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

TABLES = (".csv", ".tsv", ".txt", ".npz")


class LandmarksSidecar(Annotator):
    """Take the landmarks of faces from files beside the pictures, or from a table.

    In a folder: photo.pts, photo.npz or photo.npy for photo.jpg. A table: CSV with a row a face (file, x1,
    y1, ...) or a row a point (file, x, y), CelebA's list, npz. 5, 68 or 478 points, in pixels of the upright
    picture at its full size. A picture without is left out, with the reason.
    """

    use: Literal["landmarks-sidecar"] = "landmarks-sidecar"
    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    path: Annotated[
        Path,
        Field(description="The table (.csv, .tsv, .txt, .npz), or the folder with a file for each picture."),
    ]
    by: Annotated[
        Literal["path", "name"],
        Field(description="What tells which picture is meant: its path in its source, or its name alone."),
    ] = "path"
    file: Annotated[
        str, Field(description="The table's column with the picture's file; by default file, image, ...")
    ] = ""
    columns: Annotated[
        tuple[str, ...],
        Field(
            description="The table's columns with x, y, x, y, ...; by default x1, y1, ..., lefteye_x, ...",
            max_length=956,
        ),
    ] = ()

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the table is what it should be, or that the folder is there. Raises CallError."""
        if not self.path.exists():
            raise CallError(f"annotator/landmarks-sidecar: {self.path}: no such file or folder")
        if self._is_table:
            try:
                self._table()
            except ValueError as error:
                raise CallError(f"annotator/landmarks-sidecar: {error}") from None

    def files_read(self) -> tuple[Path, ...]:
        """The table, or every file with landmarks in the folder."""
        if self._is_table or not self.path.is_dir():
            return (self.path,) if self.path.is_file() else ()
        from .marks_file import ENDINGS

        found = (file for file in self.path.rglob("*") if file.suffix in ENDINGS and file.is_file())
        return tuple(sorted(found))

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face. Raises PictureError where there is none, with what was looked for."""
        try:
            where, faces = self._of_table(sample.uri) if self._is_table else self._of_folder(sample.uri)
        except ValueError as error:
            raise PictureError(str(error)) from None
        _check(faces, picture, where)
        return tuple(Region(landmarks=face) for face in faces)

    @property
    def _is_table(self) -> bool:
        return self.path.suffix.lower() in TABLES and not self.path.is_dir()

    def _table(self) -> Mapping[str, tuple[np.ndarray, ...]]:
        from .marks_table import read

        return read(self.path, stamp_of(self.path), self.file, self.columns)

    def _of_folder(self, uri: str) -> tuple[str, Sequence[np.ndarray]]:
        """The file with landmarks, and the faces in it; an absolute uri is looked for where it is."""
        from .marks_file import beside, read

        picture = self.path / (Path(uri).name if self.by == "name" else uri)
        file = beside(picture) if uri else None
        if file is None:
            raise PictureError(f"there are no landmarks for it: no {picture.with_suffix('.pts')} or .npz")
        return str(file), read(file)

    def _of_table(self, uri: str) -> tuple[str, Sequence[np.ndarray]]:
        rows = self._table()
        name, here = Path(uri).name, self.path.absolute().parent
        if Path(uri).is_relative_to(here):
            uri = Path(uri).relative_to(here).as_posix()
        asked = name if self.by == "name" else uri
        faces = rows.get(asked)
        if faces:
            return str(self.path), faces
        hint = '; by = "name" takes the row of that name' if asked != name and rows.get(name) else ""
        such = f", its rows are for pictures such as {next(iter(rows))}" if rows else ""
        what = "has no numbers" if faces is not None else "has no row"
        raise PictureError(f"{self.path} {what} for {asked or 'a picture without a name'}{such}{hint}")


def _check(faces: Sequence[np.ndarray], picture: Picture, where: str) -> None:
    """Raises PictureError for landmarks whose middle is outside: they are of another picture, or size."""
    height, width = (round(side / picture.scale) for side in picture.image.shape[:2])
    for face in faces:
        x, y = face.mean(0).tolist()
        if not (0 <= x <= width and 0 <= y <= height):
            raise PictureError(
                f"{where}: expected landmarks in the picture of {width} x {height} pixels, got some about "
                f"({x:.0f}, {y:.0f}); they may be of another size or of the picture before it was turned"
            )
