"""`imgfw check FOLDER`: what is wrong with these pictures."""

from __future__ import annotations

import csv
import os
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..recipe.spots import printable
from .output import aligned, print_json

if TYPE_CHECKING:
    from ..line.checking import Checked

SHOWN = 10
"""So many findings of one kind are printed; -v prints all."""


def check(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="A folder of pictures, in class folders or loose; a zip, tar or table.")
    ],
    csv_: Annotated[Path | None, typer.Option("--csv", help="Write every finding to this file.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Threads at work; one a core by default.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell what is wrong with pictures: broken, twice, nearly the same, poor. It only reads."""
    from ..line.checking import checked
    from ..store import Store, cache_root, write_whole

    count = workers or os.cpu_count() or 1
    found = checked(folder, ctx.obj.registry, Store(cache_root()), workers=count, progress=ctx.obj.progress)
    if csv_:
        write_whole(csv_, table(found))
    if json:
        print_json(document(found))
    else:
        print(summary(folder, found, None if ctx.obj.verbose else SHOWN))
    if any(fault.what == "left out" for fault in found.faults):
        raise typer.Exit(3)


def document(found: Checked) -> dict[str, Any]:
    """What `--json` prints."""
    faults = [vars(fault) for fault in found.faults]
    return {"format": 1, **vars(found), "faults": faults}


def table(found: Checked) -> str:
    """Every finding as CSV."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "what", "reason", "score"))
    writer.writerows((fault.file, fault.what, fault.reason, fault.score) for fault in found.faults)
    return text.getvalue()


def summary(folder: Path, found: Checked, most: int | None) -> str:
    """The counts, the classes, and what was found, kind by kind; at most so many of each."""
    lines = [f"{folder}: {found.pictures:,} pictures, {found.usable:,} of them usable"]
    lines += [*filter(None, [found.others]), *map(printable, found.notes)]
    for target, counts in found.classes.items():
        smallest = sorted(counts.items(), key=lambda each: each[1])
        rows = [(label, f"{count:,}") for label, count in (smallest if most is None else smallest[:most])]
        more = f", the smallest {len(rows)}" if len(rows) < len(counts) else ""
        lines += ["", f"{target}: {len(counts):,} labels{more}", *(f"  {line}" for line in aligned(rows))]
    for what in dict.fromkeys(fault.what for fault in found.faults):
        own = [fault for fault in found.faults if fault.what == what]
        lines += ["", f"{what}: {len(own):,}"]
        lines += [f"  {printable(fault.file)}: {printable(fault.reason)}" for fault in own[:most]]
        lines += (
            [f"  and {len(own) - most:,} more; -v prints all, --csv FILE keeps them"]
            if most and len(own) > most
            else []
        )
    return "\n".join([*lines, *([] if found.faults else ["", "nothing wrong was found"])])
