"""`imgfw organize apply`, `undo` and `status`: a plan is carried out, taken back, and told of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from imgfw import json_text, printable_text

Folder = Annotated[Path, typer.Argument(metavar="PLAN", help="The folder of a plan.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

SHOWN = 20
"""Files that are named; `imgfw organize status` names all of them."""


def apply(ctx: typer.Context, plan: Folder, json: Json = False) -> None:
    """Carry out a plan, and nothing else; given again, it goes on where it was."""
    from .applying import apply
    from .ledger import Ledger
    from .plan_table import read_items

    found = apply(plan, ctx.obj.progress)
    ledger = Ledger()
    files = sum(1 for _ in ledger.counted(read_items(plan)))
    if json:
        counts = {"files": files, "made": found.made, "kept": found.kept, "left": found.left}
        print(json_text({"format": 1, **counts, "ledger": ledger.plain()}, indent=2))
    else:
        for line in ledger.lines():
            typer.echo(line)
        typer.echo(f"places {found.made:,} made, {found.kept:,} there before; files left {len(found.left):,}")
    _end(found.left)


def undo(ctx: typer.Context, plan: Folder, json: Json = False) -> None:
    """Take back what a plan made; what people changed since stays, and is listed."""
    from .undoing import undo

    found = undo(plan, ctx.obj.progress)
    if json:
        print(json_text({"format": 1, "undone": found.undone, "stays": found.stays}, indent=2))
    else:
        typer.echo(f"places {found.undone:,} undone, {len(found.stays):,} stay")
    _end(found.stays)


def status(plan: Folder, json: Json = False) -> None:
    """Tell what is planned, what was done, and what was left; nothing is touched."""
    from .status import plain, status

    found = status(plan)
    if json:
        print(json_text(plain(found), indent=2))
        return
    for line in found.lines():
        typer.echo(printable_text(line))
    for path, why in found.left.items():
        typer.echo(printable_text(f"  {path}: {why}"))


def _end(left: Mapping[str, str]) -> None:
    """Name what was left, on stderr; the code says that something was."""
    for path, why in list(left.items())[:SHOWN]:
        typer.echo(printable_text(f"left: {path}: {why}"), err=True)
    if len(left) > SHOWN:
        typer.echo(f"left: and {len(left) - SHOWN:,} more; `imgfw organize status` names all", err=True)
    if left:
        raise typer.Exit(3)
