"""Numbers and names in sentences."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 6
"""So many names stand in a sentence at most."""


def listed(names: Sequence[str], most: int = SHOWN) -> str:
    """Names as a sentence has them: "a", "a and b", "a, b and 5 more"."""
    shown = list(names[:most]) if len(names) > most + 1 else list(names)
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def duration(seconds: float) -> str:
    """A time for people: "0.3 s", "12 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min"
