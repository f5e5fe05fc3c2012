"""The stages that all candidates share: survey and split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import corrections
from ..data import Sample
from ..digests import key_of
from ..errors import DamagedError
from ..runfolder import StageRecord
from ..stages import classes, group, split, survey
from ..store import read_json, write_whole
from ..targets import Target, with_labels
from . import keys
from .encoders import frozen
from .intake import Intake, Near
from .line import Line, of_split
from .needs import learns, learns_pixels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..recipe import Recipe

FEW = 5
"""So many labels are named that a split lacks."""


def surveyed(line: Line, done: StageRecord) -> tuple[list[Sample], dict[str, Target]]:
    """Every sample of all sources, looked at, one a content; and the targets with their labels."""
    intake = line.intake
    listed = intake.listed(line.limit)
    survey.used_targets(intake.targets, listed)
    looked = intake.look(listed, **_on_the_way(line))
    samples = intake.samples(looked)
    targets = survey.used_targets(intake.targets, samples)
    usable = [sample for sample in samples if not sample.left_out]
    copies = sum(len(sample.copies) for sample in usable)
    done.key, done.rows, done.made = keys.survey_key(samples), len(usable), looked.new
    done.reused = len(looked.samples) - looked.new
    done.notes += [f"{len(usable):,} samples"]
    done.notes += [f"{looked.new:,} looked at, {len(looked.samples) - looked.new:,} known"]
    done.notes += [f"{copies:,} copies of others"] if copies else []
    done.notes += [f"{n:,} left out"] if (n := len(samples) - len(usable)) else []
    done.notes += _corrected(line, looked.samples)
    if others := survey.passed_over(line.recipe.sources):
        line.folder.say(others)
        done.notes.append(others.partition(":")[0])
    return samples, targets


def parted(line: Line, samples: Sequence[Sample], done: StageRecord) -> tuple[list[Sample], Near | None]:
    """The samples with group and split, and the near-duplicates among them, if they were looked for."""
    table, shares = line.recipe.split, line.recipe.split.shares
    kept, together, found, near = divided(line.recipe, line.intake, samples)
    content = keys.survey_key(together)
    counts = {name: len(of_split(found, name)) for name in split.NAMES}
    done.key = key_of(content, shares, table.exact, line.recipe.seed)
    done.rows = sum(counts.values())
    done.notes.append(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    near_copies = sum(
        not before.left_out and bool(after.left_out) for before, after in zip(samples, kept, strict=True)
    )
    done.notes += (
        [f"{near_copies:,} left out: they belong to pictures of other given splits"] if near_copies else []
    )
    done.notes += _missing(line.intake.targets, found)
    done.notes += _moved(line, found)
    return found, near


def divided(
    recipe: Recipe, intake: Intake, samples: Sequence[Sample]
) -> tuple[list[Sample], list[Sample], list[Sample], Near | None]:
    """The samples without those whose place is taken, then with groups, then with splits; near-duplicates."""
    near = intake.near(samples) if recipe.group.near else None
    burst = recipe.group.burst_seconds
    kept = group.parted(samples, near or (), burst=burst)
    together = group.grouped(kept, near or (), burst=burst)
    table = recipe.split
    return kept, together, split.split(together, table.shares, exact=table.exact, seed=recipe.seed), near


def _missing(targets: Mapping[str, Target], samples: Sequence[Sample]) -> list[str]:
    """Say which labels some split lacks: what train lacks is not learned, what test lacks not judged."""
    rows = [(sample, 0) for sample in of_split(samples, "train")]
    labels = {name: with_labels(target, [s.labels for s in samples]) for name, target in targets.items()}
    told = []
    for target, label, *counts in classes.distribution(labels, samples, rows):
        by_split = dict(zip(split.NAMES, counts, strict=False))
        lacking = [name for name in split.NAMES if not by_split[name] and of_split(samples, name)]
        told += [f"{target} {label}: none in {', '.join(lacking)}"] if lacking else []
    return (
        told if len(told) <= FEW else [*told[:FEW], f"{len(told) - FEW:,} more labels are not in every split"]
    )


def _corrected(line: Line, samples: Sequence[Sample]) -> list[str]:
    """Say how many labels corrections change; corrected.csv lists them."""
    changes = corrections.changes(samples, line.intake.corrections)
    if not changes:
        return []
    line.folder.table("corrected.csv", ("file", "target", "before", "label"), changes)
    return [f"{len(changes):,} {'label' if len(changes) == 1 else 'labels'} corrected, see corrected.csv"]


def _on_the_way(line: Line) -> dict[str, Any]:
    """What can be made while pictures are decoded: rows, where nothing is learned before the encoder."""
    recipe = line.recipe
    if learns_pixels(recipe):
        return {"keep_pictures": True}
    if not recipe.backbone.settled or any(learns(p) for p in (*recipe.transforms, recipe.backbone)):
        return {}
    encoder = frozen(line, recipe)
    return {"rows": line.log("rows", encoder.key), "encode": encoder.row}


def _moved(line: Line, samples: Sequence[Sample]) -> list[str]:
    """Say which samples have another split than in the last run of these sources; moved.csv lists them.

    A run with a limit is compared like any other, but the next one is not compared with it.
    """
    import json

    recipe = line.recipe
    key = key_of(line.intake.places, recipe.split.shares, recipe.split.exact, recipe.seed)
    path = line.store.folder("splits") / f"{key}.json"
    before = _parted_before(path)
    if line.limit is None:
        write_whole(path, json.dumps({sample.id: sample.split for sample in samples if sample.split}))
    moved = [s for s in samples if s.split and before.get(s.id, s.split) != s.split]
    if not moved:
        return []
    rows = [(s.id, s.uri, s.group, before[s.id], s.split) for s in moved]
    line.folder.table("moved.csv", ("id", "uri", "group", "before", "split"), rows)
    return [f"{len(moved):,} moved to another split than before, see moved.csv"]


def _parted_before(path: Path) -> dict[str, str]:
    """{sample id: split} of the last run; {} where there was none, or where what it kept is damaged."""
    if not path.is_file():
        return {}
    try:
        found = read_json(path)
    except DamagedError:
        return {}
    return found if isinstance(found, dict) else {}
