"""Load plugins one by one, each on its own, so that a broken one harms nobody."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any

from .components import Component
from .errors import CallError, ComponentError
from .hooks import COMMANDS, HOOKS, command_name, component_class, component_name, given_by, hooks_of
from .later import Later
from .quiet import printing_to

GROUP = "imgfw"


@dataclass(frozen=True)
class Plugin:
    """A plugin that was found, working or broken.

    name          of its entry point, or of its file
    distribution  the installed distribution it comes from, or the path of its file
    version       of the distribution, "" for a file
    module        what its entry point names
    hooks         the hooks it implements
    seconds       its import took
    reason        why it is broken, "" if it is not; nothing of a broken plugin is used
    trace         the traceback behind the reason
    printed       what it printed while it was imported, kept away from stdout
    """

    name: str
    distribution: str
    version: str
    module: str
    hooks: tuple[str, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    trace: str = ""
    printed: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({' '.join(filter(None, (self.distribution, self.version)))})"


@dataclass(frozen=True)
class Provided:
    """A component, as a class or to be imported later, and the plugin that provides it."""

    hook: str
    name: str
    given: type[Component] | Later
    plugin: Plugin

    @property
    def kind(self) -> str:
        """Of its hook."""
        return HOOKS[self.hook]

    @property
    def description(self) -> str:
        """What it is, in a line."""
        return self.given.description if isinstance(self.given, Later) else first_line(self.given.__doc__)

    def load(self) -> type[Component]:
        """Its class, imported if it was not. Raises whatever a stranger's module raises."""
        return component_class(self.hook, self.given)


@dataclass(frozen=True)
class ProvidedCommand:
    """A sub-command and the plugin that provides it: a function, a `typer.Typer` group, or a Later."""

    name: str
    given: Any
    plugin: Plugin

    def load(self) -> Any:
        """The function or group, imported if it was not. Raises whatever a stranger's module raises."""
        return self.given.load() if isinstance(self.given, Later) else self.given


@dataclass(frozen=True)
class Loaded:
    """A plugin with everything it provides."""

    plugin: Plugin
    components: tuple[Provided, ...] = ()
    commands: tuple[ProvidedCommand, ...] = ()


def installed() -> Iterator[Loaded]:
    """Every plugin that an installed distribution registers, loaded."""
    seen = set()
    for distribution in distributions():
        if f"[{GROUP}]" not in (distribution.read_text("entry_points.txt") or ""):
            continue
        name, version = _identity(distribution)
        if name not in seen:  # a second copy further along the path is never imported
            seen.add(name)
            yield from _of_distribution(distribution, name, version)


def from_file(path: Path) -> Loaded:
    """One Python file loaded as a plugin. Raises CallError if there is no such file."""
    if not path.is_file():
        raise CallError(f"--plugin {path}: no such file")
    return load(Plugin(path.stem, str(path), "", path.name), lambda: _executed(path.resolve()))


def from_module(module: ModuleType) -> Loaded:
    """A module that is imported already, as a plugin."""
    return load(Plugin(module.__name__, module.__name__, "", module.__name__), lambda: module)


def load(plugin: Plugin, importing: Callable[[], Any]) -> Loaded:
    """Import a plugin and ask its hooks; whatever goes wrong is told in its `reason`."""
    printed, begun = StringIO(), perf_counter()
    found: dict[str, Any] = {"hooks": ()}
    components: list[tuple[str, str, type[Component] | Later]] = []
    commands: list[tuple[str, Any]] = []
    try:
        with printing_to(printed):
            module = importing()
            hooks = hooks_of(module)
            found["hooks"] = tuple(sorted(hooks))
            for hook, function in sorted(hooks.items()):
                given = given_by(hook, function)
                if hook == COMMANDS:
                    commands += [(command_name(each), each) for each in given]
                else:
                    components += [(hook, component_name(hook, each), each) for each in given]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a plugin that calls sys.exit must not end the host
        components, commands = [], []
        found |= {"reason": reason(error), "trace": _trace(error)}
    found |= {"seconds": perf_counter() - begun, "printed": printed.getvalue()}
    done = Plugin(plugin.name, plugin.distribution, plugin.version, plugin.module, **found)
    return Loaded(
        done,
        tuple(Provided(hook, name, each, done) for hook, name, each in components),
        tuple(ProvidedCommand(name, command, done) for name, command in commands),
    )


def reason(error: BaseException) -> str:
    """An error in one line."""
    text = " ".join(str(error).split())
    if isinstance(error, ComponentError):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def first_line(text: str | None) -> str:
    """The first line of a docstring, without the full stop."""
    return (text or "").strip().splitlines()[0].rstrip(".") if (text or "").strip() else ""


def _identity(distribution: Distribution) -> tuple[str, str]:
    about: Mapping[str, str] = distribution.metadata or {}  # type: ignore[assignment]
    return about.get("Name") or "?", about.get("Version") or ""


def _of_distribution(distribution: Distribution, name: str, version: str) -> Iterator[Loaded]:
    try:
        entries = [entry for entry in distribution.entry_points if entry.group == GROUP]
    except Exception as error:  # noqa: BLE001 - what a stranger's installer wrote
        why = f"its entry_points.txt cannot be read: {reason(error)}"
        yield Loaded(Plugin(name, name, version, "", reason=why, trace=_trace(error)))
        return
    for entry in entries:
        yield load(Plugin(entry.name, name, version, entry.value), entry.load)


def _executed(path: Path) -> ModuleType:
    name = f"imgfw --plugin {path}"  # no import statement can mean it
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ComponentError("expected a Python file, with a name that ends in .py")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _trace(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_frame.f_code.co_filename == __file__:
        place = place.tb_next
    return "".join(traceback.format_exception(type(error), error, place))
