"""Scores and predictions of a finished bundle: made once, kept, and proved on one picture when reused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from ..bundle import Bundle, read
from ..errors import DamagedError, RunError
from ..outcome import Predictions
from ..runfolder import StageRecord
from ..stages import clean, evaluate, held
from ..store import read_json
from ..targets import truth
from . import keys
from .attempt import Attempt
from .line import Line, of_split

if TYPE_CHECKING:
    import numpy as np

    from ..data import Sample

SPLITS = ("val", "test")
TOLERANCE = 1e-4
"""Another kind of processor may differ by this much; more has another cause."""


@dataclass(frozen=True)
class Scored:
    """What evaluate gives: the content of scores.json, and the predictions of val and test."""

    document: Mapping[str, Any]
    predictions: Mapping[str, Predictions]


def scored(line: Line, best: Attempt, done: StageRecord) -> Scored:
    """Judge the bundle as it reads back from the run folder."""
    bundle = read(line.folder.path / "bundle", line.registry.find)
    splits = {name: of_split(best.samples, name) for name in SPLITS}
    done.key = keys.evaluate_key(bundle.digest, best.recipe, splits)
    done.rows = sum(map(len, splits.values()))
    found, made = line.store.kept(
        "evaluate",
        done.key,
        write=lambda draft: _save(_judged(line, best, bundle, splits), draft),
        read=lambda kept: _read(kept, bundle, splits),
    )
    done.made, done.reused = (done.rows, 0) if made else (0, done.rows)
    done.notes.append(f"{len(splits['test']):,} test and {len(splits['val']):,} val samples")
    done.notes += [] if made else ["kept from before", _proof(line, bundle, found)]
    return found


def _judged(line: Line, best: Attempt, bundle: Bundle, splits: Mapping[str, list[Sample]]) -> Scored:
    store = line.row_store(best.recipe, bundle.encoder)
    predictions = {
        name: evaluate.predicted(bundle, samples, store.gather(samples) if samples else _nothing())
        for name, samples in splits.items()
    }
    targets, train = bundle.targets, of_split(best.samples, "train")
    by_split = {
        name: evaluate.scored(given, best.recipe.metrics, targets, seed=best.recipe.seed)
        for name, given in predictions.items()
        if given.samples
    }
    cleaned = _cleaned(line, best, bundle, predictions["test"])
    document = {
        "scores": {t: {split: found[t] for split, found in by_split.items()} for t in targets},
        "confusion": _by_target({s: evaluate.confusions(p, targets) for s, p in predictions.items()}),
        "labels": {name: list(target.labels) for name, target in targets.items()},
        "cleaned": cleaned,
        "baseline": evaluate.baseline(train, predictions["test"], targets),
        "held": {s: held.held(p, targets, bundle.decisions, train) for s, p in predictions.items()},
    }
    return Scored(document, predictions)


def _cleaned(line: Line, best: Attempt, bundle: Bundle, test: Predictions) -> dict[str, Any] | None:
    """The scores without the test samples that the cleaners would drop; None where they drop none."""
    cleaners, samples = best.recipe.cleaners, test.samples
    if not cleaners or not samples:
        return None
    rows = line.row_store(best.recipe, bundle.encoder)
    findings = clean.findings(
        samples, cleaners, pictures=line.pictures_at(bundle.encoder.side), features=rows.gather
    )
    kept = {sample.id for sample in clean.kept(samples, findings)}
    if len(kept) == len(samples) or not kept:
        return None
    index = [place for place, sample in enumerate(samples) if sample.id in kept]
    scores = evaluate.scored(test.take(index), best.recipe.metrics, bundle.targets, seed=best.recipe.seed)
    return {"dropped": len(samples) - len(kept), "scores": scores}


def _by_target(found: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    targets = {target for given in found.values() for target in given}
    return {target: {split: given[target] for split, given in found.items()} for target in sorted(targets)}


def _nothing() -> np.ndarray:
    import numpy as np

    return np.zeros((0, 0), np.float32)


def _save(made: Scored, draft: Path) -> None:
    import numpy as np

    (draft / "scores.json").write_text(json.dumps(made.document), "utf-8")
    arrays = {
        f"{split}/{name}": values
        for split, given in made.predictions.items()
        for name, values in given.probabilities.items()
    }
    np.savez(draft / "probabilities.npz", **arrays)  # type: ignore[arg-type]


def _read(kept: Path, bundle: Bundle, splits: Mapping[str, list[Sample]]) -> Scored:
    import numpy as np

    document = read_json(kept / "scores.json")
    try:
        with np.load(kept / "probabilities.npz", allow_pickle=False) as arrays:
            given = {s: {name: arrays[f"{s}/{name}"] for name in bundle.targets} for s in splits}
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DamagedError(f"{kept / 'probabilities.npz'}: damaged ({error})") from error
    predictions = {}
    for split, samples in splits.items():
        labels = [sample.labels for sample in samples]
        found = {name: truth(target, labels) for name, target in bundle.targets.items()}
        told = bundle.decide(given[split]), bundle.sets(given[split])
        predictions[split] = Predictions(tuple(samples), found, given[split], *told)
    return Scored(document, predictions)


def _proof(line: Line, bundle: Bundle, found: Scored) -> str:
    """Predict one picture again from its source, and say whether the kept prediction still holds."""
    import numpy as np

    for split in ("test", "val"):
        given = found.predictions[split]
        for index, sample in enumerate(given.samples[:1]):
            picture = line.pictures_at(bundle.encoder.side).fresh(sample)
            again = bundle.probabilities(np.stack([bundle.encoder.encode(picture)]))
            apart = max(
                float(np.abs(p[0] - given.probabilities[name][index]).max()) for name, p in again.items()
            )
            if not apart <= TOLERANCE:
                raise RunError(
                    f"{sample.uri} predicts differently now than when its prediction was kept ({apart:.2g}); "
                    "something has changed that no key knows of. `imgfw cache --prune` starts anew"
                )
            return "one predicted again: " + (
                f"differs by {apart:.1g}, as on another processor" if apart else "the same"
            )
    return "nothing to predict again"
