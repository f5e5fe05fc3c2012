"""`imgfw cache`: where what was made is kept, how large it is, and how to be rid of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

import typer

from ..errors import CallError
from ..printable import printable, size
from ..store import Store, cache_root
from .output import print_json, print_table

FEW = 5
"""How many files of others are named."""


def cache(
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="Delete what imgfw keeps there, nothing else; everything can be made again."
        ),
    ] = False,
    older_than: Annotated[
        str, typer.Option(metavar="DAYS", help="With --prune: only what was not used for so long, as in 30d.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell where what was made is kept and how large it is; --prune deletes it."""
    if older_than and not prune:
        raise CallError("--older-than says what --prune deletes; give both")
    root = cache_root()
    store = Store(root)
    freed = store.prune(_days(older_than)) if prune else 0
    sizes = store.sizes()
    if json:
        print_json(
            {"format": 1, "path": str(root), "bytes": sizes, "freed": freed, "foreign": store.foreign()}
        )
        return
    print(root)
    if sizes:
        total = ("all", size(sum(sizes.values())))
        print_table(("kept", "size"), [*((kind, size(count)) for kind, count in sizes.items()), total])
    if prune:
        print(f"freed {size(freed)}")
    if others := store.foreign():
        more = f", and {len(others) - FEW:,} more" if len(others) > FEW else ""
        print(f"not imgfw's, left alone: {', '.join(map(printable, others[:FEW]))}{more}")


def _days(text: str) -> timedelta | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d+)d?", text)
    if not found:
        raise CallError(f"--older-than: expected a number of days such as 30d, got {text!r}")
    return timedelta(days=int(found[1]))
