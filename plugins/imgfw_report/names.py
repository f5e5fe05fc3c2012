"""Short names of files that tell them apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence


def short_names(uris: Sequence[str]) -> list[str]:
    """For each uri as many of its last parts as tell it from all the others; all of it where none do."""
    parts = [re.split(r"(?<=[/\\])", uri) for uri in uris]
    deepest = max(map(len, parts), default=1)
    counts = [Counter("".join(each[-depth:]) for each in parts) for depth in range(1, deepest + 1)]
    return [_short("".join(each), each, counts) for each in parts]


def _short(uri: str, parts: Sequence[str], counts: Sequence[Mapping[str, int]]) -> str:
    for depth in range(1, len(parts)):
        name = "".join(parts[-depth:])
        if name and counts[depth - 1][name] == 1:
            return name
    return uri
