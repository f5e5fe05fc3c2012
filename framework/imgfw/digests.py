"""Names for content: keys of plain data, digests of files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def key_of(*parts: object) -> str:
    """Equal for equal content in any process on any machine: 40 hex digits of a SHA-256.

    Takes None, bool, int, float, str, bytes, numpy arrays, and lists, tuples and string-keyed dicts of them;
    lists equal tuples, the order of a dict does not matter. Raises TypeError for anything else: the text of
    an object says nothing about its content (of a file take `sha256_of`, of a numpy number `.item()`).
    """
    return hashlib.sha256(json.dumps(_plain(parts)).encode("ascii")).hexdigest()[:40]


def _plain(value: object) -> Any:
    """Plain JSON in which every object is a tag of ours, so that no dict passes for bytes."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        return {"dict": [[name, _plain(value[name])] for name in sorted(value)]}
    if isinstance(value, bytes):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    import numpy as np

    given: Any = value
    if type(given) in (np.ndarray, np.memmap) and given.dtype.kind not in "OV":
        content: Any = np.ascontiguousarray(given).reshape(-1).view("u1") if given.nbytes else b""
        return {"array": [given.dtype.str, given.shape, hashlib.sha256(content).hexdigest()]}
    raise TypeError(f"a key is made of plain data, not of {type(value).__name__}: {value!r:.80}")


def sha256_of(path: str | Path) -> str:
    """SHA-256 of a file's content, hex."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
