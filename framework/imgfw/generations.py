"""A bundle that changes after its run: the next generation is written beside this one, then takes over.

Only bundle.json says which files are those of the bundle, and it is replaced in one step: a kill at any
moment leaves this generation or the next one. Then what only the one before had is deleted, so that nothing
stays of a person who was removed; whoever is reading that just now begins again (`bundle.read`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .bundle import Bundle
from .disk import enough_space, sync, try_lock
from .errors import CallError
from .escapes import as_json
from .store import read_json, write_whole

LOCK = ".lock"


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Change the bundle in this folder, alone. Raises CallError where another process does so."""
    with (folder / LOCK).open("ab") as file:
        if not try_lock(file.fileno()):
            raise CallError(f"{folder}: is being changed by another process; try again when that is done")
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
    for old in ("heads", "examples", *(path.name for path in folder.glob("generation-*"))):
        if old != own:
            shutil.rmtree(folder / old, ignore_errors=True)


def _tell(folder: Path, generation: int, what: str) -> None:
    scores = folder.parent / "scores.json"
    if folder.name == "bundle" and scores.is_file():
        document = read_json(scores)
        document["since"] = [*document.get("since", []), f"generation {generation}: {what}"]
        write_whole(scores, as_json(document, indent=2) + "\n")
