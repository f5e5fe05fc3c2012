"""A generator trained step by step into its folder; what was interrupted goes on to the bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from imgfw import CallError, Graph, RunError, silent, whole_file, whole_text

from .adversaries import Adversaries
from .generative import LATENT
from .generator_folder import GRAPH, NUMBERS, RECORD, Settings, keep, kept, vectors
from .nearness import FEATURES, Nearness, apart

if TYPE_CHECKING:
    import numpy as np

SHOWN = 10
_JUDGED = 512
_SHOWN = "shown"
_TOLERANCE = 1e-3


def begun(folder: Path, settings: Settings, remember: Callable[[Path], None]) -> None:
    """Begin a folder, or see that what it holds is the same generator. Raises CallError where it is not."""
    if not (folder / RECORD).is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CallError(
                f"{folder} is there already and holds no generator; name another folder by --to DIR"
            )
        folder.mkdir(parents=True, exist_ok=True)
        remember(folder)
        settings.write(folder)
        return
    was, now = Settings.read(folder).plain(), settings.plain()
    if changed := [name for name in now if was[name] != now[name]]:
        raise CallError(
            f"{folder} holds a generator of another {' and '.join(changed)}, which this call cannot "
            "continue; name another folder by --to DIR"
        )


def trained(
    folder: Path,
    settings: Settings,
    pictures: np.ndarray,
    names: Sequence[tuple[str, ...]],
    *,
    steps: int,
    every: int,
    say: Callable[[str], None],
) -> tuple[list[dict[str, Any]], dict[int, np.ndarray]]:
    """Train up to `steps` steps on pictures uint8 (N, S, S, 3) with these labels, from where it was left.

    Gives what is told of each `every` steps, and {step: what the same noise became, uint8 (n, S, S, 3)}.
    """
    import numpy as np

    labels = vectors(settings.target, names)
    pair, nearness = Adversaries(settings.shape, settings.seed), Nearness(settings.shape.side)
    given = _noise(labels, settings.seed)
    history, shown = _left(folder, pair)
    real = nearness.mean(pictures)
    if not history:
        made = pair.drawn(given)
        history, shown = [{"step": 0, "apart": apart(nearness.mean(made), real)}], {0: made[:SHOWN]}
    while (step := history[-1]["step"]) < steps:
        count = min(every, steps - step)
        losses = pair.trained(pictures, labels, count, np.random.default_rng((settings.seed, 3, step)))
        made = pair.drawn(given)
        told = {"step": step + count, **losses, "apart": apart(nearness.mean(made), real)}
        if not np.isfinite(list(told.values())).all():
            raise RunError(f"{folder}: training diverged at step {step + count}; try another --seed")
        history, shown = [*history, told], {**shown, step + count: made[:SHOWN]}
        arrays = {f"{_SHOWN}/{at}": each for at, each in shown.items()}
        keep(folder, {**pair.state(), **arrays}, history)
        say(
            f"step {told['step']:,} of {steps:,}: feature means {told['apart']:.3g} apart, "
            f"{history[0]['apart']:.3g} at first"
        )
    _write_graph(folder, pair)
    _write_numbers(folder, nearness, pictures, history)
    return history, shown


def _noise(labels: np.ndarray, seed: int) -> np.ndarray:
    """What is always drawn to be looked at: noise with the labels of train samples, float32 (n, ...)."""
    import numpy as np

    rng = np.random.default_rng((seed, 4))
    told = labels[rng.integers(0, len(labels), _JUDGED)]
    return np.concatenate([rng.normal(size=(_JUDGED, LATENT)).astype(np.float32), told], axis=1)


def _left(folder: Path, pair: Adversaries) -> tuple[list[dict[str, Any]], dict[int, np.ndarray]]:
    """What an earlier call came to."""
    found = kept(folder)
    if found is None:
        return [], {}
    arrays, history = found
    shown = {
        int(name.partition("/")[2]): arrays.pop(name) for name in list(arrays) if name.startswith(_SHOWN)
    }
    pair.restore(arrays)
    return history, shown


def _write_graph(folder: Path, pair: Adversaries) -> None:
    """The generator as a graph that draws without TensorFlow, once it draws the same."""
    import keras
    import numpy as np

    given = np.random.default_rng(0).normal(size=(2, pair.shape.given)).astype(np.float32)
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / GRAPH
        with silent():
            spec = keras.InputSpec(shape=(1, pair.shape.given), dtype="float32")
            pair.mean.export(path, format="litert", verbose=False, input_signature=[spec])
        content = path.read_bytes()
    graph, wanted = Graph(content), np.asarray(pair.mean(given, training=False))
    off = max(
        float(np.abs(graph(row[None])[0][0] - own).max()) for row, own in zip(given, wanted, strict=True)
    )
    if not off <= _TOLERANCE:
        raise RunError(
            f"{folder}: the generator as a graph draws what differs by {off:.2g}; please report this"
        )
    with whole_file(folder / GRAPH) as file:
        file.write(content)


def _write_numbers(
    folder: Path, nearness: Nearness, pictures: np.ndarray, history: Sequence[dict[str, Any]]
) -> None:
    """Distances beside what two halves of the real pictures come to."""
    import json

    halves = apart(nearness.mean(pictures[::2]), nearness.mean(pictures[1::2])) if len(pictures) > 1 else None
    told = {
        "features": FEATURES,
        "pictures": len(pictures),
        "halves_apart": halves,
        "times_nearer": history[0]["apart"] / max(history[-1]["apart"], 1e-12),
        "steps": list(history),
    }
    with whole_text(folder / NUMBERS) as text:
        text.write(json.dumps(told, indent=1) + "\n")
