"""A camera roll is drawn into a folder; a drawing that was interrupted goes on where it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from imgfw import CallError, RunError

from .camera_roll import TOPS, File, files

if TYPE_CHECKING:
    from .drawn_scenes import DrawnScenes

_DRAFT = ".drawing-"


def draw(folder: Path, source: DrawnScenes, numbers: Iterable[int]) -> int:
    """Draw these photos, and what lies between them, into a folder; gives how many files that are.

    The folder must be empty, or not there, or what an interrupted drawing of the same source left: photos
    that are there are not drawn again. All stands in a hidden folder in it until all is drawn. Raises
    CallError for a folder with something else in it, RunError where nothing can be written.
    """
    draft = folder / f"{_DRAFT}{source.count}-{source.size}-{source.seed}"
    _check(folder, draft)
    try:
        draft.mkdir(parents=True, exist_ok=True)
        for file in files(
            source, numbers, lambda name: any((home / name).exists() for home in (draft, folder))
        ):
            _write(draft, file)
        count = 0
        for top in TOPS:
            if (draft / top).exists():
                (draft / top).rename(folder / top)
            count += sum(path.is_file() for path in (folder / top).rglob("*"))
        shutil.rmtree(draft)
    except OSError as error:
        raise RunError(
            f"{folder}: {error.strerror or error}; the same command goes on where this one was"
        ) from error
    return count


def _check(folder: Path, draft: Path) -> None:
    """Nothing is there but what a drawing of the same photos left."""
    if not folder.exists() and not folder.is_symlink():
        return
    names = os.listdir(folder) if folder.is_dir() else [folder.name]
    strange = sorted({*names} - ({draft.name, *TOPS} if draft.name in names else set()))
    if strange and strange[0].startswith(_DRAFT):
        count, size, seed = strange[0].removeprefix(_DRAFT).split("-")
        raise CallError(
            f"{folder}: another drawing was interrupted there, which goes on by "
            f"--count {count} --size {size} --seed {seed}; name another folder by --to"
        )
    if strange:
        raise CallError(
            f"{folder}: expected a folder that is empty or not there, found {strange[0]}; nothing was touched"
            "; name another by --to"
        )


def _write(draft: Path, file: File) -> None:
    """Whole or not at all."""
    path, part = draft / file.name, draft / f".{os.getpid()}"
    path.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(file.content)
    os.utime(part, (file.taken.timestamp(),) * 2)
    part.replace(path)
