"""`imgfw plugins [NAME]`: which plugins there are, and what is wrong with the broken ones."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import CallError, nearest
from ..plugins import Plugin
from .output import print_json, print_table


def plugins(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Tell all of this one, its traceback included.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the plugins: where from, which hooks, how long their import took, and which are broken and why."""
    found = ctx.obj.registry.built().plugins
    chosen = found if name is None else tuple(plugin for plugin in found if plugin.name == name)
    if not chosen and name is not None:
        raise CallError(f'no plugin is called "{name}" ({nearest(name, [plugin.name for plugin in found])})')
    if json:
        print_json({"format": 1, "plugins": [vars(plugin) | {"fix": way_out(plugin)} for plugin in chosen]})
    elif name is None:
        header = ("name", "distribution", "version", "hooks", "import", "state")
        print_table(header, [_row(plugin) for plugin in chosen])
    else:
        print("\n\n".join(_all(plugin) for plugin in chosen))


def way_out(plugin: Plugin) -> str:
    """What a user can do about a broken plugin, "" for a working one."""
    if not plugin.reason:
        return ""
    if plugin.version:
        return f"update or uninstall {plugin.distribution}; imgfw works without it"
    return f"mend {plugin.distribution}, or leave out --plugin"


def _row(plugin: Plugin) -> tuple[str, ...]:
    hooks = ", ".join(hook.removeprefix("imgfw_") for hook in plugin.hooks)
    state = f"broken: {plugin.reason}" if plugin.reason else "ok"
    return plugin.name, plugin.distribution, plugin.version, hooks, f"{plugin.seconds * 1000:.0f} ms", state


def _all(plugin: Plugin) -> str:
    _, distribution, version, hooks, seconds, state = _row(plugin)
    lines = [
        f"{plugin.name}: {state}",
        f"from    {distribution} {version}".rstrip(),
        f"module  {plugin.module}",
        f"hooks   {hooks}",
        f"import  {seconds}",
    ]
    lines += [f"printed {plugin.printed!r}"] if plugin.printed else []
    lines += [f"fix     {way_out(plugin)}", "", plugin.trace.rstrip()] if plugin.reason else []
    return "\n".join(lines)
