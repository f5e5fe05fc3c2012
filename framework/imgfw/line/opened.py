"""What reads a path that no recipe names: a table, class folders, or loose pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Literal

from ..border import samples_of, targets_of
from ..data import Sample
from ..errors import CallError
from ..files import pictures_under, read_file, stamp_of
from ..kinds import Source
from ..recipe.split_names import NamesSplits
from ..recipe.tables import SHARES
from ..targets import Target

if TYPE_CHECKING:
    from ..registry import Registry


@dataclass(frozen=True)
class Opened:
    """A source for a path.

    targets  what it gives, by name
    renamed  its splits that are none of ours, each as "": no part of a split
    notes    what people may not expect of how the path is read
    """

    source: Source
    targets: Mapping[str, Target]
    renamed: Mapping[str, str]
    notes: tuple[str, ...] = ()


class Loose(Source):
    """The pictures at any depth of a folder, without labels."""

    use: Literal["loose"] = "loose"
    path: Path

    def gives(self) -> tuple[Target, ...]:
        """No target."""
        return ()

    def samples(self) -> Iterator[Sample]:
        """Every file that may be a picture."""
        for file in pictures_under(self.path):
            yield Sample(file.relative_to(self.path).as_posix(), stamp=stamp_of(file))

    def read(self, sample: Sample) -> bytes:
        """The bytes of a file."""
        return read_file(self.path / sample.uri)


def opened_at(path: Path, registry: Registry) -> Opened:
    """What reads this path as a recipe would: its table where it surely is or has one, else its folders.

    A folder without class folders gives loose pictures. Raises CallError where there are none.
    """
    if not path.exists():
        raise CallError(f"{path}: no such file or folder")
    table: Any = registry.find("source", "table")
    note: tuple[str, ...] = ()
    own = table(path=path.absolute())
    if own.is_certain():
        try:
            return _opened(own)
        except CallError as error:
            if path.is_file() and path.suffix.lower() in table.ENDINGS:
                raise
            note = (f"its table is left aside: {error}",)
    return _folders(path, registry, (*note, *_beside(path, table)))


def _folders(path: Path, registry: Registry, notes: tuple[str, ...]) -> Opened:
    folder: Any = registry.find("source", "folder")
    try:
        return _opened(folder(path=path.absolute()), notes)
    except CallError:
        if not path.is_dir() or not any(pictures_under(path)):
            raise
    return _opened(Loose(path=path.absolute()), notes)


def _opened(source: Source, notes: tuple[str, ...] = ()) -> Opened:
    targets = {target.name: target for target in targets_of(source)}
    given = source.given_splits() if isinstance(source, NamesSplits) else {}
    renamed = {split: "" for split in given if split not in SHARES}
    told = (f"split {split!r} is none of train, val and test: a recipe renames it" for split in renamed)
    return Opened(source, targets, renamed, (*notes, *told))


def _beside(path: Path, table: Any) -> Iterator[str]:
    """A note for each table at the top of a folder that names pictures which are there."""
    for file in sorted(path.iterdir()) if path.is_dir() else ():
        if file.suffix.lower() in table.ENDINGS and not file.name.startswith(".") and file.is_file():
            source = table(path=file.absolute())
            try:
                names = source.gives() and any(not sample.left_out for sample in samples_of(source))
            except CallError:
                continue
            if names:
                call = f"imgfw check {quote(str(file))}"
                yield f"{file.name} is not read; `{call}` reads the pictures with its labels"
