"""`imgfw export`: a model as one file for another runtime, compared on real pictures before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from imgfw import Bundle

    from .pictures import Kept


def export(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help="A run folder, a bundle folder, or latest.")],
    to: Annotated[Literal["onnx", "litert"], typer.Option(help="The kind of model file.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to make; it must not be there.")],
    pictures: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Compare on these pictures; by default on val and test of the run."),
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="On how many pictures at most.")] = 100,
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a model as one ONNX or LiteRT file, once its labels agree on real pictures."""
    from imgfw import load

    from .exporting import check_free, exported

    if to == "onnx":
        from .onnx_file import available

        available()
    where = out.expanduser()
    check_free(where)
    bundle = load(run, runs=runs, plugins=ctx.obj.plugins)
    given = _pictures(run, runs, ctx.obj.plugins, pictures, count)
    found = exported(bundle, to, where, given, ctx.obj.say)
    if json:
        from json import dumps

        typer.echo(dumps({"path": str(where), **found}, indent=2))
        return
    _tell(where, found, bundle)


def _pictures(run: str, runs: Path, plugins: Any, folder: Path | None, count: int) -> Iterator[Kept]:
    from .pictures import of_folder, of_run

    if folder is not None:
        return of_folder(folder.expanduser(), count)
    from imgfw import CallError
    from imgfw import open as open_run

    try:
        outcome = open_run(run, runs=runs, plugins=plugins)
    except CallError as error:
        raise CallError(
            f"{error}\n  or compare on other pictures than the run's own: --pictures DIR"
        ) from error
    return of_run(outcome, count)


def _tell(where: Path, found: dict[str, Any], bundle: Bundle) -> None:
    latency = found["latency_ms"]
    typer.echo(f"{where / found['file']}  {found['bytes'] / 1e6:,.1f} MB")
    for name, each in found["targets"].items():
        agreeing = (
            "numbers agree"
            if bundle.targets[name].type == "number"
            else f"labels agree on {each['agreeing']:,} of {found['pictures']:,} pictures"
        )
        typer.echo(f"{name}: {agreeing}, largest difference {each['largest_difference']:.1e} (band 1e-4)")
    typer.echo(
        f"{latency['network']:.1f} ms a picture, {latency['from_bytes']:.1f} ms from its bytes, one thread"
    )
    if found["left_out"]:
        typer.echo(f"{len(found['left_out']):,} pictures could not be compared; parity.json names them")
