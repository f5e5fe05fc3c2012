"""Recipe file -> Recipe, or every problem of it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import RecipeError
from ..kinds import Head
from ..registry import Registry
from ..targets import Target
from . import deciding, despite, fitting, given, heads, scoring, teaching
from .candidates import merged, proposals
from .override import with_sets
from .parts import Parts, Reading
from .plain import as_toml, origins, plain
from .read import parse, text_of
from .recipe import Candidate, Recipe
from .split_names import check_splits
from .spots import Problems
from .tables import CHANGEABLE, LISTS, SECTIONS


def load(path: Path, sets: Sequence[str], registry: Registry) -> Recipe:
    """The recipe of a file, with the overrides "KEY=VALUE" applied; raises RecipeError with every problem."""
    problems = Problems()
    text = text_of(path)
    document = parse(text, path, problems)
    problems.hidden = document.hidden
    if document.tables is None:
        raise RecipeError(problems.in_order())
    tables, spots = with_sets(document.tables, document.spots, sets, problems, registry)
    reading = Reading(tables, spots, document.hidden, registry, problems)
    parts = reading.read()
    sources = given.given(parts.lists["source"], "source" not in parts.faulty, spots, problems)
    if parts.split is not None:
        check_splits(parts.lists["source"], parts.split.splits, spots, problems)
    check = _Check(path, text, sources)
    base = check.recipe(reading, parts)
    candidates = []
    own_name = base.name if base else str(tables.get("name") or _safe(path.stem))
    for name, change, place in proposals(tables, own_name, spots, problems):
        own = Problems(document.hidden)
        its_tables, its_spots = merged(tables, spots, name, change, place)
        its_tables["best"] = base.best if base else its_tables.get("best", "")
        its = Reading(its_tables, its_spots, document.hidden, registry, own)
        if (recipe := check.recipe(its, its.read())) is not None:
            candidates.append(Candidate(name, recipe))
            if base and base.annotators and recipe.side != base.side:
                what = f"expected a candidate that decodes at {base.side}, where annotators have looked"
                own.add(place, what, str(recipe.side or "full size"), "make it a recipe of its own")
        problems.take(own, f'in the candidate "{name}"')
    if base is None or len(problems):
        raise RecipeError(problems.in_order())
    return _with_candidates(base, candidates)


def resolved_toml(recipe: Recipe) -> str:
    """The recipe with every default as TOML that loads again, with who gave each value as comments."""
    return as_toml(recipe.tables, recipe.origins)


@dataclass(frozen=True)
class _Check:
    """Checks what spans tables; a candidate goes the same way as the recipe itself."""

    path: Path
    text: str
    sources: given.Given

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
        deciding.check(parts.decide, parts.split, targets, whole, spots, problems)
        fitting.fit_together(parts, trainer, placed, spots, problems)
        if len(problems) or parts.faulty:
            return None
        assert parts.settings and parts.group and parts.split and parts.augment
        assert parts.decide and parts.backbone
        made = Recipe(
            path=self.path,
            text=self.text,
            name=parts.settings.name or _safe(self.path.stem),
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
        "columns": {name: offer.columns[name] for name in targets},
        "weights": {name: t.class_weights for name, t in tables.items() if t.class_weights != "none"},
        "cuts": {name: targets[name] for name, table in tables.items() if table.cut and name in targets},
    }


def _lists(parts: Parts) -> dict[str, Any]:
    return {f"{section}s": tuple(part for _, part in parts.lists[section]) for section in LISTS}


def _safe(stem: str) -> str:
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
    return {"type": target.type, "from": list(recipe.columns[name]), **said, "class_weights": weights}


def _with_candidates(base: Recipe, candidates: Sequence[Candidate]) -> Recipe:
    """The recipe with its candidates; in the tables each is told in full."""
    if not candidates:
        return base
    told, credits = [], dict(base.origins)
    for number, candidate in enumerate(candidates):
        its = candidate.recipe
        table = {section: its.tables[section] for section in CHANGEABLE if section in its.tables}
        gone: dict[str, Any] = {
            s: [] for s in LISTS if s in CHANGEABLE and s in base.tables and s not in its.tables
        }
        told.append({"name": candidate.name, **table, **gone})
        for key, origin in its.origins.items():
            if key.partition(".")[0] in CHANGEABLE:
                credits[f"candidate.{number}.{key}"] = origin
    tables = {**base.tables, "candidate": told}
    return replace(base, candidates=tuple(candidates), tables=tables, origins=credits)
