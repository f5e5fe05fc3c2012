"""`imgfw lens attack`: how little noise changes what a model decides."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from imgfw import CallError, whole_text

from .asked import Run, Runs, To, Wanted, files

if TYPE_CHECKING:
    from imgfw import Target

    from .attack import Attack
    from .attacks import Attacked
    from .network import Lens
    from .subjects import Subject

_EPSILONS = [1, 2, 4, 8, 16]


def attack(
    ctx: typer.Context,
    run: Run,
    pictures: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Pictures, and folders of them; by default test samples of the run, whose labels are known."
        ),
    ] = None,
    target: Wanted = None,
    label: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of several labels the one whose yes or no is attacked."),
    ] = None,
    method: Annotated[
        Literal["fgsm", "pgd"],
        typer.Option(help="One step of the gradient's sign, or several held within it."),
    ] = "pgd",
    epsilon: Annotated[
        list[int],
        typer.Option(
            min=0, max=255, help="The most levels of 255 by which a pixel is changed; give several."
        ),
    ] = _EPSILONS,
    steps: Annotated[int, typer.Option(min=1, max=1000, help="Steps of pgd.")] = 10,
    count: Annotated[int, typer.Option(min=1, max=100_000, help="The first so many pictures.")] = 100,
    shown: Annotated[int, typer.Option(min=0, max=200, help="So many of them stand on the sheet.")] = 8,
    seed: Annotated[int, typer.Option(min=0, help="Of where pgd begins.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the numbers as one JSON document.")] = False,
    to: To = Path("lens"),
    runs: Runs = Path("runs"),
) -> None:
    """Change pictures by as little as possible so that something else is decided: robust accuracy."""
    from .attack import Attack
    from .attack_sheet import notes, rows
    from .attacks import carried_out, record
    from .network import opened
    from .robust import plot, table
    from .sheet import sheet, write

    where, name = to.expanduser(), f"attack-{method}"
    _free(where, name)
    paths = files(pictures, count) if pictures else []
    lens = opened(run, runs, ctx.obj.plugins)
    asked = lens.target(target)
    planned = Attack(lens, asked, _label(asked, label), method, steps)
    untold: list[str] = []
    subjects = _subjects(ctx, run, runs, planned, paths, count, untold)
    found = carried_out(planned, subjects, epsilon, seed)
    told = {"run": run, "seed": seed, "truth": "decisions" if paths else "labels", **record(planned, found)}
    title = (
        f'{"Held decisions" if paths else "Robust accuracy"} of "{label or asked.name}" ({method.upper()})'
    )
    made = sheet(title, notes(planned, found, bool(paths)), list(rows(planned, found, shown)))
    written = write(where, name, made, told)
    for ending, content in (("csv", table(found.robust)), ("svg", plot(title, found.robust))):
        with whole_text(where / f"{name}.{ending}") as text:
            text.write(content)
    _tell(written, where / name, found, told, json)
    if untold:
        raise typer.Exit(3)


def _tell(written: tuple[Path, Path], stem: Path, found: Attacked, told: dict[str, Any], json: bool) -> None:
    """The figures for people, or the document."""
    from imgfw import json_text

    if json:
        typer.echo(json_text({**told, "files": [str(path) for path in written]}, indent=2))
        return
    typer.echo("epsilon  accuracy  95 % interval")
    for each in found.robust:
        typer.echo(f"{each.epsilon:7}  {each.accuracy:8.1%}  {each.low:.1%} to {each.high:.1%}")
    for path in (*written, *(stem.with_suffix(f".{ending}") for ending in ("csv", "svg"))):
        typer.echo(str(path))


def _free(folder: Path, name: str) -> None:
    from .sheet import free

    free(folder, name)
    for ending in ("csv", "svg"):
        if os.path.lexists(folder / f"{name}.{ending}"):
            raise CallError(
                f"{folder / name}.{ending} is there already, and nothing is overwritten; "
                "name a folder by --to DIR"
            )


def _label(target: Target, label: str | None) -> int | None:
    """The place of the label that is attacked, None where one label excludes the others. Raises CallError."""
    from .saliency import place_of

    if target.type == "number":
        raise CallError(f'"{target.name}" is a number: nothing is decided, so there is no accuracy to attack')
    if target.exclusive:
        if label is not None:
            raise CallError(
                f'--label "{label}": of "{target.name}" one label is decided, and that is attacked'
            )
        return None
    if label is None:
        raise CallError(
            f'"{target.name}" has several labels, each decided by itself; name the one to attack: '
            f"--label {'|'.join(target.labels)}"
        )
    return place_of(target, label)


def _subjects(
    ctx: typer.Context,
    run: str,
    runs: Path,
    planned: Attack,
    paths: list[Path],
    count: int,
    untold: list[str],
) -> list[Subject]:
    """What is attacked; what could not be read is told, and kept in `untold`."""
    import imgfw

    from .subjects import of_files, of_run

    def say(text: str) -> None:
        untold.append(text)
        ctx.obj.say(text)

    lens: Lens = planned.lens
    if paths:
        return of_files(lens, paths, planned.target, planned.label, say)
    outcome = imgfw.open(run, runs=runs, plugins=ctx.obj.plugins)
    return of_run(lens, outcome, planned.target, planned.label, count, say)
