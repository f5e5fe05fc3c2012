"""What a run leaves behind, and opening it again."""

from __future__ import annotations

import csv
import json
import os
import platform
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any

from . import tables
from .data import Finding, Sample
from .disk import enough_space
from .errors import CallError, RunError
from .escapes import as_json, escaped
from .outcome import Predictions
from .printable import printable
from .progress import Progress
from .store import write_whole
from .targets import Target
from .whole import whole, whole_text

FORMAT = 1
LATEST = "latest"


@dataclass
class StageRecord:
    """What one stage did.

    candidate  whose stage it was, "" where all candidates share it
    rows       how many rows came of it
    made       how many of what is kept were made now
    reused     how many were there from an earlier run; those made earlier in this run are neither
    notes      what else is worth telling
    """

    stage: str
    candidate: str = ""
    key: str = ""
    rows: int = 0
    made: int = 0
    reused: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """In one word or three."""
        return "made" if self.made else "reused" if self.reused else "nothing to make"


class RunFolder:
    """A run folder being filled. Every document in it is written whole or not at all."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.path = path
        self.progress = progress
        self.stages: list[dict[str, Any]] = []

    @classmethod
    def new(cls, runs: Path, name: str, progress: Progress) -> RunFolder:
        """Make `runs/<name>-<date>-<time>`, with a number behind it where that is taken."""
        stem = f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"
        for number in range(1, 10_000):
            path = runs / (stem if number == 1 else f"{stem}-{number}")
            try:
                path.mkdir(parents=True)
            except OSError as error:
                if os.path.lexists(path):
                    continue
                why = error.strerror or error
                raise RunError(f"{path}: cannot be made: {why}; --runs says where run folders go") from error
            return cls(path, progress)
        raise CallError(f"{runs}: too many runs named {stem}")

    def say(self, text: str) -> None:
        """Tell people, and keep it in log.txt."""
        self.progress.say(text)
        line = f"{time.strftime('%H:%M:%S')} {printable(text)}\n"
        with enough_space(self.path), (self.path / "log.txt").open("a", encoding="utf-8") as log:
            log.write(line)

    @contextmanager
    def stage(self, name: str, candidate: str = "", *, alone: bool = True) -> Iterator[StageRecord]:
        """Record what a stage does, in stages.jsonl and as a line for people.

        The line names the candidate where it is not `alone`.
        """
        record, begun = StageRecord(name, candidate), time.perf_counter()
        try:
            yield record
        except BaseException:
            if not self.stages:  # nothing of this run is worth keeping
                shutil.rmtree(self.path, ignore_errors=True)
            raise
        seconds = time.perf_counter() - begun
        self.stages.append({**vars(record), "state": record.state, "seconds": round(seconds, 3)})
        self.jsonl("stages.jsonl", self.stages)
        whose = "" if alone else f"{candidate}: "
        self.say(f"{name:<9} {whose}{', '.join(record.notes)} ({seconds:.1f} s)")

    def text(self, name: str, content: str) -> None:
        """Write a text document."""
        write_whole(self.path / name, content)

    def json(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a JSON document."""
        self.text(name, as_json({"format": FORMAT, **document}, indent=2) + "\n")

    def jsonl(self, name: str, records: Iterable[Mapping[str, Any]]) -> None:
        """Write JSON lines, one by one."""
        with whole_text(self.path / name) as file:
            file.writelines(as_json(record) + "\n" for record in records)

    def table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write a CSV table, row by row; odd bytes of file names as `escapes.unescaped` reads them."""
        with whole_text(self.path / name) as file:
            writer = csv.writer(file, lineterminator="\n")
            for row in chain([header], rows):
                writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])

    def samples(self, samples: Sequence[Sample], targets: Mapping[str, Target]) -> None:
        """Write every sample, and why it was left out if it was: samples.csv, and exactly samples.jsonl."""
        rows = (tables.sample_row(sample, targets) for sample in samples)
        self.table("samples.csv", tables.sample_header(targets), rows)
        self.jsonl("samples.jsonl", map(tables.sample_record, samples))

    def findings(self, findings: Sequence[Finding], samples: Iterable[Sample]) -> None:
        """Write findings.csv, and exactly findings.jsonl; `samples` are those they may be about."""
        header = [field.name for field in fields(Finding)]
        places = {sample.id: sample.uri for sample in samples}
        rows = ([places[each.id], *(getattr(each, name) for name in header)] for each in findings)
        self.table("findings.csv", ["uri", *header], rows)
        self.jsonl("findings.jsonl", map(vars, findings))

    def predictions(
        self,
        predictions: Mapping[str, Predictions],
        samples: Sequence[Sample],
        targets: Mapping[str, Target],
    ) -> None:
        """Write val and test, one row per sample: predictions.csv, and exactly predictions.npz.

        samples  those of samples.jsonl
        """
        import numpy as np

        rows = (tables.prediction_rows(split, given, targets) for split, given in predictions.items())
        header = tables.prediction_header(targets, predictions.values())
        self.table("predictions.csv", header, chain.from_iterable(rows))
        with whole(self.path / "predictions.npz") as file:
            np.savez(file, **tables.prediction_arrays(predictions, samples))  # type: ignore[arg-type]

    def environment(self, **more: object) -> None:
        """Write environment.json."""
        from importlib.metadata import version

        packages = ("imgfw", "numpy", "pillow", "ai-edge-litert", "keras", "tensorflow", "scikit-learn")
        there = {name: version(name) for name in packages}
        about = {"python": platform.python_version(), "platform": platform.platform(), "packages": there}
        self.json("environment.json", {**about, **more})

    def finish(self) -> None:
        """Let `latest` name this run."""
        write_whole(self.path.parent / LATEST, self.path.name + "\n")


def plugins_of(folder: Path) -> dict[str, str]:
    """{name: where from} of the plugins that a run had; {} where the folder does not say."""
    try:
        found = json.loads((folder / "environment.json").read_text("utf-8"))["plugins"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(where) for name, where in found.items()} if isinstance(found, dict) else {}


def find_run(run: str | Path, runs: Path) -> Path:
    """The folder that RUN means: a run folder, a bundle folder, the name of a run, "latest" or `runs/latest`.

    Raises CallError.
    """
    pointer = runs / LATEST if str(run) == LATEST else Path(run)
    if pointer.name == LATEST and not pointer.is_dir():
        if not pointer.is_file():
            raise CallError(f"{pointer.parent}: no finished run here; `imgfw run RECIPE` makes one")
        return pointer.parent / pointer.read_text("utf-8").strip()
    for folder in (Path(run), runs / run):
        if folder.is_dir():
            return folder
    raise CallError(
        f"{run}: no such run; expected a run folder, a bundle folder or latest (see `imgfw runs`)"
    )
