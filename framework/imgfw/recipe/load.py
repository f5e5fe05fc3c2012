"""Recipe file -> Recipe, or every problem of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import RecipeError
from ..registry import Registry
from . import given
from .candidates import alone, merged, proposals
from .changes import Start
from .check import Check, safe_name
from .override import with_sets
from .parts import Reading
from .plain import as_toml
from .read import parse, text_of
from .recipe import Candidate, Recipe
from .refinement import Refinement
from .refining import refined
from .split_names import check_splits
from .spots import Problems
from .tables import CHANGEABLE, LISTS


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
    check = Check(path, text, document.hidden, registry, sources)
    base = check.recipe(reading, parts)
    own_name = base.name if base else str(tables.get("name") or safe_name(path.stem))
    starts = {own_name: Start(alone(tables), spots, base)}
    for name, change, place in proposals(tables, own_name, spots, problems):
        own = Problems(document.hidden)
        its_tables, its_spots = merged(tables, spots, name, change, place)
        its = check.variant(its_tables, its_spots, base, place, own)
        starts[name] = Start(its_tables, its_spots, its)
        problems.take(own, f'in the candidate "{name}"')
    refinement = refined(tables, spots, starts, parts.split, check, problems)
    if base is None or len(problems):
        raise RecipeError(problems.in_order())
    made = [Candidate(name, start.recipe) for name, start in starts.items() if start.recipe]
    return _with_refinement(_with_candidates(base, made[1:]), refinement)


def resolved_toml(recipe: Recipe) -> str:
    """The recipe with every default as TOML that loads again, with who gave each value as comments."""
    return as_toml(recipe.tables, recipe.origins)


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


def _with_refinement(base: Recipe, refinement: Refinement | None) -> Recipe:
    """The recipe with its refinement."""
    if refinement is None:
        return base
    tables = {**base.tables, "refine": refinement.plain()}
    return replace(base, refinement=refinement, tables=tables)
