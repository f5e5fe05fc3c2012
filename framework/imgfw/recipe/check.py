"""The parts of a recipe -> Recipe, once all that spans its tables was found right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..kinds import Head
from ..registry import Registry
from ..sample_weights import WEIGHT
from ..targets import Target
from . import deciding, despite, fitting, given, heads, scoring, teaching, weighing
from .parts import Parts, Reading
from .plain import origins, plain
from .recipe import Recipe
from .spots import Problems, Spot
from .tables import LISTS, SECTIONS


@dataclass(frozen=True)
class Check:
    """Checks what spans tables; a candidate goes the same way as the recipe itself.

    text    of the file, `hidden` what could not be read of it
    """

    path: Path
    text: str
    hidden: str
    registry: Registry
    sources: given.Given

    def variant(
        self, tables: Mapping[str, Any], spots: Spot, base: Recipe | None, place: Spot, problems: Problems
    ) -> Recipe | None:
        """The recipe of changed tables, judged by what judges the base; `place` says where it is changed."""
        tables = {**tables, "best": base.best if base else tables.get("best", "")}
        reading = Reading(tables, spots, self.hidden, self.registry, problems)
        recipe = self.recipe(reading, reading.read())
        if recipe and base and base.annotators and recipe.side != base.side:
            what = f"expected a candidate that decodes at {base.side}, where annotators have looked"
            got, hint = str(recipe.side or "full size"), "make it a recipe of its own"
            problems.add(place, what, got, hint)
        return recipe

    def recipe(self, reading: Reading, parts: Parts) -> Recipe | None:
        """The recipe, None where anything is wrong with it."""
        spots, problems = reading.spots, reading.problems
        trainer, teacher = teaching.taught(reading, fitting.trainer(reading))
        offer = given.offer(self.sources, parts.targets, "target" not in parts.faulty, spots, problems)
        placed = heads.served(parts.lists["head"], offer, spots, problems)
        whole = "head" not in parts.faulty and len(placed) == len(parts.lists["head"])
        ordered = heads.ordered(placed, whole, spots, problems)
        targets = scoring.served_targets([head for _, head in placed], offer.targets)
        given.check_names(targets, parts.targets, self.sources, spots, problems)
        figures = scoring.figures(parts.lists["metric"], targets, whole, spots, problems)
        whole &= "metric" not in parts.faulty
        best = scoring.best(_wanted(parts), figures, targets, whole, spots, problems)
        if not whole or parts.settings is None:
            despite.check(reading, parts, self.sources, offer)
        own = [head for _, head in placed]
        deciding.check(parts.decide, parts.split, targets, own, whole, spots, problems)
        fitting.fit_together(parts, trainer, placed, spots, problems)
        if len(problems) or parts.faulty:
            return None
        assert parts.settings and parts.group and parts.split and parts.augment
        assert parts.decide and parts.backbone
        made = Recipe(
            path=self.path,
            text=self.text,
            name=parts.settings.name or safe_name(self.path.stem),
            seed=parts.settings.seed,
            best=best,
            group=parts.group,
            split=parts.split,
            augment=parts.augment,
            backbone=parts.backbone,
            trainer=trainer,
            teacher=teacher,
            decide=parts.decide,
            candidates=(),
            tables={},
            origins={},
            **{**_lists(parts), **_told_of(targets, parts, offer), "heads": ordered},
        )
        tables = _tables(made, [head for _, head in placed])
        return replace(made, tables=tables, origins=origins(tables, spots))


def _wanted(parts: Parts) -> str:
    return parts.settings.best if parts.settings else ""


def _told_of(targets: Mapping[str, Target], parts: Parts, offer: given.Offer) -> dict[str, Any]:
    """What a recipe says of its targets."""
    tables = parts.targets
    return {
        "targets": targets,
        "columns": {name: offer.columns[name] for name in targets} | weighing.columns(tables),
        "weights": {name: t.class_weights for name, t in tables.items() if t.class_weights != "none"},
        "corrections": {
            name: t.corrections for name, t in tables.items() if t.corrections and name in targets
        },
        "cuts": {name: targets[name] for name, table in tables.items() if table.cut and name in targets},
    }


def _lists(parts: Parts) -> dict[str, Any]:
    return {f"{section}s": tuple(part for _, part in parts.lists[section]) for section in LISTS}


def safe_name(stem: str) -> str:
    """The name of a recipe that has none, from that of its file."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-.")[:64] or "recipe"


def _tables(recipe: Recipe, heads: Sequence[Head]) -> dict[str, Any]:
    """A recipe as plain tables, in the order in which sections are told; `heads` in the order of the file."""
    found: dict[str, Any] = {name: [plain(p) for p in getattr(recipe, f"{name}s")] for name in LISTS}
    found |= {
        name: plain(getattr(recipe, name)) for name in ("group", "split", "augment", "backbone", "decide")
    }
    found |= {"name": recipe.name, "seed": recipe.seed, "best": recipe.best}
    found["head"] = [plain(head) for head in heads]
    found["train"] = plain(recipe.trainer) if recipe.trainer else None
    found["target"] = {name: _target(recipe, target) for name, target in recipe.targets.items()}
    return {section: found[section] for section in SECTIONS if found.get(section) not in (None, [])}


def _target(recipe: Recipe, target: Target) -> dict[str, Any]:
    name, edges, labels = target.name, list(target.edges), list(target.labels)
    said: dict[str, Any] = {"labels": labels}
    if name in recipe.cuts:
        said = {"labels": labels, "edges": edges} if edges else {"quantiles": labels}
    weights = recipe.weights.get(name, "none")
    told = {"type": target.type, "from": list(recipe.columns[name]), **said, "class_weights": weights}
    (column,) = recipe.columns.get(f"{name}{WEIGHT}", ("",))
    path = recipe.corrections.get(name)
    return {**told, "sample_weights": column, **({"corrections": str(path)} if path else {})}
