"""Samples and predictions as the tables of a run folder, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .data import Labels, Region, Sample
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
"""How a truth of no label is written; an empty cell means that the truth is unknown."""


def sample_header(targets: Mapping[str, Target]) -> list[str]:
    """The columns of samples.csv."""
    return [*SAMPLE_COLUMNS, *targets]


def sample_row(sample: Sample, targets: Mapping[str, Target]) -> list[object]:
    """A sample as a row of samples.csv."""
    labels = [_cell(sample.labels.get(name)) for name in targets]
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


def sample_of(row: Mapping[str, str], targets: Mapping[str, Target], region: Region | None) -> Sample:
    """The sample in a row of samples.csv."""
    facts = {name: int(row[name]) for name in ("width", "height") if row[name]}
    labels = {name: _labels(target, row[name]) for name, target in targets.items() if row[name]}
    return Sample(
        uri=row["uri"],
        source=int(row["source"]),
        digest=row["digest"],
        region=region,
        number=int(row["number"]),
        labels=labels,
        group=row["group"],
        split=row["split"],
        facts=facts,
        left_out=row["left_out"],
        copies=tuple(row["copies"].split("|")) if row["copies"] else (),
    )


def region_record(sample: Sample) -> dict[str, Any]:
    """The region of a sample as a record of regions.jsonl."""
    region = sample.region or Region()
    points = None if region.landmarks is None else region.landmarks.tolist()
    return {"id": sample.id, "box": region.box, "landmarks": points}


def region_of(record: Mapping[str, Any]) -> Region:
    """The region in a record of regions.jsonl."""
    import numpy as np

    box = None if record["box"] is None else (*record["box"],)
    points = None if record["landmarks"] is None else np.array(record["landmarks"], np.float32)
    return Region(box, points)


def prediction_header(targets: Mapping[str, Target]) -> list[str]:
    """The columns of predictions.csv: per target truth, decision and a probability a label (or the value)."""
    header = ["id", "uri", "split"]
    for name, target in targets.items():
        labels = ["value"] if target.type == "number" else target.labels
        header += [f"{name}:truth", name, *(f"{name}:{label}" for label in labels)]
    return header


def prediction_rows(split: str, given: Predictions, targets: Mapping[str, Target]) -> Iterator[list[object]]:
    """A row per sample; probabilities in the shortest form that reads back to the same float32."""
    columns: list[Sequence[object]] = []
    for name, target in targets.items():
        columns.append([_cell(sample.labels.get(name)) for sample in given.samples])
        columns.append(decided_names(target, given.decided[name]))
        columns.extend([str(value) for value in column] for column in given.probabilities[name].T)
    for index, sample in enumerate(given.samples):
        yield [sample.id, sample.uri, split, *(column[index] for column in columns)]


def predictions_of(
    rows: Sequence[Mapping[str, str]], samples: Mapping[str, Sample], targets: Mapping[str, Target]
) -> Predictions:
    """The predictions in these rows of predictions.csv; `samples` by id."""
    chosen = tuple(samples[row["id"]] for row in rows)
    labels = [sample.labels for sample in chosen]
    return Predictions(
        chosen,
        {name: truth(target, labels) for name, target in targets.items()},
        {name: _probabilities(rows, target) for name, target in targets.items()},
        {name: _decided(rows, target) for name, target in targets.items()},
    )


def _cell(value: Labels | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join(value) or NONE_OF_THEM
    return repr(value)


def _labels(target: Target, cell: str) -> Labels:
    if target.type == "number":
        return float(cell)
    if cell == NONE_OF_THEM:
        return ()
    return tuple(cell.split("|")) if target.type == "multi-label" else (cell,)


def _probabilities(rows: Sequence[Mapping[str, str]], target: Target) -> np.ndarray:
    import numpy as np

    labels = ["value"] if target.type == "number" else target.labels
    values = [[float(row[f"{target.name}:{label}"]) for label in labels] for row in rows]
    return np.array(values, np.float32).reshape(len(rows), target.width)


def _decided(rows: Sequence[Mapping[str, str]], target: Target) -> np.ndarray:
    import numpy as np

    cells = [row[target.name] for row in rows]
    if target.type == "number":
        return np.array([float(cell) for cell in cells], np.float32)
    if target.exclusive:
        return np.array([target.labels.index(cell) if cell else -1 for cell in cells], np.int64)
    return np.array([[label in cell.split("|") for label in target.labels] for cell in cells], bool)
