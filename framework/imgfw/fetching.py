"""Download a model file: announced, checked, and in its place whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from .components import ModelFile
from .errors import MissingFileError
from .modelfiles import fault_of, place_of
from .printable import size
from .whole import whole

PATIENCE = 30
"""Seconds without a byte after which nothing more is expected."""
_CHUNK = 1 << 16


def fetch(model: ModelFile, say: Callable[[str], None]) -> tuple[Path, bool]:
    """See that a model file is in its place: where it is, and whether it was downloaded now.

    A file in its place that is another is replaced, once the right one is there. `say` is told before
    anything is asked of the network. Raises MissingFileError where it cannot be had, OSError where it cannot
    be written.
    """
    place = place_of(model)
    if not fault_of(model, place):
        return place, False
    if not model.url:
        raise MissingFileError(f"{model.name} cannot be downloaded: {model.description}. Put it at {place}")
    host = urlsplit(model.url).hostname
    say(f"fetching {model.name}: {size(model.bytes)}, licence {model.licence}, from {host} to {place}")
    with _asked(model) as answer:
        place.parent.mkdir(parents=True, exist_ok=True)
        with whole(place) as file:
            for chunk in _checked(model, answer):
                file.write(chunk)
    return place, True


def _checked(model: ModelFile, answer: IO[bytes]) -> Iterator[bytes]:
    """The content as it comes. Raises MissingFileError, at the latest at its end, where it is another."""
    digest, count = hashlib.sha256(), 0
    while chunk := _read(model, answer):
        count += len(chunk)
        if count > model.bytes:
            raise _refused(model, f"expected {model.bytes:,} bytes, got more")
        digest.update(chunk)
        yield chunk
    if count < model.bytes:
        raise _refused(model, f"expected {model.bytes:,} bytes, got {count:,}")
    if digest.hexdigest() != model.sha256:
        raise _refused(model, f"expected sha256 {model.sha256}, got {digest.hexdigest()}")


@contextmanager
def _asked(model: ModelFile) -> Iterator[IO[bytes]]:
    """The answer of the host."""
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    request = Request(model.url, headers={"User-Agent": f"imgfw/{version('imgfw')}"})
    try:
        answer = urlopen(request, timeout=PATIENCE)
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise _failed(model, error) from error
    with answer:
        yield answer


def _read(model: ModelFile, answer: IO[bytes]) -> bytes:
    from http.client import HTTPException

    try:
        return answer.read(_CHUNK)
    except (OSError, HTTPException) as error:
        raise _failed(model, error) from error


def _failed(model: ModelFile, error: Exception) -> MissingFileError:
    why = getattr(error, "reason", None) or error
    return MissingFileError(
        f"{model.name} could not be fetched ({getattr(why, 'strerror', None) or why}); where there is a "
        f"network, any browser gets it from {model.url}: put it at {place_of(model)}, or let IMGFW_MODELS "
        "name its folder"
    )


def _refused(model: ModelFile, why: str) -> MissingFileError:
    return MissingFileError(f"what came from {model.url} is not {model.name}, and was not kept: {why}")
