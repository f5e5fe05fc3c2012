"""Corrections that a run had already: the next table has them, too."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from imgfw import Outcome

MOST = 500_000
"""Bytes of earlier tables that a page carries at most."""


@dataclass(frozen=True)
class Earlier:
    """Rows (file, target, label) as they stand in the tables, and what to say of them."""

    rows: tuple[tuple[str, str, str], ...] = ()
    says: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()


def earlier(outcome: Outcome) -> Earlier:
    """What the run's own corrections said. Tables that are large or no longer there are told, not carried."""
    tables = outcome.recipe.get("target", {})
    paths = {str(table["corrections"]) for table in tables.values() if table.get("corrections")}
    rows: list[tuple[str, str, str]] = []
    warns = []
    for path in sorted(paths):
        own = _read(Path(path))
        if isinstance(own, str):
            warns.append(f"This run had corrections in {path} ({own}): add the rows of the new file to it.")
        else:
            rows += own
    kept = tuple(dict.fromkeys(rows))
    labels = "1 label" if len(kept) == 1 else f"{len(kept):,} labels"
    says = (f"The file has what this run was given, too: {labels} of {', '.join(sorted(paths))}.",)
    return Earlier(kept, says if kept else (), tuple(warns))


def _read(path: Path) -> list[tuple[str, str, str]] | str:
    """Its rows, or why they are not carried."""
    try:
        if path.stat().st_size > MOST:
            return "it is large"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return [(row["file"], row["target"], row["label"] or "") for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        return f"it cannot be read now: {error}"
