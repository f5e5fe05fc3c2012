"""Sinks: everything that is written for people from a finished run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..outcome import Outcome
from ..printable import printable

if TYPE_CHECKING:
    from ..kinds import Sink


def write(sinks: Sequence[Sink], outcome: Outcome, folder: Path) -> tuple[list[Path], dict[str, str]]:
    """Let every sink write into a folder of its own: the folders, and {name of it: reason} for the failed."""
    written, failed = [], {}
    for sink in sinks:
        own = folder / _free_name(folder, sink.use)
        own.mkdir(parents=True)
        try:
            sink.write(outcome, own)
            written.append(own)
        except Exception as error:  # noqa: BLE001 - a stranger's sink may raise anything; the run is done all the same
            failed[own.name] = printable(f"{type(error).__name__}: {error}")
    return written, failed


def _free_name(folder: Path, name: str) -> str:
    taken = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return next(
        candidate
        for number in range(1, 10_000)
        if (candidate := f"{name}-{number}" if number > 1 else name) not in taken
    )
