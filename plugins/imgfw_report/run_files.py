"""What lies in a run folder beside the outcome: stages, classes, environment. What is not there is empty."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgfw import Outcome, unescaped


@dataclass(frozen=True)
class LabelCount:
    """Samples of a label in each split, those that cleaners left, and training rows after augmenting."""

    target: str
    label: str
    train: int
    val: int
    test: int
    cleaned: int
    rows: int


def label_counts(folder: Path) -> tuple[LabelCount, ...]:
    """The lines of classes.csv."""
    try:
        with (folder / "classes.csv").open(encoding="utf-8", newline="") as file:
            return tuple(_counted(line) for line in csv.DictReader(file))
    except FileNotFoundError:
        return ()


def _counted(line: Mapping[str, str]) -> LabelCount:
    counts = (int(line[name]) for name in ("train", "val", "test", "cleaned", "rows"))
    return LabelCount(unescaped(line["target"]), unescaped(line["label"]), *counts)


def stages(folder: Path) -> tuple[Mapping[str, Any], ...]:
    """A record for each stage that is finished; see stages.jsonl."""
    try:
        with (folder / "stages.jsonl").open(encoding="utf-8", newline="\n") as lines:
            return tuple(json.loads(line) for line in lines)
    except FileNotFoundError:
        return ()


def environment(folder: Path) -> Mapping[str, Any]:
    """Python, platform, packages, plugins, and the files that components read."""
    try:
        found: Mapping[str, Any] = json.loads((folder / "environment.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def chosen_recipe(outcome: Outcome) -> Mapping[str, Any]:
    """The recipe of the candidate that was chosen, as plain tables; the run's where there is one."""
    try:
        return tomllib.loads((outcome.folder / "chosen.toml").read_text("utf-8"))
    except FileNotFoundError:
        return outcome.recipe
