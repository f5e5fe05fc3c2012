"""`imgfw report RUN`: the page about a finished run, written again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help="A run folder, or latest.")] = "latest",
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for report.html; by default sinks/report of the run."),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(help="Only this section; may be given several times. `imgfw list section` has all."),
    ] = None,
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
) -> None:
    """Write the page about a finished run: what it did, its mistakes, what it sees."""
    from imgfw import CallError
    from imgfw import open as open_run

    from .report import NAME, Report

    outcome = open_run(run, runs=runs, plugins=ctx.obj.plugins)
    there = outcome.components.names("section")
    for name in section or ():
        if name not in there:
            raise CallError(f'no section is called "{name}"; there are: {", ".join(there)}')
    folder = to.expanduser() if to else outcome.folder / "sinks" / "report"
    folder.mkdir(parents=True, exist_ok=True)
    Report(sections=tuple(section or ())).write(outcome, folder)
    typer.echo(str(folder / NAME))
