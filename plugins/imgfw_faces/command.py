"""`imgfw faces`: draw selfies into a folder, or turn the faces of photos, as files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from imgfw import Annotator, CallError

from .layouts import Layout

Finder = Literal["landmarks-mesh", "face-detector"]

To = Annotated[Path, typer.Option(metavar="DIR", help="The folder to make; empty, or not there.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Photos = Annotated[Path, typer.Argument(metavar="FOLDER", help="Photos, at any depth; they are only read.")]
Landmarks = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", help="A table of landmarks, or a folder with a file a photo; by default FOLDER."
    ),
]
Find = Annotated[
    Finder | None, typer.Option(help="Find the surest face by this network instead; see `imgfw models`.")
]
Views = Annotated[int, typer.Option(min=1, max=999, help="How many views a photo at most.")]
Shapes = Annotated[int, typer.Option(min=1, max=10, help="How many heads a photo is taken to be of.")]
TurnBack = Annotated[
    bool, typer.Option("--turn-back", help="Turn faces from the side back to the front, too.")
]

faces = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@faces.callback()
def about() -> None:
    """Faces: draw selfies by code, turn those in photos."""


@faces.command()
def draw(
    ctx: typer.Context,
    to: To,
    layout: Annotated[
        Layout,
        typer.Option(
            help="selfie-dataset: a table of attributes and popularity beside the pictures; "
            "folders: good and bad ones; people: a folder a person."
        ),
    ] = "selfie-dataset",
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many pictures.")] = 1280,
    people: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="How many people take turns; by default count / 8.")
    ] = None,
    size: Annotated[int, typer.Option(min=32, max=1024, help="Width and height in pixels.")] = 128,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives other people and pictures.")] = 7,
    json: Json = False,
) -> None:
    """Draw selfies with known labels; interrupted, the same command continues."""
    from .drawing import draw_into
    from .drawn_selfies import DrawnSelfies

    folder = to.expanduser()
    source = DrawnSelfies(count=count, people=people or max(1, count // 8), size=size, seed=seed)
    begun = time.monotonic()
    new = draw_into(
        folder,
        source,
        layout,
        lambda samples: ctx.obj.progress.track(samples, total=len(samples), what="pictures"),
    )
    seconds = time.monotonic() - begun
    if json:
        from json import dumps

        told = {"format": 1, "path": str(folder), "layout": layout, "pictures": count, "drawn": new}
        typer.echo(dumps({**told, "seconds": round(seconds, 3)}, indent=2))
        return
    typer.echo(
        f"{folder}: {count:,} pictures, {new:,} drawn in {seconds:.1f} s, {new / seconds:.0f} a second"
    )


@faces.command()
def expand(
    ctx: typer.Context,
    folder: Photos,
    to: To,
    landmarks: Landmarks = None,
    find: Find = None,
    views: Views = 30,
    shapes: Shapes = 10,
    turn_back: TurnBack = False,
    json: Json = False,
) -> None:
    """Write views of faces from other sides as files; interrupted, the same command continues."""
    from .expanding import expand_into
    from .synthesis import FaceSynthesis

    found = expand_into(
        to.expanduser(),
        folder.expanduser(),
        _annotator(find, landmarks, folder),
        FaceSynthesis(shapes=shapes, turn_back=turn_back),
        views,
        lambda paths: ctx.obj.progress.track(paths, total=len(paths), what="photos"),
    )
    if json:
        from dataclasses import asdict
        from json import dumps

        typer.echo(dumps({"format": 1, "path": str(to), **asdict(found)}, indent=2))
    else:
        typer.echo(f"{to}: {found.views:,} views of {found.photos:,} photos, {found.new:,} made now")
        for name, reason in found.left_out:
            typer.echo(f"left out  {name}: {reason}")
    if found.left_out:
        raise typer.Exit(3)


def _annotator(find: Finder | None, landmarks: Path | None, folder: Path) -> Annotator:
    """Where landmarks come from, ready to work. Raises CallError, and what its `prepare` raises."""
    from .detector import FaceDetector
    from .mesh_landmarks import LandmarksMesh
    from .sidecar import LandmarksSidecar

    if find and landmarks:
        raise CallError("--find and --landmarks are two ways to landmarks; give one of them")
    annotator: Annotator = LandmarksSidecar(path=(landmarks or folder).expanduser())
    if find:
        annotator = LandmarksMesh() if find == "landmarks-mesh" else FaceDetector()
    annotator.prepare(typer.echo)
    return annotator
