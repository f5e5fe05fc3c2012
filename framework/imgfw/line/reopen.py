"""Open a finished run again: its outcome, made from its files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..bundle import Bundle, read
from ..data import Finding, Sample
from ..errors import CallError
from ..escapes import unescaped
from ..outcome import Outcome
from ..progress import Progress
from ..recipe import load
from ..registry import find_plugins
from ..rowlog import RowLog
from ..rows import Pictures, RowStore
from ..runfolder import find_run
from ..store import Store, cache_root
from ..tables import predictions_of, region_of, sample_of
from ..targets import Target
from . import keys

if TYPE_CHECKING:
    import numpy as np


def open_run(run: str | Path, *, runs: str | Path = "runs", plugins: Sequence[str | Path] = ()) -> Outcome:
    """The outcome of a finished run; its sources must still be there for pictures to be shown.

    RUN is a run folder, the name of a run, or "latest". Raises CallError for an unfinished one.
    """
    folder = find_run(run, Path(runs))
    if not (folder / "scores.json").is_file():
        raise CallError(f"{folder}: not a finished run; run its recipe again, it continues from what it had")
    registry = find_plugins([Path(file) for file in plugins])
    recipe = load(folder / "resolved.toml", (), registry)
    bundle = read(folder / "bundle", registry.find)
    samples = _samples(folder, bundle.targets)
    scores = json.loads((folder / "scores.json").read_text("utf-8"))
    store = Store(cache_root())
    side = bundle.encoder.side
    kept = RowLog(store.folder("pictures") / f"{keys.pictures_key(side)}.log")
    pictures = Pictures(recipe.sources, side, kept)
    return Outcome(
        folder,
        recipe.tables,
        tuple(samples),
        bundle.targets,
        scores,
        _predictions(folder, samples, bundle.targets),
        tuple(_jsonl(folder / "history.jsonl")),
        tuple(_findings(folder)),
        tuple(scores["leaderboard"]),
        folder / "bundle",
        pictures,
        _features(store, bundle, pictures),
    )


def _features(store: Store, bundle: Bundle, pictures: Pictures) -> Any:
    log = RowLog(store.folder("rows") / f"{bundle.encoder.key}.log")
    rows = RowStore(log, bundle.encoder, pictures)

    def features(samples: Sequence[Sample]) -> np.ndarray:
        rows.make([(sample, 0) for sample in samples], workers=1, progress=Progress())
        return rows.gather(samples)

    return features


def _samples(folder: Path, targets: Mapping[str, Target]) -> list[Sample]:
    found = {record["id"]: region_of(record) for record in _jsonl(folder / "regions.jsonl")}
    return [sample_of(row, targets, found.get(row["id"])) for row in _csv(folder / "samples.csv")]


def _predictions(folder: Path, samples: Sequence[Sample], targets: Mapping[str, Target]) -> dict[str, Any]:
    by_id = {sample.id: sample for sample in samples}
    rows = list(_csv(folder / "predictions.csv"))
    return {
        split: predictions_of([row for row in rows if row["split"] == split], by_id, targets)
        for split in ("val", "test")
    }


def _findings(folder: Path) -> Iterator[Finding]:
    for row in _csv(folder / "findings.csv"):
        score = float(row["score"]) if row["score"] else None
        yield Finding(row["id"], row["cleaner"], row["action"], row["reason"], score)


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            yield {unescaped(name): unescaped(cell) for name, cell in row.items()}


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
