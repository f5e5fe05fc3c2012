"""Ask the hooks of a plugin's module, and check what they give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from inspect import isroutine
from types import ModuleType
from typing import Any

from .components import Component
from .errors import ComponentError, nearest
from .hookspecs import API_VERSION
from .kinds import KINDS
from .later import Later

COMMANDS = "imgfw_commands"
HOOKS = {**{f"imgfw_{kind}s": kind for kind in KINDS}, COMMANDS: "command"}
"""Hook -> the kind of what it gives."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def hooks_of(plugin: Any) -> dict[str, Callable[[], Any]]:
    """The hooks that a module implements, by name.

    Raises ComponentError if it is no module, implements none, misspells one, leaves out the mark, or needs a
    newer hook API.
    """
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


def given_by(hook: str, function: Callable[[], Any]) -> list[Any]:
    """What an implementation of a hook gives, as a list. Raises ComponentError if it is none."""
    given = function()
    if not isinstance(given, Iterable) or isinstance(given, str):
        raise ComponentError(f"{hook} gave {given!r}, expected a list")
    return list(given)


def component_name(hook: str, given: Any) -> str:
    """The name of a component that a hook gave, a class or a Later. Raises ComponentError if it has none."""
    base = KINDS[HOOKS[hook]]
    if isinstance(given, Later):
        name, called = given.name, given.where
    elif isinstance(given, type) and issubclass(given, base):
        name, called = given.model_fields["use"].default, given.__name__
    else:
        raise ComponentError(f"{hook} gave {given!r}, expected classes that inherit from {base.__name__}")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        got = f'"{name}"' if isinstance(name, str) else "none"
        raise ComponentError(
            f'{called} needs a name in lower case with hyphens, use: Literal["my-name"] = "my-name"; '
            f"got {got}"
        )
    return name


def component_class(hook: str, given: type[Component] | Later) -> type[Component]:
    """The class that a hook gave; a Later is imported. Raises what its import raises, or ComponentError if it
    is of another kind or name than was announced."""
    if not isinstance(given, Later):
        return given
    cls = given.load()
    if component_name(hook, cls) != given.name:
        own = cls.component_name()
        raise ComponentError(f'{given.where} is announced as "{given.name}", and calls itself "{own}"')
    return cls


def command_name(command: Any) -> str:
    """The name of a sub-command: a function, a `typer.Typer` group, or a Later. Raises ComponentError for
    anything else."""
    if isinstance(command, Later):
        return command.name
    group = getattr(command, "info", None)  # a typer.Typer; typer itself is not imported for it
    name = group.name if group is not None else getattr(command, "__name__", None)
    if not isinstance(name, str):
        raise ComponentError(f"{COMMANDS} gave {command!r}, expected functions or typer.Typer(name=...)")
    return name.strip("_").replace("_", "-")
