"""`imgfw lens train-generator`: a network that draws pictures like those a recipe learns from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imgfw import CallError, PictureError, nearest, printable_text, whole_file

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from imgfw import Learnable

_SIDES = (16, 32, 64, 128)
_LEAST = 32
_ROWS = 8
_SHEET = "pictures.png"


def train_generator(
    ctx: typer.Context,
    recipe: Annotated[Path, typer.Argument(help="A recipe, as a TOML file.", metavar="RECIPE")],
    to: Annotated[Path, typer.Option(metavar="DIR", help="The folder of the generator.")] = Path("generator"),
    target: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose labels it is told; the first with labels.")
    ] = None,
    size: Annotated[int, typer.Option(help="Side of the pictures in pixels: 16, 32, 64 or 128.")] = 32,
    steps: Annotated[
        int, typer.Option(min=1, help="Steps of training; more of them continue a generator.")
    ] = 6000,
    every: Annotated[int, typer.Option(min=1, help="What is learned is kept after so many steps.")] = 200,
    width: Annotated[int, typer.Option(min=4, max=256, help="Channels of its largest maps.")] = 32,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives another generator.")] = 0,
    limit: Annotated[int | None, typer.Option(min=1, help="Use at most this many samples.")] = None,
    set_: Annotated[
        list[str], typer.Option("--set", metavar="K=V", help="Override a value of the recipe.")
    ] = [],  # noqa: B006 - typer reads it, nobody changes it
    json: Annotated[bool, typer.Option("--json", help="Print the numbers as one JSON document.")] = False,
) -> None:
    """Train a generator on the train samples of a recipe; the source `generated` offers its pictures."""
    from imgfw import learnable

    from .generative import Shape
    from .generator_folder import Settings
    from .generator_training import begun, trained
    from .library import see_to_keras

    if size not in _SIDES:
        raise CallError(f"--size {size}: expected one of {', '.join(map(str, _SIDES))}")
    where, call = to.expanduser(), ctx.obj
    given = learnable(recipe, sets=set_, limit=limit, plugins=call.plugins, progress=call.progress)
    name = _target(given, target)
    found = given.offered[name]
    pictures, labels, unread = _pictures(given, name, size, call.say)
    rows = tuple(sorted(Counter(labels).items()))
    shape = Shape(size, len(found.labels), width)
    settings = Settings(shape, seed, given.name, found, rows, _digest(given))
    see_to_keras("lens train-generator")
    begun(where, settings, given.remember)
    history, shown = trained(where, settings, pictures, labels, steps=steps, every=every, say=call.say)
    with whole_file(where / _SHEET) as file:
        _sheet(given.name, history, shown, pictures).save(file, "PNG")
    _tell(where, history, json)
    if unread:
        raise typer.Exit(3)


def _target(given: Learnable, asked: str | None) -> str:
    """The target whose labels the generator is told. Raises CallError where there is none."""
    fitting = [name for name, target in given.offered.items() if target.type != "number"]
    if asked is not None:
        if asked not in given.targets:
            raise CallError(f'--target "{asked}": no such target; {nearest(asked, tuple(given.targets))}')
        if asked not in fitting:
            raise CallError(
                f'--target "{asked}": expected one whose labels a source gives as they are, got a number, '
                f"one that is cut from it, or several columns; {nearest(asked, fitting)}"
            )
        return asked
    if not fitting:
        raise CallError(
            "expected a recipe with a target whose labels a source gives as they are, got none: generated "
            "pictures would have no label, and nothing could be learned from them"
        )
    return fitting[0]


def _pictures(
    given: Learnable, target: str, size: int, say: Callable[[str], None]
) -> tuple[np.ndarray, list[tuple[str, ...]], int]:
    """Middle squares of train pictures, uint8 (N, size, size, 3); their labels; how many were not read."""
    import numpy as np

    squares, labels, unread = [], [], 0
    for sample in given.samples:
        own = sample.labels.get(target)
        if not isinstance(own, tuple):
            continue
        try:
            squares.append(_square(given.picture(sample).image, size))
        except PictureError as error:
            say(printable_text(f"{sample.uri}: {error}"))
            unread += 1
            continue
        labels.append(own)
    if len(squares) < _LEAST:
        raise CallError(
            f'expected {_LEAST} train samples at least whose "{target}" is known, got {len(squares)}'
        )
    return np.stack(squares), labels, unread


def _square(image: np.ndarray, size: int) -> np.ndarray:
    from imgfw import resized

    side = min(image.shape[:2])
    top, left = ((full - side) // 2 for full in image.shape[:2])
    return resized(image[top : top + side, left : left + side], (size, size))


def _digest(given: Learnable) -> str:
    """Says whether a call learns from the same pictures."""
    import hashlib

    return hashlib.sha256("\n".join(sample.id for sample in given.samples).encode()).hexdigest()


def _sheet(
    name: str, history: list[dict[str, Any]], shown: Mapping[int, np.ndarray], pictures: np.ndarray
) -> Image.Image:
    """What the same noise became after ever more steps, and real pictures below."""
    import numpy as np

    from .sheet import Cell, Row, sheet

    there = sorted(shown)
    places = np.unique(np.round(np.linspace(0, 1, _ROWS) ** 2 * (len(there) - 1)).astype(int))
    distances = {told["step"]: told["apart"] for told in history}
    rows = [
        Row(
            [Cell(image) for image in shown[there[place]]],
            f"after {there[place]:,} steps: feature means {distances[there[place]]:.3g} apart",
        )
        for place in places
    ]
    count = len(shown[there[0]])
    real = pictures[np.linspace(0, len(pictures) - 1, count).astype(int)]
    rows.append(Row([Cell(image) for image in real], "train pictures"))
    notes = [
        "Each column is the same noise with the same labels. The distance is that to all train pictures."
    ]
    return sheet(f"A generator learns from {printable_text(name)}", notes, rows, side=96)


def _tell(where: Path, history: list[dict[str, Any]], json: bool) -> None:
    from .generator_folder import GRAPH, NUMBERS

    if json:
        typer.echo((where / NUMBERS).read_text("utf-8"), nl=False)
        return
    first, last = history[0]["apart"], history[-1]["apart"]
    typer.echo(f"{history[-1]['step']:,} steps; feature means {first:.3g} apart at first, {last:.3g} now")
    for name in (GRAPH, NUMBERS, _SHEET):
        typer.echo(str(where / name))
