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
        """What it was made of; and how long each stage took."""
        outcome = page.outcome
        recipe = chosen_recipe(outcome)
        html = rendered(
            "run.html",
            targets=[(target.name, _target(target)) for target in outcome.targets.values()],
            parts=list(recipe_parts(recipe, outcome)),
            facts=list(_facts(outcome, recipe)),
        )
        yield Figure("", html, tuple(_says(outcome)))
        if records := stages(outcome.folder):
            yield _times(records)


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
    if len(outcome.leaderboard) > 1:
        chosen = next(entry["candidate"] for entry in outcome.leaderboard if entry["chosen"])
        yield f"Of {len(outcome.leaderboard):,} candidates {chosen} is the best on val: its parts are these."


def _times(records: Sequence[Mapping[str, Any]]) -> Figure:
    """A bar for each stage, that of all candidates together."""
    names = list(dict.fromkeys(record["stage"] for record in records))
    own = {name: [record for record in records if record["stage"] == name] for name in names}
    seconds = {name: sum(record["seconds"] for record in given) for name, given in own.items()}
    total, longest = sum(seconds.values()), max(seconds.values())
    rows = [
        {
            "name": name,
            "time": duration(seconds[name]),
            "share": seconds[name] / max(longest, 1e-9),
            "note": _note(own[name]),
        }
        for name in names
    ]
    slowest = max(seconds, key=lambda name: seconds[name])
    says = [f"{duration(total)} in all, {duration(longest)} of it for {slowest}."]
    kept = [name for name in names if all(record["state"] == "reused" for record in own[name])]
    if kept:
        says.append(f"Kept from an earlier run, and not made again: {listed(kept)}.")
    return Figure("Time", rendered("times.html", rows=rows), tuple(says))


def _note(records: Sequence[Mapping[str, Any]]) -> str:
    """What the stage says of itself; of several candidates how often it was walked."""
    if len(records) > 1:
        made = sum(record["made"] for record in records)
        return f"{len(records):,} times, {made:,} made" if made else f"{len(records):,} times"
    (record,) = records
    if record["stage"] == "sinks":
        return ", ".join(PurePath(note).name if "failed:" not in note else note for note in record["notes"])
    return str(record["notes"][0]) if record["notes"] else ""
