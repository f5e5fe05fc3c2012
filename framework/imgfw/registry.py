"""Who provides what: every plugin that was found, and an answer for every name a recipe may use."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from .components import Component
from .errors import CallError, nearest
from .kinds import KINDS
from .plugins import Loaded, Plugin, Provided, ProvidedCommand, from_file, from_module, installed, reason
from .quiet import printing_to


@dataclass(frozen=True)
class Registry:
    """Every plugin that was found, with what it provides. Make one with `find_plugins`."""

    loaded: tuple[Loaded, ...]

    @classmethod
    def of(cls, *modules: ModuleType) -> Registry:
        """A registry of these modules only."""
        return _sorted(from_module(module) for module in modules)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin, sorted by name."""
        return tuple(each.plugin for each in self.loaded)

    @property
    def broken(self) -> tuple[Plugin, ...]:
        """The plugins that cannot be used, each with its reason."""
        return tuple(plugin for plugin in self.plugins if plugin.reason)

    def components(self, kind: str | None = None) -> tuple[Provided, ...]:
        """What is provided, of one kind or of all, by kind (in the order of a recipe) and name."""
        order = list(KINDS)
        return tuple(
            sorted(
                (given for each in self.loaded for given in each.components if kind in (None, given.kind)),
                key=lambda given: (order.index(given.kind), given.name, given.plugin.distribution),
            )
        )

    def commands(self) -> tuple[ProvidedCommand, ...]:
        """The sub-commands that plugins provide, by name."""
        return tuple(sorted((c for each in self.loaded for c in each.commands), key=lambda c: c.name))

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of the components of one kind, sorted."""
        return tuple(sorted({given.name for given in self.components(kind)}))

    def claims(self, kind: str, name: str) -> tuple[Provided, ...]:
        """Everyone who provides this component: one, or more where plugins are in conflict."""
        return tuple(given for given in self.components(kind) if given.name == name)

    def find(self, kind: str, name: str) -> type[Component]:
        """The class of a component, ready to be built.

        Raises CallError if nobody provides it, if two do, or if the class itself is faulty.
        """
        if kind not in KINDS:
            raise CallError(f'there is no kind "{kind}" ({nearest(kind, list(KINDS))})')
        claims = self.claims(kind, name)
        if len(claims) > 1:
            raise CallError(_conflict(claims))
        if not claims:
            raise CallError(self._unknown(kind, name))
        fault = _fault(claims[0])
        if fault:
            raise CallError(fault)
        return claims[0].load()

    def built(self) -> Registry:
        """This registry with every class built, so that plugins with a faulty one are found broken too."""
        return Registry(tuple(_built(each) for each in self.loaded))

    def _unknown(self, kind: str, name: str) -> str:
        lines = [f'no {kind} is called "{name}" ({nearest(name, self.names(kind))})']
        for plugin in self.broken:
            lines.append(f"  it may be in the plugin {plugin}, which is broken: {plugin.reason}")
        return "\n".join(lines)


def find_plugins(files: str | Path | Iterable[str | Path] = ()) -> Registry:
    """Every installed plugin, and these files loaded as plugins; a broken one is kept with its reason.

    files  one path or several
    """
    given = (files,) if isinstance(files, (str, Path)) else files
    return _sorted([*installed(), *(from_file(Path(file)) for file in given)])


def _sorted(loaded: Iterable[Loaded]) -> Registry:
    return Registry(tuple(sorted(loaded, key=lambda each: (each.plugin.name, each.plugin.distribution))))


def _conflict(claims: Sequence[Provided]) -> str:
    names = " and ".join(str(given.plugin) for given in claims)
    first = claims[0]
    return f'{first.kind} "{first.name}" is provided by {names}; uninstall one of them, or rename it there'


def _fault(given: Provided) -> str:
    try:
        with printing_to(sys.stderr):  # what a module prints when it is imported is no result
            given.load().model_rebuild()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a stranger's module may raise anything, or call sys.exit
        return f"{given.kind}/{given.name} of the plugin {given.plugin} cannot be built: {reason(error)}"
    return ""


def _built(each: Loaded) -> Loaded:
    faults = [fault for given in each.components if (fault := _fault(given))]
    return Loaded(replace(each.plugin, reason=faults[0])) if faults else each
