"""Tables -> components and the core's own records, each table for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..components import Component
from ..errors import CallError, nearest
from ..kinds import Sink
from ..registry import Registry
from .decide_table import DecideTable
from .record import record
from .spots import Problems, Spot
from .tables import (
    LISTS,
    REQUIRED,
    SECTIONS,
    AugmentTable,
    GroupTable,
    Settings,
    SplitTable,
    Table,
)
from .target_table import TARGET_NAME, TargetTable
from .words import shown

Own = TypeVar("Own", bound=Table)


@dataclass
class Parts:
    """What a recipe is made of; the lists hold (position in the file, component).

    faulty  sections with something wrong, so that what is checked across tables stays silent about them
    """

    settings: Settings | None = None
    targets: dict[str, TargetTable] = field(default_factory=dict)
    group: GroupTable | None = None
    split: SplitTable | None = None
    augment: AugmentTable | None = None
    decide: DecideTable | None = None
    lists: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    backbone: Any | None = None
    faulty: set[str] = field(default_factory=set)


class Reading:
    """Makes the parts of one recipe and notes what is wrong with them."""

    def __init__(
        self, tables: Mapping[str, Any], spots: Spot, hidden: str, registry: Registry, problems: Problems
    ) -> None:
        self.tables, self.spots, self.hidden = tables, spots, hidden
        self.registry, self.problems = registry, problems
        self.parts = Parts()

    def read(self) -> Parts:
        """All parts but the trainer, whose name may depend on the others."""
        parts = self.parts
        self._sections()
        top = {key: self.tables[key] for key in ("name", "seed", "best") if key in self.tables}
        parts.settings = record(Settings, top, self.spots, self.problems)
        parts.group = self._own("group", GroupTable)
        parts.split = self._own("split", SplitTable)
        parts.augment = self._own("augment", AugmentTable)
        parts.decide = self._own("decide", DecideTable)
        self._targets()
        for section in LISTS:
            parts.lists[section] = self._list(section)
        if "backbone" in self.tables:
            parts.backbone = self.one("backbone", "backbone")
        return parts

    def _sections(self) -> None:
        for key in self.tables:
            if key not in SECTIONS:
                self.problems.add(
                    self.spots.at(key), "expected a section of recipes", shown(key), nearest(key, SECTIONS)
                )
        for section in REQUIRED:
            if section in self.tables:
                continue
            self.parts.faulty.add(section)
            if section not in self.hidden:
                header = "[backbone]" if section == "backbone" else f"[[{section}]]"
                hint = _there(self.registry.names(section))
                self.problems.add(self.spots, f"expected a section {header}", "none", hint)

    def _own(self, section: str, cls: type[Own]) -> Own | None:
        table, spot = self.tables.get(section, {}), self.spots.at(section)
        made = record(cls, table, spot, self.problems) if self._is_table(table, section, spot) else None
        if made is None:
            self.parts.faulty.add(section)
        return made

    def _targets(self) -> None:
        tables, spot = self.tables.get("target", {}), self.spots.at("target")
        if not self._is_table(tables, "target.NAME", spot):
            return
        for name, table in tables.items():
            here = spot.at(name)
            if not TARGET_NAME.fullmatch(name):
                what = "expected a target's name of at most 64 characters, without / : |"
                self.problems.add(here, what, shown(name))
            elif self._is_table(table, f"target.{name}", here):
                made = record(TargetTable, table, here, self.problems)
                if made is not None:
                    self.parts.targets[name] = made
                    continue
            self.parts.faulty.add("target")

    def _is_table(self, table: Any, header: str, spot: Spot) -> bool:
        if isinstance(table, dict):
            return True
        got = f"{len(table)} tables [[{header}]]" if table and _are_tables(table) else shown(table)
        self.problems.add(spot, f"expected one table [{header}]", got)
        return False

    def _list(self, section: str) -> list[tuple[int, Component]]:
        tables, spot = self.tables.get(section, []), self.spots.at(section)
        if not _are_tables(tables):
            got = f"one table [{section}]" if isinstance(tables, dict) else shown(tables)
            self.problems.add(spot, f"expected a list of tables [[{section}]]", got)
            self.parts.faulty.add(section)
            return []
        if not tables and section in REQUIRED and section in self.tables:
            self.problems.add(spot, f"expected one or more tables [[{section}]]", "an empty list")
            self.parts.faulty.add(section)
        made = [(position, self.one(section, section, position)) for position in range(len(tables))]
        return [(position, component) for position, component in made if component is not None]

    def one(self, section: str, kind: str, *at: int, use: str = "") -> Any | None:
        """The component of one table, None where it has problems; `use` stands in where it names none."""
        table, spot = self.tables.get(section, {}), self.spots.at(section, *at)
        table = table[at[0]] if at else table
        made = None
        if self._is_table(table, section, spot):
            made = self.component({"use": use, **table} if use else table, kind, spot)
        if made is None:
            self.parts.faulty.add(section)
        return made

    def component(self, table: Mapping[str, Any], kind: str, spot: Spot) -> Any | None:
        """The component of a kind that a table describes, None where it has problems."""
        cls = self._named(table, kind, spot)
        made = cls and record(cls, table, spot, self.problems, exists=kind != "sink")
        for inner, own, keys in made.parts() if isinstance(made, Sink) else ():
            self.component(own, inner, spot.at(*keys))
        return made

    def _named(self, table: Mapping[str, Any], kind: str, spot: Spot) -> type[Component] | None:
        """The class a table names by `use`."""
        names = self.registry.names(kind)
        what = f'expected the name of {"an" if kind[0] == "a" else "a"} {kind} for "use"'
        use = table.get("use")
        if use is None and self.problems.hides("use"):
            return None
        if not isinstance(use, str):
            got = "none" if use is None else shown(use)
            self.problems.add(spot.at("use"), what, got, _there(names))
            return None
        try:
            return self.registry.find(kind, use)
        except CallError as error:
            hint = str(error) if use in names else "; ".join([nearest(use, names), *self._perhaps()])
            self.problems.add(spot.at("use"), what, shown(use), hint)
            return None

    def _perhaps(self) -> list[str]:
        """Broken plugins, any of which may have the missing name."""
        return [
            f'the plugin "{plugin.name}" is broken and may have it: {plugin.reason}'
            for plugin in self.registry.broken
        ]


def _there(names: Sequence[str]) -> str:
    return f"there are: {', '.join(names)}" if names else "no installed plugin has any"


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)
