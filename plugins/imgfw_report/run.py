"""The section `run`: what the run was, how long it took, and with what it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Literal

from imgfw import Figure, Outcome, Page, Section, Target

from .markup import rendered
from .recipe_parts import recipe_parts
from .run_files import chosen_recipe, environment, stages
from .words import duration, listed

SPLITS = {"train": "to learn from", "val": "to choose by", "test": "to test on"}


class Run(Section):
    """What the run was: its parts, its samples, how long it took.

    Parameters that are as by default are left out; resolved.toml in the run folder has them all.
    """

    use: Literal["run"] = "run"

    def show(self, page: Page) -> Iterator[Figure]:
        """What it was made of, and how long each stage took."""
        outcome = page.outcome
        recipe, records = chosen_recipe(outcome), stages(outcome.folder)
        html = rendered(
            "run.html",
            targets=[(target.name, _target(target)) for target in outcome.targets.values()],
            parts=list(recipe_parts(recipe, outcome)),
            facts=list(_facts(outcome, recipe)),
            times=list(_times(records)),
        )
        yield Figure("", html, (*_says(outcome), *_took(records)))


def _target(target: Target) -> str:
    if target.type == "number":
        return "number"
    return f"{target.type}, {len(target.labels):,} labels: {listed(target.labels)}"


def _facts(outcome: Outcome, recipe: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if outcome.leaderboard:
        yield "chosen by", f"{outcome.leaderboard[0]['best']} on val"
    if "seed" in recipe:
        yield "seed", str(recipe["seed"])
    found = environment(outcome.folder)
    if packages := found.get("packages"):
        python = {"python": found["python"]} if "python" in found else {}
        yield "made with", ", ".join(f"{name} {version}" for name, version in {**packages, **python}.items())
    for path, digest in found.get("files", {}).items():
        yield "file", f"{PurePath(path).name}, sha256 {digest[:12]}"


def _says(outcome: Outcome) -> Iterator[str]:
    used = [sample for sample in outcome.samples if not sample.left_out]
    counts = Counter(sample.split for sample in used)
    parts = [f"{counts[split]:,} {purpose}" for split, purpose in SPLITS.items() if counts[split]]
    if parts:
        yield f"{len(used):,} {'sample' if len(used) == 1 else 'samples'}: {', '.join(parts)}."
    if left := len(outcome.samples) - len(used):
        yield f"{left:,} more {'was' if left == 1 else 'were'} left out; samples.csv says why."
    if folds := outcome.scores.get("folds"):
        yield f"The model that is kept has the first of {len(folds['each']):,} folds as val."
    if len(outcome.leaderboard) > 1:
        chosen = next(entry["candidate"] for entry in outcome.leaderboard if entry["chosen"])
        yield f"Of {len(outcome.leaderboard):,} candidates {chosen} is the best on val: its parts are these."


def _seconds(records: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """How long each stage took, of all candidates together."""
    found: dict[str, float] = {}
    for record in records:
        found[record["stage"]] = found.get(record["stage"], 0.0) + record["seconds"]
    return found


def _times(records: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A bar for each stage."""
    seconds = _seconds(records)
    for name, own in seconds.items():
        note = _note([record for record in records if record["stage"] == name])
        share = own / max(*seconds.values(), 1e-9)
        yield {"name": name, "time": duration(own), "share": share, "note": note}


def _took(records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    seconds = _seconds(records)
    if seconds:
        slowest = max(seconds, key=lambda name: seconds[name])
        took = duration(sum(seconds.values()))
        yield f"It took {took}, {duration(seconds[slowest])} of it for {slowest}."
    made = {record["stage"] for record in records if record["state"] != "reused"}
    if kept := [name for name in seconds if name not in made]:
        yield f"Kept from an earlier run, and not made again: {listed(kept)}."


def _note(records: Sequence[Mapping[str, Any]]) -> str:
    """What the stage says of itself; of several candidates how often it was walked."""
    if len(records) > 1:
        made = sum(record["made"] for record in records)
        return f"{len(records):,} times, {made:,} made" if made else f"{len(records):,} times"
    (record,) = records
    if record["stage"] == "sinks":
        return ", ".join(PurePath(note).name if "failed:" not in note else note for note in record["notes"])
    return str(record["notes"][0]) if record["notes"] else ""
