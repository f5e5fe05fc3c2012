"""Sinks, given a tiny finished run."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

from ..data import Picture, Sample
from ..kinds import Sink
from ..outcome import Outcome, Predictions
from .inputs import pictures, rows_of, samples, target_of
from .metrics import predictions_of
from .saying import require

if TYPE_CHECKING:
    import numpy as np


def check_sink(component: Sink) -> None:
    """It writes, and only under the folder it was given."""
    with tempfile.TemporaryDirectory() as place:
        run, elsewhere = Path(place, "run"), Path(place, "elsewhere")
        own = run / "sinks" / component.use
        for folder in (own, elsewhere, run / "bundle"):
            folder.mkdir(parents=True)
        outcome = outcome_in(run)
        before = _content(Path(place), but=own)
        with chdir(elsewhere):
            component.write(outcome, own)
        after = _content(Path(place), but=own)
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        told = f"write only under the folder that is given; it touched {', '.join(changed)}"
        require(component, not changed, told)


def outcome_in(run: Path) -> Outcome:
    """A finished run of 24 samples in this folder, as sinks see it."""
    target = target_of("classes")
    truth, probabilities, decided = predictions_of(target)
    given = {sample.id: picture for sample, picture in zip(samples(), pictures() * 4, strict=True)}
    features = rows_of(target, map=False).inputs["features"]
    place = {sample.id: row for row, sample in enumerate(samples())}
    half = Predictions(
        samples()[: len(truth)],
        {target.name: truth},
        {target.name: probabilities},
        {target.name: decided},
    )
    share = {
        "value": float((truth == decided).mean()),
        "low": 0.1,
        "high": 0.9,
        "n": len(truth),
        "unknown": 0,
    }
    counts = [[int(((truth == t) & (decided == d)).sum()) for d in range(3)] for t in range(3)]
    both = {"val": half, "test": half}

    def picture(sample: Sample) -> Picture:
        return given[sample.id]

    def rows(asked: Sequence[Sample]) -> np.ndarray:
        return features[[place[sample.id] for sample in asked]]

    (run / "bundle" / "bundle.json").write_text('{"format": 1}\n', "utf-8")
    return Outcome(
        folder=run,
        recipe={"name": "check", "seed": 7},
        samples=samples(),
        targets={target.name: target},
        scores={
            "format": 1,
            "best": f"{target.name}/accuracy",
            "labels": {target.name: list(target.labels)},
            "scores": {target.name: {split: {"accuracy": share} for split in both}},
            "confusion": {target.name: dict.fromkeys(both, counts)},
            "baseline": {target.name: {"label": target.labels[0], "accuracy": 0.5}},
        },
        predictions=both,
        history=(),
        findings=(),
        leaderboard=({"name": "recipe", "score": share["value"]},),
        bundle=run / "bundle",
        picture=picture,
        features=rows,
    )


def _content(root: Path, *, but: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if but not in (path, *path.parents))
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in files
    }
