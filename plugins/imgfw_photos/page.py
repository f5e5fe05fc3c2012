"""The page of a plan: the ledger, and a gallery a folder with the least certain pictures first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from shlex import quote
from typing import Any

from .dates import RULES
from .ledger import Ledger
from .plan import Item, Plan
from .planning import Entry
from .thumbnails import Thumbnail, thumbnails

MOST, EACH, LISTED = 500, 24, 200
"""Pictures of a page, pictures of a gallery, and lines of a list at most."""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_VERBS = {"copy": "copied", "move": "moved", "hardlink": "linked", "symlink": "linked by name"}
_NOTES = {
    "unsorted": "no label above its threshold",
    "duplicate": "copies of others",
    "unreadable": "named below",
}


@dataclass(frozen=True)
class Card:
    """A picture as shown.

    name   what it is called at its place; `named` what it is called now, where that differs
    """

    source: str
    name: str
    named: str
    date: str
    probability: float | None
    thumbnail: Thumbnail | None


@dataclass(frozen=True)
class Gallery:
    """The first pictures of a folder, and how many there are."""

    name: str
    cards: tuple[Card, ...]
    of: int


def page(
    plan: Plan,
    folder: Path,
    items: Sequence[Item],
    entries: Mapping[str, Sequence[Entry]],
    ledger: Ledger,
    workers: int,
) -> str:
    """The whole page as HTML, for itself alone: pictures and styles are in it.

    folder   where the plan is once it is made
    entries  {folder: its pictures}; of so many that a page of them would be of no use, some are shown
    """
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(files(__package__).joinpath("plan.html").read_text("utf-8"))
    by_source = {item.source: item for item in items}
    unsorted = [
        Entry(None, item.source, "") for item in items if item.fate == "unsorted" and not item.follows
    ]
    shown = _shown(entries, unsorted)
    small = thumbnails(dict.fromkeys(entry.source for chosen in shown.values() for entry in chosen), workers)
    counts: dict[str | None, int] = {
        **{name: len(each) for name, each in entries.items()},
        None: len(unsorted),
    }
    made = {
        name: Gallery(name or "", tuple(_card(e, by_source[e.source], small) for e in chosen), counts[name])
        for name, chosen in shown.items()
    }
    return template.render(
        policy=_POLICY,
        plan=plan,
        folder=quote(str(folder.absolute())),
        verb=_VERBS.get(plan.mode, ""),
        ledger=ledger,
        fates=_fates(ledger),
        rest=_rest(ledger),
        dates=_dates(ledger),
        galleries=[gallery for name, gallery in made.items() if name is not None],
        most=max((len(each) for each in entries.values()), default=1),
        unsorted=made[None],
        unreadable=_listed(item for item in items if item.fate == "unreadable"),
        duplicates=_listed(item for item in items if item.fate == "duplicate" and not item.follows),
        others=_listed(item for item in items if item.fate == "other"),
    )


def _shown(
    entries: Mapping[str, Sequence[Entry]], unsorted: Sequence[Entry]
) -> dict[str | None, Sequence[Entry]]:
    """Which pictures of each folder are shown, in order; those without a folder under None.

    The largest folders come first; so do their pictures where there is not room for some of each.
    """
    ordered = sorted(entries, key=lambda name: (-len(entries[name]), name))
    sizes = [len(entries[name]) for name in ordered] + [len(unsorted)]
    each = next((most for most in range(EACH, 1, -1) if sum(min(most, size) for size in sizes) <= MOST), 1)
    shown: dict[str | None, Sequence[Entry]] = {}
    room = MOST
    for name in ordered:
        chosen = sorted(entries[name], key=lambda entry: (entry.probability or 0.0, entry.source))
        shown[name] = chosen[: min(each, room)]
        room -= len(shown[name])
    shown[None] = unsorted[: min(each, room)]
    return shown


def _card(entry: Entry, item: Item, small: Mapping[str, Thumbnail]) -> Card:
    name = PurePath(item.source).name
    named = name if entry.name and entry.name != name else ""
    return Card(
        item.source, entry.name or name, named, item.date[:10], entry.probability, small.get(item.source)
    )


def _fates(ledger: Ledger) -> list[dict[str, Any]]:
    folders = len(ledger.places)
    placed = f"in {folders:,} folder{'s' if folders != 1 else ''}" if folders else ""
    if ledger.there:
        placed = f"{ledger.there:,} there already"
    notes = {"placed": placed, **_NOTES}
    return [{"name": name, "count": getattr(ledger, name), "note": note} for name, note in notes.items()]


def _rest(ledger: Ledger) -> str:
    """What is no picture, as one sentence."""
    told = [
        (ledger.companions, "file that belongs to a picture", "files that belong to a picture"),
        (ledger.videos, "video", "videos"),
        (ledger.other, "other file or folder", "other files and folders"),
    ]
    parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in told if count]
    return f"Besides these: {', '.join(parts)}." if parts else ""


def _dates(ledger: Ledger) -> list[dict[str, Any]]:
    known = [(RULES[rule], ledger.dates[rule]) for rule in RULES if ledger.dates[rule]]
    without = [("nothing: undated", ledger.dates[""])] if ledger.dates[""] else []
    return [{"name": name, "count": count, "of": ledger.dates.total()} for name, count in known + without]


def _listed(items: Iterable[Item]) -> dict[str, Any]:
    found = list(items)
    return {"shown": found[:LISTED], "of": len(found)}
