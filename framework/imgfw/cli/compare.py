"""`imgfw compare RUN RUN`: which difference is real, and what changed between the recipes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..printable import printable
from .output import aligned, print_json

if TYPE_CHECKING:
    from ..line.comparing import Compared, Comparison


def compare(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="RUN", help="A run folder, the name of a run, or latest.")],
    second: Annotated[str, typer.Argument(metavar="RUN", help="The run to compare it with.")],
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell how the scores of two runs differ on the same test samples, and what differs in their recipes."""
    from ..line.comparing import compare as compared

    found = compared(first, second, runs=runs, plugins=ctx.obj.plugins)
    if json:
        print_json(document(found))
    else:
        print(text(found))


def document(found: Comparison) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "format": 1,
        "first": str(found.first),
        "second": str(found.second),
        "samples": found.samples,
        "alone": list(found.alone),
        "figures": {
            target: {name: each.plain() for name, each in figures.items()}
            for target, figures in found.figures.items()
        },
        "changes": [dict(zip(("key", "first", "second"), change, strict=True)) for change in found.changes],
    }


def text(found: Comparison) -> str:
    """The differences as tables."""
    lines = [f"{found.first} against {found.second}, on {found.samples:,} test samples that both predicted"]
    if any(found.alone):
        lines.append(f"{found.alone[0]:,} are in the first run alone, {found.alone[1]:,} in the second alone")
    for target, figures in found.figures.items():
        lines += ["", target, *(f"  {line}" for line in aligned([_row(n, d) for n, d in figures.items()]))]
    real = sum(each.difference.real for figures in found.figures.values() for each in figures.values())
    count = sum(map(len, found.figures.values()))
    if real and count > 1:
        lines += ["", f"{real} of {count} differ; of so many about {0.05 * count:.1f} would by chance alone"]
    rows = [("", "first", "second"), *found.changes]
    changes = [f"  {line}" for line in aligned(rows)] if found.changes else ["  nothing"]
    return "\n".join(map(printable, [*lines, "", "what differs in the recipes", *changes]))


def _row(name: str, compared: Compared) -> tuple[str, ...]:
    each = compared.difference
    if each.value != each.value:
        return name, "undefined", "", each.reason
    if each.low != each.low:
        return name, f"{each.value:+.3f}", "", f"{compared.verdict}, no interval: {each.reason}"
    verdict = f"{compared.verdict} is better" if each.real else compared.verdict
    return name, f"{each.value:+.3f}", f"{each.low:+.3f} to {each.high:+.3f}", f"{verdict} (p {each.p:.3f})"
