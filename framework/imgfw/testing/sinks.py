"""Sinks, given a tiny finished run."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..bundle import Bundle
from ..data import Sample
from ..decisions import Decision
from ..encoder import Encoder
from ..kinds import Sink
from ..measure import confusion
from ..outcome import Outcome, Predictions
from ..parts import Part
from ..registry import Registry
from ..targets import Target
from .inputs import COUNT, pictures, rows_of, samples, target_of
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


def outcome_in(run: Path, *, mark: str = "") -> Outcome:
    """A finished run of 24 samples in this folder, as sinks see it.

    mark  stands before every label and file name
    """
    target = target_of("classes")
    target = replace(target, labels=tuple(mark + label for label in target.labels))
    own = tuple(_marked(sample, mark) for sample in samples())
    truth, probabilities, decided = ({target.name: values} for values in predictions_of(target))
    judged = Predictions(own[: COUNT - 1], truth, probabilities, decided)
    both = {"val": judged, "test": judged}
    shown = dict(zip((sample.id for sample in own), pictures() * 4, strict=True))
    (run / "bundle" / "bundle.json").write_text('{"format": 1}\n', "utf-8")
    return Outcome(
        folder=run,
        recipe={"name": "check", "seed": 7},
        samples=own,
        targets={target.name: target},
        scores=_scores(target, both),
        predictions=both,
        history=(),
        findings=(),
        leaderboard=(_alone(target),),
        bundle=run / "bundle",
        picture=lambda sample: shown[sample.id],
        content=lambda sample: shown[sample.id],
        features=_features,
        load=lambda: _bundle(target),
        components=Registry(()),
    )


def _marked(sample: Sample, mark: str) -> Sample:
    named = {name: given for name, given in sample.labels.items() if isinstance(given, tuple)}
    labels = {name: tuple(mark + label for label in given) for name, given in named.items()}
    return replace(sample, uri=mark + sample.uri, labels=labels)


def _scores(target: Target, predictions: Mapping[str, Predictions]) -> dict[str, Any]:
    """The content of scores.json."""
    figures, counts = {}, {}
    for split, given in predictions.items():
        truth, decided = given.truth[target.name], given.decided[target.name]
        share = float((truth == decided).mean())
        figures[split] = {
            "accuracy": {"value": share, "low": 0.1, "high": 0.9, "n": len(truth), "unknown": 0, "reason": ""}
        }
        counts[split] = confusion(truth, decided, target.width).tolist()
    return {
        "format": 1,
        "best": f"{target.name}/accuracy",
        "labels": {target.name: list(target.labels)},
        "scores": {target.name: figures},
        "confusion": {target.name: counts},
        "baseline": {target.name: {"label": target.labels[0], "accuracy": 0.5}},
        "leaderboard": [_alone(target)],
        "refined": None,
    }


def _alone(target: Target) -> dict[str, Any]:
    """The place of a recipe without candidates."""
    best = f"{target.name}/accuracy"
    return {"candidate": "check", "best": best, "val": 0.5, "chosen": True, "order": 1, "rows": "check"}


def _bundle(target: Target) -> Bundle:
    """One that answers: the toy's, with a mean for every label."""
    import numpy as np

    from .toy import ToyColour, ToyMeans

    means = np.linspace(0.2, 0.8, target.width, dtype=np.float32)[:, None] * np.ones(6, np.float32)
    backbone, head = ToyColour(), ToyMeans(targets=(target.name,))
    encoder = Encoder(None, (), (), Part(backbone, backbone))
    heads = {target.name: Part(head, head.restore({target.name: means}))}
    return Bundle(encoder, heads, {target.name: target}, {target.name: Decision()})


def _features(asked: Sequence[Sample], *, candidate: str = "") -> np.ndarray:
    place = {sample.digest: row for row, sample in enumerate(samples())}
    rows = rows_of(target_of("classes"), map=False).inputs["features"]
    return rows[[place[sample.digest] for sample in asked]]


def _content(root: Path, *, but: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if but not in (path, *path.parents))
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in files
    }
