"""The `imgfw` command: finds the sub-command, and turns whatever happens into words and an exit code.

0 done, 1 failed, 2 the recipe or the call is wrong, 3 done but some files could not be used, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..errors import CallError, ImgfwError, RecipeError, RunError, nearest
from ..printable import printable, printable_lines
from .call import Call, taken
from .commands import BUILT_IN, built_in, provided, provided_names, refused
from .interrupt import INTERRUPTED, interruptible, leave

PRINTING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What may be wrong with the place that stdout leads to."""
BUG = "this is a bug in imgfw or in a plugin; please report it with the lines above"


class Commands(TyperGroup):
    """The sub-commands, looked up when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every name, the built-in ones first."""
        return [*BUILT_IN, *provided_names(_call(ctx).registry)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, or None."""
        if cmd_name in BUILT_IN:
            return built_in(cmd_name)
        return provided(_call(ctx).registry, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the line begins with. Raises CallError with the nearest name."""
        if self.get_command(ctx, args[0]) is None:
            lines = [f'no command is called "{args[0]}" ({nearest(args[0], self.list_commands(ctx))})']
            for plugin in _call(ctx).registry.broken:
                lines.append(f"  it may be in the plugin {plugin}, which is broken: {plugin.reason}")
            raise CallError("\n".join(lines))
        return super().resolve_command(ctx, args)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """What is wrong with the plugins' commands, below the list of commands."""
        for sentence in refused(_call(ctx).registry):
            formatter.write_paragraph()
            formatter.write_text(sentence)

    def invoke(self, ctx: Any) -> Any:
        """Do it; an interrupt ends the process at once, so that no thread holds it up."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            leave()


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"imgfw {version('imgfw')}")
        raise typer.Exit


# `call.taken` takes these out of the line, so that they may stand anywhere; here for --help and completion.
@app.callback()
def everywhere(
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but results and errors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of every error.")] = False,
    plugin: Annotated[list[Path] | None, typer.Option(help="A Python file to load as a plugin.")] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Image classification from one TOML recipe; every piece of it is a plugin.

    The options below may stand before or behind the command.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Do what the command line says; gives the exit code."""
    given = sys.argv[1:] if args is None else args
    call = Call(debug="--debug" in given)
    try:
        _check_streams()
        call, rest = taken(given)
        with interruptible():
            return _answered(rest or ["--help"], call)
    except ImgfwError as error:
        if call.debug:
            traceback.print_exc()
        print(
            error if isinstance(error, RecipeError) else printable_lines(f"imgfw: {error}"), file=sys.stderr
        )
        return error.exit_code
    except KeyboardInterrupt:
        leave()
        return INTERRUPTED
    except OSError as error:
        return _unwritten(error, call)
    except Exception:  # noqa: BLE001 - the top of the command line
        traceback.print_exc()
        print(BUG, file=sys.stderr)
        return 1


def _answered(args: Sequence[str], call: Call) -> int:
    try:
        app(args, prog_name="imgfw", obj=call)
    except SystemExit as stop:
        code = stop.code
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        sys.stdout = None  # or Python's own flush at exit would complain
        return 1
    return code if isinstance(code, int) else 0 if code is None else 1


def _check_streams() -> None:
    """Raises RunError before any work where there is no place for results; no place for words is silence."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - it lasts as long as the process
    if sys.stdout is None:
        raise RunError("stdout is closed: there is no place for results; open one, as in > results.txt")


def _unwritten(error: OSError, call: Call) -> int:
    """Tell what the system refused, and where; whoever writes a file names it, so the rest was printed."""
    place = error.filename or ("output" if error.errno in PRINTING else "")
    if call.debug or not place:
        traceback.print_exc()
    said = f"imgfw: {printable(str(place))}: {error.strerror or error}" if place else BUG
    print(said, file=sys.stderr)
    return 1


def _call(ctx: Any) -> Call:
    return ctx.find_root().obj
