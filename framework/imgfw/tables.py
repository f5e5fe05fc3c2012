"""Samples and predictions: as tables for people, and exactly as they were, for opening a run again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from .data import Region, Sample
from .outcome import Predictions
from .targets import Target, decided_names, truth

if TYPE_CHECKING:
    import numpy as np

SAMPLE_COLUMNS = (
    "id", "uri", "source", "digest", "number", "group", "split", "width", "height", "left_out", "copies",
)  # fmt: skip
COLUMNS = frozenset({*SAMPLE_COLUMNS, "file", "region"})
"""Names of columns beside those of targets, here and in what `imgfw predict` writes; no target has one."""

NONE_OF_THEM = "-"
"""How a truth of no label is written; an empty cell means that the truth is unknown, ? that of one label."""


def sample_header(targets: Mapping[str, Target]) -> list[str]:
    """The columns of samples.csv."""
    return [*SAMPLE_COLUMNS, *targets]


def sample_row(sample: Sample, targets: Mapping[str, Target]) -> list[object]:
    """A sample as a row of samples.csv."""
    labels = [_cell(sample, name) for name in targets]
    return [
        sample.id,
        sample.uri,
        sample.source,
        sample.digest,
        sample.number,
        sample.group,
        sample.split,
        sample.facts.get("width", ""),
        sample.facts.get("height", ""),
        sample.left_out,
        "|".join(sample.copies),
        *labels,
    ]


def sample_record(sample: Sample) -> dict[str, Any]:
    """A sample as a record of samples.jsonl, with everything that is known of it."""
    record = {field.name: getattr(sample, field.name) for field in fields(sample)}
    return {**record, "region": None if sample.region is None else _plain_region(sample.region)}


def sample_of(record: Mapping[str, Any]) -> Sample:
    """The sample in a record of samples.jsonl, as it was."""
    labels = {n: tuple(value) if isinstance(value, list) else value for n, value in record["labels"].items()}
    region = None if record["region"] is None else region_of(record["region"])
    return Sample(**{**record, "labels": labels, "region": region, "copies": tuple(record["copies"])})


def region_record(sample: Sample) -> dict[str, Any]:
    """The region of a sample as a record, under its id."""
    return {"id": sample.id, **_plain_region(sample.region or Region())}


def region_of(record: Mapping[str, Any]) -> Region:
    """The region in a record."""
    import numpy as np

    box = None if record["box"] is None else (*record["box"],)
    points = None if record["landmarks"] is None else np.array(record["landmarks"], np.float32)
    return Region(box, points, record.get("facts", {}))


def _plain_region(region: Region) -> dict[str, Any]:
    points = None if region.landmarks is None else region.landmarks.tolist()
    return {"box": region.box, "landmarks": points, "facts": dict(region.facts)}


def prediction_header(targets: Mapping[str, Target], given: Iterable[Predictions] = ()) -> list[str]:
    """The columns of predictions.csv: per target truth, decision and a probability a label (or the value).

    given  the predictions, which may have sets
    """
    sets = {name for each in given for name in each.sets}
    header = ["id", "uri", "split"]
    for name, target in targets.items():
        labels = ["value"] if target.type == "number" else target.labels
        among = [f"{name}:set"] if name in sets else []
        header += [f"{name}:truth", name, *among, *(f"{name}:{label}" for label in labels)]
    return header


def prediction_rows(split: str, given: Predictions, targets: Mapping[str, Target]) -> Iterator[list[str]]:
    """A row per sample; probabilities in the shortest form that reads back to the same float32."""
    decided = {name: decided_names(target, given.decided[name]) for name, target in targets.items()}
    for index, sample in enumerate(given.samples):
        row = [sample.id, sample.uri, split]
        for name in targets:
            values = map(str, given.probabilities[name][index])
            among = ["|".join(targets[name].named(given.sets[name][index]))] if name in given.sets else []
            row += [_cell(sample, name), decided[name][index], *among, *values]
        yield row


def prediction_arrays(
    predictions: Mapping[str, Predictions], samples: Sequence[Sample]
) -> dict[str, np.ndarray]:
    """The arrays of predictions.npz.

    "SPLIT/samples"               int64 (N,): positions among `samples`, which are those of samples.jsonl
    "SPLIT/TARGET/probabilities"  float32 (N, C)
    "SPLIT/TARGET/decided"        int64 (N,), bool (N, C) or float32 (N,)
    "SPLIT/TARGET/set"            bool (N, C), for targets with sets
    """
    import numpy as np

    places = {sample.id: place for place, sample in enumerate(samples) if not sample.left_out}
    arrays = {}
    for split, given in predictions.items():
        arrays[f"{split}/samples"] = np.array([places[sample.id] for sample in given.samples], np.int64)
        for name, probabilities in given.probabilities.items():
            arrays[f"{split}/{name}/probabilities"] = probabilities
            arrays[f"{split}/{name}/decided"] = given.decided[name]
        arrays |= {f"{split}/{name}/set": among for name, among in given.sets.items()}
    return arrays


def predictions_of(
    arrays: Mapping[str, np.ndarray], samples: Sequence[Sample], targets: Mapping[str, Target]
) -> dict[str, Predictions]:
    """{split: Predictions}: what was predicted, to the bit."""
    return {
        split: _of_split(split, arrays, samples, targets)
        for split in (name.removesuffix("/samples") for name in arrays if name.endswith("/samples"))
    }


def _of_split(
    split: str, arrays: Mapping[str, np.ndarray], samples: Sequence[Sample], targets: Mapping[str, Target]
) -> Predictions:
    chosen = tuple(samples[place] for place in arrays[f"{split}/samples"])
    labels = [sample.labels for sample in chosen]
    return Predictions(
        chosen,
        {name: truth(target, labels) for name, target in targets.items()},
        {name: arrays[f"{split}/{name}/probabilities"] for name in targets},
        {name: arrays[f"{split}/{name}/decided"] for name in targets},
        {name: arrays[key] for name in targets if (key := f"{split}/{name}/set") in arrays},
    )


def _cell(sample: Sample, target: str) -> str:
    value = sample.labels.get(target)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join([*value, *(f"?{name}" for name in sample.doubtful(target))]) or NONE_OF_THEM
    return repr(value)
