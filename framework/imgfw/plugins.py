"""Load plugins one by one, each on its own, so that a broken one harms nobody."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions
from importlib.util import module_from_spec, spec_from_file_location
from inspect import isroutine
from io import StringIO
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any

from .components import Component
from .errors import CallError, ComponentError, nearest
from .hookspecs import API_VERSION
from .kinds import KINDS

GROUP = "imgfw"
COMMANDS = "imgfw_commands"
HOOKS = {**{f"imgfw_{kind}s": kind for kind in KINDS}, COMMANDS: "command"}
"""Hook -> the kind of what it gives."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
    """A component and the plugin that provides it."""

    kind: str
    name: str
    cls: type[Component]
    plugin: Plugin


@dataclass(frozen=True)
class ProvidedCommand:
    """A sub-command and the plugin that provides it: a function, or a `typer.Typer` group."""

    name: str
    command: Any
    plugin: Plugin


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
            for entry in _entries(distribution):
                yield load(Plugin(entry.name, name, version, entry.value), entry.load)


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
    components: list[tuple[str, str, type[Component]]] = []
    commands: list[tuple[str, Any]] = []
    try:
        with redirect_stdout(printed):
            module = importing()
            hooks = _hooks(module)
            found["hooks"] = tuple(sorted(hooks))
            for hook, function in sorted(hooks.items()):
                if hook == COMMANDS:
                    commands += [(_command_name(given), given) for given in _given(hook, function)]
                else:
                    components += [_checked(hook, given) for given in _given(hook, function)]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a plugin that calls sys.exit must not end the host
        components, commands = [], []
        found |= {"reason": reason(error), "trace": _trace(error)}
    found |= {"seconds": perf_counter() - begun, "printed": printed.getvalue()}
    done = Plugin(plugin.name, plugin.distribution, plugin.version, plugin.module, **found)
    return Loaded(
        done,
        tuple(Provided(kind, name, cls, done) for kind, name, cls in components),
        tuple(ProvidedCommand(name, command, done) for name, command in commands),
    )


def reason(error: BaseException) -> str:
    """An error in one line."""
    text = " ".join(str(error).split())
    if isinstance(error, ComponentError):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _identity(distribution: Distribution) -> tuple[str, str]:
    about: Mapping[str, str] = distribution.metadata or {}  # type: ignore[assignment]
    return about.get("Name") or "?", about.get("Version") or ""


def _entries(distribution: Distribution) -> list[EntryPoint]:
    return [entry for entry in distribution.entry_points if entry.group == GROUP]


def _executed(path: Path) -> ModuleType:
    name = f"imgfw --plugin {path}"  # no import statement can mean it
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ComponentError("expected a Python file, with a name that ends in .py")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _hooks(plugin: Any) -> dict[str, Callable[[], Any]]:
    if not isinstance(plugin, ModuleType):
        raise ComponentError(f"its entry point names {plugin!r}, expected a module")
    wanted = getattr(plugin, "IMGFW_API", API_VERSION)
    if wanted > API_VERSION:
        raise ComponentError(f"it needs hook API {wanted}, this imgfw has {API_VERSION}; update imgfw")
    found: dict[str, Callable[[], Any]] = {}
    for name, function in vars(plugin).items():
        if not isroutine(function):
            continue
        marked = getattr(function, "imgfw_impl", None)
        if marked is None and name.startswith("imgfw_") and function.__module__ == plugin.__name__:
            raise ComponentError(f"{name} is not marked with @hookimpl (`from imgfw import hookimpl`)")
        if marked is not None and name not in HOOKS:
            raise ComponentError(f"no hook is called {name} ({nearest(name, list(HOOKS))})")
        if marked is not None:
            found[name] = function
    if not found:
        raise ComponentError(f"it implements no hook; expected some of {', '.join(HOOKS)}")
    return found


def _given(hook: str, function: Callable[[], Any]) -> list[Any]:
    given = function()
    if not isinstance(given, Iterable) or isinstance(given, str):
        raise ComponentError(f"{hook} gave {given!r}, expected a list")
    return list(given)


def _checked(hook: str, cls: Any) -> tuple[str, str, type[Component]]:
    base = KINDS[HOOKS[hook]]
    if not (isinstance(cls, type) and issubclass(cls, base)):
        raise ComponentError(f"{hook} gave {cls!r}, expected classes that inherit from {base.__name__}")
    name = cls.model_fields["use"].default
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        got = f'"{name}"' if isinstance(name, str) else "none"
        raise ComponentError(
            f'{cls.__name__} needs a name in lower case with hyphens, use: Literal["my-name"] = "my-name"; '
            f"got {got}"
        )
    return base.kind, name, cls


def _command_name(command: Any) -> str:
    group = getattr(command, "info", None)  # a typer.Typer; typer itself is not imported for it
    name = group.name if group is not None else getattr(command, "__name__", None)
    if not isinstance(name, str):
        raise ComponentError(f"{COMMANDS} gave {command!r}, expected functions or typer.Typer(name=...)")
    return name.strip("_").replace("_", "-")


def _trace(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_frame.f_code.co_filename == __file__:
        place = place.tb_next
    return "".join(traceback.format_exception(type(error), error, place))
