"""`imgfw people`: who a trained model knows; people come and go without training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .knowing import cost, counted, doubt, plain, told

people = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Run = Annotated[str, typer.Argument(metavar="RUN", help="A run folder, a bundle folder, or latest.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the person.")]
Which = Annotated[str | None, typer.Option(metavar="TARGET", help="If several targets have a gallery.")]
Runs = Annotated[Path, typer.Option(help="Where run folders are.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@people.callback()
def about() -> None:
    """People: who a model knows; add and remove them without training."""


@people.command()
def add(
    ctx: typer.Context,
    run: Run,
    name: Name,
    pictures: Annotated[
        list[Path], typer.Argument(metavar="PICTURES...", help="Pictures and folders, each with one face.")
    ],
    target: Which = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Use pictures in which somebody else who is known is seen, too.")
    ] = False,
    runs: Runs = Path("runs"),
    json: Json = False,
) -> None:
    """Add a person, or pictures of one who is known; pictures without one usable face are left out."""
    from imgfw import enrol

    given = _there(pictures)
    found = enrol(run, name, given, target=target, anyway=anyway, runs=runs, plugins=ctx.obj.plugins)
    _tell(name, f"{counted(len(found.used), 'picture')} added", found, json)
    if found.left_out:
        raise typer.Exit(3)


@people.command()
def remove(
    ctx: typer.Context,
    run: Run,
    name: Name,
    target: Which = None,
    runs: Runs = Path("runs"),
    json: Json = False,
) -> None:
    """Remove a person, with all that is kept of them in the model."""
    from imgfw import dismiss

    found = dismiss(run, name, target=target, runs=runs, plugins=ctx.obj.plugins)
    _tell(name, "removed", found, json)


@people.command("list")
def list_people(
    ctx: typer.Context, run: Run, target: Which = None, runs: Runs = Path("runs"), json: Json = False
) -> None:
    """Tell who is known, from how many rows, and below which probability somebody is nobody known."""
    from imgfw import gallery_of, load

    bundle = load(run, runs=runs, plugins=ctx.obj.plugins)
    where, head = gallery_of(bundle, target)
    counts = bundle.heads[head].fitted.counts[where]
    examples, decision = bundle.examples.get(where), bundle.decisions[where]
    rows = dict(zip(bundle.targets[where].labels, counts, strict=True))
    known: list[dict[str, Any]] = [
        {"name": name, "rows": count, "examples": [] if examples is None else examples.files(name)}
        for name, count in rows.items()
        if count > 0
    ]
    unseen = [name for name, count in rows.items() if not count > 0]
    if json:
        about = {"format": 1, "target": where, "generation": bundle.generation}
        _print({**about, **plain(decision), "people": known, "without_pictures": unseen})
        return
    for each in known:
        kept = len(each["examples"])
        shown = f"{kept:,} kept as {'an example' if kept == 1 else 'examples'}"
        typer.echo(f"{each['name']}  from {counted(each['rows'], 'row')}, {shown}")
    if unseen:
        typer.echo(f"no picture to know them from: {', '.join(unseen)}")
    total = counted(len(known), "person", "people")
    typer.echo(f"{total}, generation {bundle.generation}; {told(decision)}")
    if warning := doubt(decision):
        typer.echo(warning)


@people.command()
def verify(
    ctx: typer.Context,
    run: Run,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder a person.")],
    pairs: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The pairs, as LFW's pairs.txt lists them; by default all."),
    ] = None,
    runs: Runs = Path("runs"),
    json: Json = False,
) -> None:
    """Tell how well pairs of pictures are judged: the same person, or two, whoever the model knows."""
    from imgfw import load

    from .pairs import all_of, listed
    from .verifying import encoded, verified

    bundle = load(run, runs=runs, plugins=ctx.obj.plugins)
    asked = all_of(folder) if pairs is None else listed(pairs, folder)
    files = sorted({path for pair in asked for path in (pair.first, pair.second)})
    rows, left_out = encoded(
        bundle, files, lambda found: ctx.obj.progress.track(found, total=len(files), what="pictures")
    )
    usable = [pair for pair in asked if pair.first in rows and pair.second in rows]
    cosines = [float(rows[pair.first] @ rows[pair.second]) for pair in usable]
    for path, why in left_out.items():  # before the pairs are judged, as too few may be left for that
        typer.echo(f"left out: {path}: {why}", err=True)
    found = verified(cosines, [pair.same for pair in usable], [pair.fold for pair in usable])
    if json:
        from dataclasses import asdict

        _print({"format": 1, **asdict(found), "left_out": {str(path): why for path, why in left_out.items()}})
    else:
        typer.echo(f"{found.pairs:,} pairs of {len(rows):,} pictures, {found.same:,} of them of one person")
        typer.echo(f"accuracy     {found.accuracy:.4f}   standard error over folds {found.error:.4f}")
        typer.echo(f"eer          {found.eer:.4f}")
        typer.echo(f"tar-at-0.01  {'undefined' if found.tar is None else f'{found.tar:.4f}'}")
        typer.echo(f"threshold    {found.threshold:.4f}   the best cosine over all pairs")
    if left_out:
        raise typer.Exit(3)


def _there(given: list[Path]) -> list[Path]:
    """Files and folders as they are. Raises CallError for what is not there."""
    from imgfw import CallError

    for path in given:
        if not path.exists():
            raise CallError(f"{path}: no such file or folder")
    return given


def _tell(name: str, what: str, found: Any, json: bool) -> None:
    if json:
        from dataclasses import asdict

        about = {key: value for key, value in asdict(found).items() if key != "decision"}
        _print({"format": 1, "name": name, **about, **plain(found.decision)})
    else:
        typer.echo(f"{name}: {what}; the bundle is generation {found.generation}, its scores are from before")
        typer.echo(told(found.decision))
    if warning := doubt(found.decision):
        typer.echo(f"warning: {warning}", err=True)
    if warning := cost(found.found):
        typer.echo(f"warning: {warning}; imgfw people remove takes {name} away again", err=True)
    for uri, reason in found.left_out.items():
        typer.echo(f"left out: {uri}: {reason}", err=True)
    for other in dict.fromkeys(found.taken_for.values()):
        count = list(found.taken_for.values()).count(other)
        before = f"{count:,} of {counted(len(found.used), 'picture')} {'was' if count == 1 else 'were'} taken"
        typer.echo(f"warning: {before} for {other} before; is {name} somebody else?", err=True)
    for uri in found.unlike:
        typer.echo(f"warning: {uri}: is not like the other pictures of {name}; is it {name}?", err=True)


def _print(document: dict[str, Any]) -> None:
    from json import dumps

    typer.echo(dumps(document, indent=2))
