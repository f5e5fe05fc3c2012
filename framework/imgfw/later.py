"""A component or command that a plugin announces and that is imported when it is used."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from .errors import ComponentError


@dataclass(frozen=True)
class Later:
    """What a hook may give in place of a class or function: a hundred of them are listed and none imported.

    name         as recipes or the command line call it
    where        "module:Name" of the class or function
    description  the first line of its docstring, without the full stop
    """

    name: str
    where: str
    description: str

    def load(self) -> Any:
        """The class or function. Raises what its import raises, or ComponentError if it is not there."""
        module, _, name = self.where.partition(":")
        found = getattr(import_module(module), name, None)
        if found is None:
            raise ComponentError(f'{self.name} is announced at "{self.where}", and is not there')
        return found
