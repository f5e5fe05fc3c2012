"""`imgfw show-sample RECIPE [PICTURE]`: one sample through every step of a recipe, as a contact sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import CallError
from ..printable import printable
from .output import print_json

if TYPE_CHECKING:
    from ..line.stepping import Stepped


def show_sample(
    ctx: typer.Context,
    recipe: Annotated[Path, typer.Argument(help="A recipe, as a TOML file.", metavar="RECIPE")],
    picture: Annotated[
        str | None,
        typer.Argument(
            help="A sample by its name or the end of it, or any picture file; by default the first that may "
            "be in train. #1 behind it is its second region.",
        ),
    ] = None,
    set_: Annotated[
        list[str], typer.Option("--set", metavar="K=V", help="Override a value: transform.0.size=64.")
    ] = [],  # noqa: B006 - typer reads it, nobody changes it
    to: Annotated[
        Path | None, typer.Option(help="The PNG to write; by default ./NAME-OF-THE-RECIPE-sample.png.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace that file if it is there.")] = False,
    count: Annotated[int, typer.Option(min=0, max=100, help="So many augmented rows at most.")] = 5,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show a sample after each step: the picture with landmarks and box, its transforms, augmented rows."""
    from ..line.stepping import stepped
    from ..recipe import load

    plan = load(recipe, set_, ctx.obj.registry)
    path = to or Path(f"{plan.name}-sample.png")
    if path.exists() and not overwrite:
        raise CallError(f"{path}: is there already; --overwrite replaces it, --to gives another name")
    found = stepped(plan, ctx.obj.registry, picture, count=count, say=ctx.obj.say, progress=ctx.obj.progress)
    _write(found, path)
    if json:
        print_json(document(found, path))
    else:
        print(f"{path}: {_told(found)}")
    for reason in dict.fromkeys(found.refused.values()):
        rows = [_row(number) for number, own in found.refused.items() if own == reason]
        ctx.obj.say(f"no further: {', '.join(rows)}: {printable(reason)}")
    if found.refused:
        raise typer.Exit(3)


def document(found: Stepped, path: Path) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "format": 1,
        "path": str(path),
        "sample": found.sample.uri,
        "region": found.sample.number,
        "regions": found.regions,
        "rows": [
            [{"step": step.name, "height": size[0], "width": size[1]} for step, size in _sizes(row)]
            for row in found.rows
        ],
        "refused": {str(number): reason for number, reason in found.refused.items()},
    }


def _sizes(row: Any) -> list[tuple[Any, tuple[int, int]]]:
    return [(step, step.picture.image.shape[:2]) for step in row]


def _write(found: Stepped, path: Path) -> None:
    from ..contact import Cell, contact_sheet
    from ..whole import whole

    # marks hide what an augmenter did, unless a transform shows it again beside them
    cells = [
        [
            Cell(step.name, step.picture, marked=not at and (not number or len(row) > 1))
            for at, step in enumerate(row)
        ]
        for number, row in enumerate(found.rows)
    ]
    labels = [f"{target}: {_label(value)}" for target, value in found.sample.labels.items()]
    title = "   ".join([f"{found.sample.uri}{_region(found)}", *labels])
    with whole(path) as file:
        contact_sheet(title, [row for row in cells if row]).save(file, "PNG")


def _row(number: int) -> str:
    return f"row {number}" if number else "the picture itself"


def _label(value: Any) -> str:
    return (", ".join(value) or "none of them") if isinstance(value, tuple) else f"{value:g}"


def _region(found: Stepped) -> str:
    return f"  region {found.sample.number + 1} of {found.regions}" if found.regions > 1 else ""


def _told(found: Stepped) -> str:
    steps = [step.name for step in found.rows[0]]
    more = sum(bool(row) for row in found.rows[1:])
    rows = f"; {more} augmented row{'s' if more != 1 else ''}" if more else ""
    return f"{printable(found.sample.uri)}{_region(found)}, {', '.join(steps)}{rows}"
