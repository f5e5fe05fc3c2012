"""`imgfw lens style`: a picture in the manner of another."""

from __future__ import annotations

import json as plain_json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imgfw import CallError, printable_text

from .asked import Runs, To

if TYPE_CHECKING:
    import numpy as np

    from .taps import Taps

_NAME = "style"
_LEAST = 32


def style(
    ctx: typer.Context,
    content: Annotated[Path, typer.Argument(metavar="CONTENT", help="The picture whose things are kept.")],
    manner: Annotated[Path, typer.Argument(metavar="STYLE", help="The picture whose manner is taken.")],
    backbone: Annotated[
        str, typer.Option(metavar="NAME", help="The network that sees both.")
    ] = "mobilenet-v2",
    weights: Annotated[
        str, typer.Option(metavar="W", help="Its weights: imagenet, none, or a file.")
    ] = "imagenet",
    run: Annotated[str | None, typer.Option(metavar="RUN", help="The network of a run instead.")] = None,
    size: Annotated[int, typer.Option(min=_LEAST, max=2048, help="The shorter side in pixels.")] = 256,
    strength: Annotated[float, typer.Option(min=0, help="How much style counts; content counts 1.")] = 60.0,
    smooth: Annotated[float, typer.Option(min=0, help="How much smoothness counts.")] = 10.0,
    noise: Annotated[
        float,
        typer.Option(min=0, max=1, help="The share of noise in what it begins with."),
    ] = 0.5,
    steps: Annotated[int, typer.Option(min=1, max=100_000, help="Steps of the optimiser.")] = 300,
    style_layer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A layer that tells style; may be given often.")
    ] = None,
    content_layer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A layer that tells content; may be given often.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the noise, and of how both are moved on the way.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the numbers as one JSON document.")] = False,
    to: To = Path("lens"),
    runs: Runs = Path("runs"),
) -> None:
    """Draw a picture in the manner of another, by what a network sees in both."""
    from .fitting import covering, sized
    from .sheet import free, write
    from .style import Losses, Pace, Weights, styled

    where = to.expanduser()
    free(where, _NAME)
    free(where, f"{_NAME}-result")
    kept = sized(content, size)
    model = covering(sized(manner, size), kept.shape[:2])
    taps, told = _taps(
        ctx, backbone, weights, run, runs, kept.shape[:2], style_layer or (), content_layer or ()
    )
    chosen = Weights(strength, smooth)

    def say(found: Losses) -> None:
        ctx.obj.say(f"step {found.step} of {steps}: content {found.content:.3g}, style {found.style:.3g}")

    made, history = styled(taps, kept, model, chosen, Pace(noise, steps), seed, say)
    numbers = {
        **told,
        "content": content.name,
        "style": manner.name,
        "size": list(kept.shape[:2]),
        "strength": strength,
        "smooth": smooth,
        "noise": noise,
        "seed": seed,
        "layers": {"style": list(taps.style), "content": list(taps.content)},
        "losses": [each.plain() for each in history],
    }
    shown = _sheet(content, manner, (kept, model, made), numbers)
    written = [*write(where, _NAME, shown, numbers), _alone(where, made)]
    if json:
        typer.echo(plain_json.dumps(numbers, indent=1))
    else:
        for path in written:
            typer.echo(str(path))


def _taps(
    ctx: typer.Context,
    backbone: str,
    weights: str,
    run: str | None,
    runs: Path,
    shape: tuple[int, ...],
    style: Any,
    content: Any,
) -> tuple[Taps, dict[str, Any]]:
    """What sees both pictures, and what is told of it."""
    from .library import see_to_keras
    from .network import opened
    from .taps import taps

    at = (shape[0], shape[1])
    if run is not None:
        lens = opened(run, runs, ctx.obj.plugins)
        component: Any = lens.bundle.encoder.backbone.component
        return taps(component, lens.network.backbone, at, style, content), {
            "run": run,
            "backbone": component.use,
        }
    component = _component(ctx, backbone, weights)
    component.prepare(ctx.obj.say)
    see_to_keras("lens style")
    told = {"run": None, "backbone": component.use, "weights": weights}
    return taps(component, component.network(), at, style, content), told


def _component(ctx: typer.Context, name: str, weights: str) -> Any:
    """The backbone that is named, with these weights. Raises CallError where there are none."""
    from pydantic import ValidationError

    from imgfw import NeuralBackbone

    found = ctx.obj.registry.find("backbone", name)
    if not issubclass(found, NeuralBackbone) or "weights" not in found.model_fields:
        raise CallError(f"--backbone {name}: expected a network with weights, such as mobilenet-v2 or vgg19")
    given = weights if weights in ("imagenet", "none") else str(Path(weights).expanduser().absolute())
    try:
        return found.model_validate_json(plain_json.dumps({"use": name, "weights": given}))
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise CallError(f"--backbone {name} --weights {weights}: {why}") from error


def _sheet(content: Path, manner: Path, images: tuple[np.ndarray, ...], numbers: dict[str, Any]) -> Any:
    from .sheet import Cell, Row, sheet

    first, last = numbers["losses"][0], numbers["losses"][-1]
    names = (
        f"content: {printable_text(content.name)}",
        f"style: {printable_text(manner.name)}",
        f"after {last['step']} steps",
    )
    cells = [Cell(*each) for each in zip(images, names, strict=True)]
    notes = [
        f"Style loss {first['style']:.3g} at first, {last['style']:.3g} at the end; "
        f"content loss {first['content']:.3g}, then {last['content']:.3g}. "
        f"Seen by {numbers['backbone']}: style by {', '.join(numbers['layers']['style'])}; content by "
        f"{', '.join(numbers['layers']['content'])}."
    ]
    tall, side = images[0].shape[0], max(images[0].shape[:2])
    made = sheet("A picture in the manner of another", notes, [Row(cells)], side=side)
    return made.crop((0, 0, made.width, made.height - side + tall))  # places are square, pictures need not be


def _alone(where: Path, made: np.ndarray) -> Path:
    """The result by itself."""
    from PIL import Image

    from imgfw import whole_file

    path = where / f"{_NAME}-result.png"
    with whole_file(path) as file:
        Image.fromarray(made).save(file, "PNG")
    return path
