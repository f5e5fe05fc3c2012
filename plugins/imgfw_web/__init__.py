"""Pictures from the web: gather them from public picture APIs, and use them with their attribution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imgfw import Source, hookimpl

from .command import gather
from .source import Gathered


@hookimpl
def imgfw_sources() -> list[type[Source]]:
    """Gathered pictures."""
    return [Gathered]


@hookimpl
def imgfw_commands() -> list[Callable[..., Any]]:
    """`imgfw gather`."""
    return [gather]
