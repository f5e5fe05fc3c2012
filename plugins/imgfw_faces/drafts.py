"""Folders that are there whole or not at all; an interrupted call continues."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from imgfw import CallError, RunError, try_lock

RECORD = "draft.json"
"""In a folder that is still being made: what was asked for."""
_PART = "draft.part"


@contextmanager
def drafted(folder: Path, asked: dict[str, Any]) -> Iterator[Path]:
    """A hidden folder beside this one, new or as an interrupted call left it; at the end it takes its place.

    folder  must be empty or not there
    asked   all that decides what comes into it, as plain JSON
    Raises CallError for a folder with something in it, where something else was begun, and where another call
    is at work.
    """
    folder = folder.resolve()
    _check_free(folder)
    draft = folder.with_name(f".{folder.name}.draft")
    with _begun(draft, asked):
        yield draft
        _check_free(folder)
    (draft / RECORD).unlink()
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)


def put(draft: Path, name: str, content: bytes) -> None:
    """Write a file of a draft, which is there whole or not at all."""
    path = draft / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (draft / _PART).write_bytes(content)
        os.replace(draft / _PART, path)
    except OSError as error:
        raise RunError(
            f"{path}: {error.strerror or error}; what was made is kept, and the same command continues"
        ) from error


def keep_only(draft: Path, names: Collection[str]) -> None:
    """Delete all files of a draft but these, and the folders that are empty then."""
    for path in sorted(draft.rglob("*"), reverse=True):  # what lies in a folder comes before it
        if not path.is_dir():
            if path.relative_to(draft).as_posix() not in {RECORD, *names}:
                path.unlink()
        elif not any(path.iterdir()):
            path.rmdir()


def _check_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CallError(f"{folder}: expected a folder that is empty or not there, got a file")
    if folder.exists() and any(folder.iterdir()):
        raise CallError(
            f"{folder}: expected a folder that is empty or not there, got one with something in it; "
            "nothing is overwritten, so name another by --to"
        )


@contextmanager
def _begun(draft: Path, asked: dict[str, Any]) -> Iterator[None]:
    draft.mkdir(parents=True, exist_ok=True)
    with (draft / RECORD).open("a+", encoding="utf-8") as record:
        if not try_lock(record.fileno()):
            raise CallError(f"{draft}: another imgfw is at work here")
        record.seek(0)
        before = record.read()
        if not before:
            json.dump(asked, record)
            record.flush()
        elif before != json.dumps(asked):
            raise CallError(
                f"{draft}: an interrupted call began something else here; repeat it with its own values "
                f"({before}), or delete this folder"
            )
        yield
