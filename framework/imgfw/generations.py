"""A bundle that changes after its run: the next generation is written beside this one, then takes over.

Only bundle.json says which files are those of the bundle, and it is replaced in one step: a kill at any
moment leaves this generation or the next one. Then what only the one before had is deleted, so that nothing
stays of a person who was removed; whoever is reading that just now begins again (`bundle.read`). What a kill
keeps from being done then, the next call does first, whatever it is about.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .bundle import Bundle
from .bundle_record import RECORD, recorded
from .disk import enough_space, sync, try_lock
from .errors import CallError
from .escapes import as_json
from .store import read_json, write_whole

LOCK = ".lock"
_SCORES = "scores.json"
WAIT = 30.0
"""Seconds in which another process may finish what it changes."""


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Change the bundle in this folder, alone; what an interrupted change left undone is done before.

    Raises CallError where another process goes on changing it, or where there is none.
    """
    recorded(folder)  # where no bundle is, nothing is left behind
    with (folder / LOCK).open("ab") as file:
        until = time.monotonic() + WAIT
        while not try_lock(file.fileno()):
            if time.monotonic() > until:
                raise CallError(f"{folder}: is being changed by another process; try again when that is done")
            time.sleep(0.05)
        _finish(folder)
        yield


def succeed(folder: Path, bundle: Bundle, what: str) -> None:
    """Let a bundle with other heads and examples take the place of that in a folder.

    bundle  of a generation one higher; encoder as before
    what    has changed, for people: the scores of the run, if the bundle lies in one, say so from then on
    """
    own = f"generation-{bundle.generation}"
    with enough_space(folder):
        shutil.rmtree(folder / own, ignore_errors=True)  # of a change that was interrupted
        bundle.save_knowing(folder, f"{own}/")
        for path in [*(folder / own).rglob("*"), folder / own]:
            sync(path)
        bundle.save_record(folder, f"{own}/")
    _tell(folder, bundle.generation, what)
    _sweep(folder, {own})


def _finish(folder: Path) -> None:
    """Do what a change that was interrupted did not: delete what is not the bundle's, tell of all changes."""
    record = recorded(folder)
    _sweep(folder, {Path(place).parts[0] for place in _places(record)})
    for draft in folder.glob(f".{RECORD}.*"):
        draft.unlink()
    if _has_scores(folder):
        for draft in folder.parent.glob(f".{_SCORES}.*"):
            draft.unlink()
        if len(_since(folder)) < record["generation"] - 1:
            _tell(folder, record["generation"], "changed; that was interrupted")


def _places(record: Mapping[str, Any]) -> Iterator[str]:
    yield from (head["part"] for head in record["heads"])
    yield from record.get("examples", {}).values()


def _sweep(folder: Path, own: Set[str]) -> None:
    """Delete heads and examples of other generations."""
    for old in ("heads", "examples", *(path.name for path in folder.glob("generation-*"))):
        if old not in own:
            shutil.rmtree(folder / old, ignore_errors=True)


def _has_scores(folder: Path) -> bool:
    """Whether the bundle lies in the folder of a finished run."""
    return folder.name == "bundle" and (folder.parent / _SCORES).is_file()


def _since(folder: Path) -> list[str]:
    found: list[str] = read_json(folder.parent / _SCORES).get("since", [])
    return found


def _tell(folder: Path, generation: int, what: str) -> None:
    if _has_scores(folder):
        scores = folder.parent / _SCORES
        document = {**read_json(scores), "since": [*_since(folder), f"generation {generation}: {what}"]}
        write_whole(scores, as_json(document, indent=2) + "\n")
