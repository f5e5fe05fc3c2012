"""The table [refine] of a recipe, and what it asks for: values to try on the best candidate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

from pydantic import Field, field_validator

from .plain import plain
from .tables import Table
from .words import written

if TYPE_CHECKING:
    from .recipe import Recipe

MOST = 1000
"""How many changed recipes [refine] may ask for."""
Change = Mapping[str, Any]
"""{"head.0.units": [64], ...}: values set in a recipe, in this order."""


class Changed(Protocol):
    """What makes the changed recipes."""

    def __call__(self, name: str, change: Change, *, short: bool) -> Recipe:
        """The recipe of a start with these values, `short` with the epochs of a trial. Raises RecipeError."""


class RefineTable(Table):
    """Values to try on the best candidate; whatever is better on val is kept."""

    search: Annotated[
        Literal["greedy", "grid"],
        Field(
            description="greedy: one parameter after the other, each on top of what was kept of those "
            "before; grid: every combination."
        ),
    ] = "greedy"
    epochs: Annotated[
        int | None,
        Field(
            ge=1,
            description="Epochs of a phase in each trial, at most; the best one is then trained in full. By "
            "default trials are trained in full.",
        ),
    ] = None
    start: Annotated[
        tuple[str, ...],
        Field(alias="from", description="The candidates of which the best is refined; by default all."),
    ] = ()
    values: Annotated[
        Mapping[str, Annotated[tuple[Any, ...], Field(min_length=1)]],
        Field(description='The values to try of each parameter, as in "head.0.units" = [[64], [256]].'),
    ]

    @field_validator("values")
    @classmethod
    def _something_to_try(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        if not values:
            raise ValueError("one parameter or more to try, got none")
        return values

    @property
    def steps(self) -> Iterator[dict[str, Any]]:
        """What each trial changes: with a grid every combination, greedily one value after the other."""
        if self.search == "grid":
            return (dict(zip(self.values, found, strict=True)) for found in product(*self.values.values()))
        return ({key: value} for key, given in self.values.items() for value in given)


@dataclass(frozen=True)
class Refinement:
    """What [refine] asks for.

    table    with the keys of its values as TOML writes them
    starts   the candidates of which the best is refined, the recipe itself under its name
    checked  {start: its recipe after each step}; those that are as the start are left out
    changed  changed(start, change, short) -> that recipe; `short` with the epochs of a trial. Raises
             RecipeError with what keeps it from being one
    """

    table: RefineTable
    starts: tuple[str, ...]
    checked: Mapping[str, tuple[Recipe, ...]]
    changed: Changed

    def most(self, start: str) -> int:
        """How many trials there may be of a start, that of the start as it is not among them."""
        return len(self.checked[start])

    def __str__(self) -> str:
        """In a few words: greedy search, 1 epoch a trial."""
        epochs = self.table.epochs
        short = "" if epochs is None else f", {epochs} epoch{'s' if epochs > 1 else ''} a trial"
        return f"{self.table.search} search{short}"

    def plain(self) -> dict[str, Any]:
        """As TOML has it."""
        return plain(self.table)


def told(change: Change) -> str:
    """A change for people: head.0.units = [64], train.learning_rate = 0.001."""
    return ", ".join(f"{key} = {written(value)}" for key, value in change.items()) or "as it is"
