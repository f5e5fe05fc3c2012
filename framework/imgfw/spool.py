"""Large arrays that lie on disk instead of in memory."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .disk import check_space, enough_space

if TYPE_CHECKING:
    import numpy as np


def spooled(parts: Iterable[np.ndarray], shape: tuple[int, ...], folder: Path) -> np.ndarray:
    """One float32 array of this shape from parts that follow each other, as a memory map.

    The system reads what is asked for and forgets it when it needs room. The file lies in a folder without a
    name and goes with the array, or with the process; what is written into the array stays in memory.
    Raises RunError on a full disk, and before anything is written where it has no room for all.
    """
    import numpy as np

    check_space(
        folder, 4.0 * math.prod(shape), f"an array {' x '.join(map(str, shape))}, for this run alone,"
    )
    with enough_space(folder), tempfile.TemporaryFile(dir=folder) as file:
        for part in parts:
            file.write(np.ascontiguousarray(part, np.float32).data)
        file.flush()
        return np.memmap(file, np.float32, "c", shape=shape)
