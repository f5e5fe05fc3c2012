"""Arrays as numpy saves them, from files that may be damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np


def arrays_in(file: Path, chosen: Callable[[list[str]], Sequence[str]]) -> dict[str, np.ndarray]:
    """The arrays in a `.npz` by name, those that `chosen` takes of all names; that of a `.npy` is called "".

    Raises ValueError with the file where it cannot be read, and what `chosen` raises.
    """
    with ExitStack() as opened:
        with _readable(file):  # opened here, as numpy leaves a file open that it cannot read
            loaded = np.load(opened.enter_context(file.open("rb")), allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return {"": loaded}
        names = chosen(loaded.files)
        with _readable(file):
            return {name: np.asarray(loaded[name]) for name in names}  # bytes where a member is no array


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - numpy raises BadZipFile, zlib.error, TokenError, KeyError and more on broken files
        why = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(
            f"{file}: expected arrays of numbers as numpy saves them (.npy, .npz), got what cannot be read "
            f"({why[:100]}); it may be damaged or cut off, so save it again"
        ) from None
