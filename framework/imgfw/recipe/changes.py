"""Recipes with other values: what [refine] comes to, checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..errors import RecipeError
from .check import Check
from .override import keys_of, with_value
from .recipe import Recipe
from .refinement import Change, RefineTable, told
from .spots import Problems, Spot


class Start(NamedTuple):
    """What may be refined: the tables of a candidate, where they stand, and its recipe, if it is one."""

    tables: Mapping[str, Any]
    spots: Spot
    recipe: Recipe | None


@dataclass(frozen=True)
class Changes:
    """Makes the recipes of a refinement.

    starts  what is refined, by name
    spot    where its values stand
    """

    table: RefineTable
    starts: Mapping[str, Start]
    spot: Spot
    check: Check

    def checked(self, problems: Problems) -> dict[str, tuple[Recipe, ...]]:
        """The recipe after each step from each start, as far as it differs; every problem is noted once."""
        found, owns = {}, {}
        for name, start in self.starts.items():
            if start.recipe is None:  # which is told already
                continue
            owns[name] = own = Problems(self.check.hidden)
            made = self._all(start, self._single, own)
            if self.table.search == "grid" and not len(own):
                made = self._all(start, list(self.table.steps), own)
            found[name] = self._new(made, start.recipe)
        known = _common(list(owns.values()))
        problems.take(known, "")
        for name, own in owns.items():
            hint = f'in the candidate "{name}", which may be the best; name those to refine by from'
            problems.take(own.without(known), hint)
            known.take(own, "")
        return found

    def resolved(self) -> RefineTable:
        """The table with its values as they stand in a recipe, paths from the root; all were found right."""
        name = next(iter(self.starts))
        values: dict[str, tuple[Any, ...]] = {}
        for change in self._single:
            (key, value), *_ = change.items()
            there: Any = self.changed(name, change, short=False).tables
            for part in keys_of(key) or ():
                there = there[int(part)] if isinstance(there, list) else there.get(part)
            text = isinstance(value, str) and isinstance(there, str)
            values[key] = (*values.get(key, ()), there if text else value)
        return self.table.model_copy(update={"values": values})

    @property
    def _single(self) -> list[dict[str, Any]]:
        return [{key: value} for key, given in self.table.values.items() for value in given]

    def _new(self, made: Sequence[Recipe], start: Recipe) -> tuple[Recipe, ...]:
        different = {recipe.variation: recipe for recipe in made}
        different.pop(start.variation, None)
        return tuple(different.values())

    def _all(self, start: Start, changes: Sequence[Change], problems: Problems) -> list[Recipe]:
        made = []
        for change in changes:
            own = Problems(self.check.hidden)
            tables, spots = self._with(start, change, own)
            if recipe := self._checked(start, tables, spots, own):
                made.append(recipe)
            *_, (key, value) = change.items()
            elsewhere = own if len(change) > 1 else own.elsewhere(self._spot(key, value).where)
            problems.take(own.without(elsewhere), "")
            problems.take(elsewhere, f"with {told(change)}")
        return made

    def changed(self, name: str, change: Change, *, short: bool) -> Recipe:
        """The recipe of a start with these values, `short` with the epochs of a trial. Raises RecipeError."""
        start, problems = self.starts[name], Problems(self.check.hidden)
        tables, spots = self._with(start, change, problems)
        recipe = self._checked(start, tables, spots, problems)
        if recipe and short and "train" in recipe.tables:
            train = _short(recipe.tables["train"], self.table.epochs)
            recipe = self._checked(start, {**tables, "train": train}, spots, problems)
        if recipe is None:
            raise RecipeError(problems.in_order())
        return recipe

    def _with(self, start: Start, change: Change, problems: Problems) -> tuple[dict[str, Any], Spot]:
        """The tables of a start with these values, and their spots."""
        tables, spots = dict(start.tables), start.spots
        for key, value in change.items():
            own, keys = json.loads(json.dumps(value)), keys_of(key) or ()
            spot = self._spot(key, value)
            tables, spots = with_value(tables, spots, keys, own, spot, problems, self.check.registry)
        return tables, spots

    def _spot(self, key: str, value: Any) -> Spot:
        """Where a value stands among those to try."""
        index = next(i for i, other in enumerate(self.table.values[key]) if same(value, other))
        return replace(self.spot.at(key).at(index), origin="refine", kids={})

    def _checked(
        self, start: Start, tables: Mapping[str, Any], spots: Spot, problems: Problems
    ) -> Recipe | None:
        if len(problems):
            return None
        recipe = self.check.variant(tables, spots, start.recipe, self.spot, problems)
        return None if len(problems) else recipe


def _common(found: Sequence[Problems]) -> Problems:
    """The problems that are in all of these."""
    common = Problems()
    for index, each in enumerate(found):
        common = each if index == 0 else common.without(common.without(each))
    return common.without(Problems())


def same(one: Any, other: Any) -> bool:
    """Whether two values are written alike, so that true is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _short(train: Mapping[str, Any], epochs: int | None) -> dict[str, Any]:
    """The table [train] with at most so many epochs in each phase."""
    return {
        key: min(value, epochs)
        if key == "epochs"
        else [_short(each, epochs) for each in value]
        if key == "phase"
        else value
        for key, value in train.items()
    }
