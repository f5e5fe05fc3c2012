"""A finished run as TensorBoard shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from imgfw import Sink

from .library import tensorflow

if TYPE_CHECKING:
    from imgfw import Outcome


class TensorBoard(Sink):
    """Curves of all epochs and the figures of scores, as event files for TensorBoard.

    There are three runs, `train`, `val` and `test`. Under `epochs` are the loss, what val came to (as in
    history.jsonl, higher is better), phases and seconds; under `scores` each figure at the epoch that was
    kept, 0 where nothing was trained by epochs; as a text the figures with their intervals.
    """

    use: Literal["tensorboard"] = "tensorboard"

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write a folder of events for each run that has any."""
        found: dict[str, list[_Point]] = {}
        for run, point in (*_curves(outcome), *_figures(outcome)):
            found.setdefault(run, []).append(point)
        for run, points in found.items():
            _write(folder / run, points)


class _Point(NamedTuple):
    """A number, or a text in Markdown, under a tag at a step."""

    tag: str
    step: int
    value: float | str


def _curves(outcome: Outcome) -> Iterator[tuple[str, _Point]]:
    """(run, point) of every epoch."""
    for record in outcome.history:
        told = {("train", name): record.get(name) for name in ("loss", "phase", "seconds")}
        for (run, name), value in {**told, ("val", "val"): record.get("val")}.items():
            if value is not None:
                yield run, _Point(f"epochs/{name}", int(record["epoch"]), float(value))


def _figures(outcome: Outcome) -> Iterator[tuple[str, _Point]]:
    """(run, point) of every figure that is defined, and of the table of all."""
    kept = next((int(record["epoch"]) for record in outcome.history if record.get("best")), 0)
    tables: dict[str, list[str]] = {}
    for target, splits in outcome.scores["scores"].items():
        for split, figures in splits.items():
            for name, score in figures.items():
                tables.setdefault(split, []).append(_row(f"{target}/{name}", score))
                if score["value"] is not None:
                    yield split, _Point(f"scores/{target}/{name}", kept, float(score["value"]))
    for split, rows in tables.items():
        head = ["| figure | value | 95 % interval | n |", "|---|---|---|---|"]
        yield split, _Point("scores", kept, "\n".join(head + rows))


def _row(name: str, score: Mapping[str, Any]) -> str:
    name = name.replace("|", "\\|")
    value = "undefined" if score["value"] is None else f"{score['value']:.4g}"
    ends = score.get("reason") or "unknown"
    if score.get("low") is not None and score.get("high") is not None:
        ends = f"{score['low']:.4g} to {score['high']:.4g}"
    return f"| {name} | {value} | {ends} | {score['n']} |"


def _write(folder: Path, points: list[_Point]) -> None:
    tf = tensorflow()
    with tf.device("cpu"):
        writer = tf.summary.create_file_writer(str(folder))
        with writer.as_default():
            for tag, step, value in points:
                tf.summary.write(tag, tf.constant(value), step, metadata=_metadata(tf, value))
        writer.close()


def _metadata(tf: Any, value: float | str) -> Any:
    """What tells TensorBoard how to show it; its own package, which knows that by itself, is not needed."""
    name, kind = ("text", "DATA_CLASS_TENSOR") if isinstance(value, str) else ("scalars", "DATA_CLASS_SCALAR")
    metadata = tf.compat.v1.SummaryMetadata
    return metadata(plugin_data=metadata.PluginData(plugin_name=name), data_class=kind)
