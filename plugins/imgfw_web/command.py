"""`imgfw gather`: labelled pictures from public picture APIs, with where each came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imgfw import CallError, RunError

from .classes import wishes
from .licences import FREE, chosen

if TYPE_CHECKING:
    from .found import Api
    from .web import Web

_CONTACT = re.compile(r"[^\s@()]+@[^\s@()]+\.[^\s@()]+|https://[^\s()]+")


def gather(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(metavar="DIR", help="The folder to fill; made if it is not there.")],
    class_: Annotated[
        list[str],
        typer.Option(
            "--class",
            metavar="NAME[=QUERY]",
            help="A class, and what to search for it; may be given often, and often for one class.",
        ),
    ],
    from_: Annotated[
        Literal["openverse", "commons"], typer.Option("--from", help="The picture API to ask.")
    ] = "openverse",
    licence: Annotated[
        str, typer.Option(metavar="CODES", help="Licences to accept: cc0,pdm,by,by-sa,by-nc,by-nd,...")
    ] = ",".join(FREE),
    per_class: Annotated[int, typer.Option(min=1, max=10_000, help="Pictures a class at most.")] = 100,
    contact: Annotated[
        str,
        typer.Option(metavar="MAIL", help="Your address, told to every host asked; commons demands it."),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Gather labelled pictures from Openverse or Wikimedia Commons; run again, it continues."""
    asked, codes, api = wishes(class_), chosen(licence), _api(from_)
    if contact and not (contact.isascii() and contact.isprintable() and _CONTACT.fullmatch(contact)):
        raise CallError(f"--contact: expected a mail address or an https:// page, got {contact!r}")
    if api.needs_contact and not contact:
        raise CallError(f"--from {from_}: expected --contact you@example.org as well; {from_} demands it")
    web = _web(contact, ctx.obj.say)
    from .collection import Collection
    from .gathering import Gathering, Tally
    from .report import told

    collection = Collection(to.expanduser())
    tallies = {wish.name: Tally() for wish in asked}
    try:
        gathering = Gathering(api, web, collection, codes, per_class, ctx.obj.say)
        for wish in asked:
            gathering.fill(wish, tallies[wish.name])
    finally:
        web.close()
        collection.close()
        left_out = told(collection, tallies, per_class, json=json)
    if left_out:
        raise typer.Exit(3)


def _api(name: str) -> Api:
    from .commons import Commons
    from .openverse import Openverse

    return Commons() if name == "commons" else Openverse()


def _web(contact: str, say: Callable[[str], None]) -> Web:
    try:
        import httpcore
    except ImportError as error:
        raise RunError(f"imgfw gather: {error}; pip install 'imgfw[web]' brings what it needs") from error
    who = f" ({contact})" if contact else ""
    return open_web(f"imgfw/{version('imgfw')}{who} httpcore/{httpcore.__version__}", say)


def open_web(agent: str, say: Callable[[str], None]) -> Web:
    """The client that goes to the public web, and nowhere else."""
    from .web import Web

    return Web(agent, say)
