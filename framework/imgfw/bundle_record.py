"""The record of a bundle, bundle.json: what is read of it before anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import images, inference
from .errors import CallError, DamagedError, FormatError
from .store import read_json

FORMAT = 1
RECORD = "bundle.json"


def recorded(folder: Path) -> dict[str, Any]:
    """What bundle.json says.

    Raises CallError where there is none, FormatError where it is newer, DamagedError where it cannot be read.
    """
    if not (folder / RECORD).is_file():
        raise CallError(f"{folder}: no bundle here; expected a run folder, a bundle folder or latest")
    record = read_json(folder / RECORD)
    if not isinstance(record, dict) or not isinstance(record.get("format"), int):
        raise DamagedError(f"{folder / RECORD}: damaged; run the recipe again")
    if record["format"] > FORMAT:
        raise FormatError(f"{folder}: format {record['format']} is newer than this imgfw; update it")
    for part, revision, what in (
        ("decoder", images.REVISION, "pictures are decoded"),
        ("graph", inference.REVISION, "graphs work"),
    ):
        if record.get(part, {"revision": 1})["revision"] != revision:
            raise FormatError(f"{folder}: {what} differently since it was made; run the recipe again")
    return record


def versions() -> dict[str, str]:
    """Of what decodes and predicts, for whoever looks into why two machines differ."""
    from importlib.metadata import version

    return {name: version(name) for name in ("imgfw", "ai-edge-litert", "numpy", "pillow")}
