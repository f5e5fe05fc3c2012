"""What may be asked of every command, wherever it stands in the line: how much to say, and plugin files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CallError

if TYPE_CHECKING:
    from ..progress import Progress
    from ..registry import Registry

_FLAGS = {"-v": "verbose", "--verbose": "verbose", "-q": "quiet", "--quiet": "quiet", "--debug": "debug"}


@dataclass(frozen=True)
class Call:
    """The options that every command has; a command finds them in `ctx.obj`.

    verbose  say more
    quiet    say nothing but results and errors
    debug    show the traceback of every error
    plugins  files to be loaded as plugins
    """

    verbose: bool = False
    quiet: bool = False
    debug: bool = False
    plugins: tuple[Path, ...] = ()

    @cached_property
    def registry(self) -> Registry:
        """Every plugin, the files included."""
        from ..registry import find_plugins

        return find_plugins(self.plugins)

    @cached_property
    def progress(self) -> Progress:
        """Tells how far long work is: a bar on a terminal, lines elsewhere, nothing if it is to be quiet."""
        from ..progress import Progress
        from .terminal import terminal_progress

        return Progress() if self.quiet else terminal_progress()

    def say(self, text: str) -> None:
        """Tell people something beside the result."""
        if not self.quiet:
            print(text, file=sys.stderr, flush=True)


def taken(args: Sequence[str]) -> tuple[Call, list[str]]:
    """The common options of a command line, and what is left of it. Everything behind "--" is left alone."""
    flags: set[str] = set()
    plugins: list[Path] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            return _call(flags, plugins), [*rest, word, *words]
        if word in _FLAGS:
            flags.add(_FLAGS[word])
        elif word == "--plugin" or word.startswith("--plugin="):
            plugins.append(_file(word, next(words, "") if word == "--plugin" else word.partition("=")[2]))
        else:
            rest.append(word)
    return _call(flags, plugins), rest


def _call(flags: set[str], plugins: Sequence[Path]) -> Call:
    return Call("verbose" in flags, "quiet" in flags, "debug" in flags, tuple(plugins))


def _file(word: str, given: str) -> Path:
    if not given:
        raise CallError(f"{word} needs a file: --plugin my_plugin.py")
    return Path(given).expanduser()
