"""The sub-commands: the built-in ones, each imported when it is asked for, and those of plugins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from ..errors import CallError, ComponentError
from ..plugins import ProvidedCommand, reason
from ..registry import Registry

BUILT_IN = {
    "run": "run:run",
    "predict": "predict:predict",
    "validate": "validate:validate",
    "check": "check:check",
    "list": "listing:list_components",
    "show": "show:show",
    "show-sample": "show_sample:show_sample",
    "plugins": "plugins:plugins",
    "models": "models:models",
    "schema": "schema:schema",
    "runs": "runs:runs",
    "compare": "compare:compare",
    "cache": "cache:cache",
}
"""Name -> module of this package and the function in it."""


def built_in(name: str) -> Any:
    """The click command of a built-in name."""
    module, function = BUILT_IN[name].split(":")
    return _command(name, getattr(import_module(f".{module}", __package__), function))


def provided(registry: Registry, name: str) -> Any:
    """The click command that a plugin provides under this name; None if there is none.

    Raises CallError if two plugins claim it. One that typer cannot take says so when it is used.
    """
    claims = [given for given in registry.commands() if given.name == name]
    if len(claims) > 1:
        raise CallError(f'the command "{name}" is provided by {_names(claims)}; uninstall one of them')
    if not claims:
        return None
    try:
        return _command(name, claims[0].load())
    except Exception as error:  # noqa: BLE001 - a stranger's signature; the other commands go on
        return _command(name, _broken(claims[0], reason(error)))


def provided_names(registry: Registry) -> list[str]:
    """The names of the commands that plugins provide, but for those that are built in."""
    return sorted({given.name for given in registry.commands()} - set(BUILT_IN))


def refused(registry: Registry) -> list[str]:
    """A sentence for each command of a plugin that cannot be had, because its name is taken."""
    commands = registry.commands()
    sentences = [
        f'the command "{given.name}" of the plugin {given.plugin} is refused: imgfw has one of that name'
        for given in commands
        if given.name in BUILT_IN
    ]
    for name in provided_names(registry):
        claims = [given for given in commands if given.name == name]
        if len(claims) > 1:
            sentences.append(f'the command "{name}" is refused: {_names(claims)} both provide it')
    return sentences


def _names(claims: Sequence[ProvidedCommand]) -> str:
    return " and ".join(str(given.plugin) for given in claims)


def _command(name: str, given: Any) -> Any:
    if isinstance(given, typer.Typer):
        command = get_command(given)
    else:
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name)(given)
        command = get_command(single)
    command.name = name
    return command


def _broken(given: ProvidedCommand, why: str) -> Callable[[], None]:
    text = f"{given.name} of the plugin {given.plugin} cannot be used: {why}"

    def broken() -> None:
        raise ComponentError(text)

    broken.__doc__ = f"(broken) {why}"
    return broken
