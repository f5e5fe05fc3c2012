"""A plan: what is to become of every file that was found.

A plan is a folder with `plan.json`, what it is about, and `plan.csv`, a line a file (see `plan_table.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from imgfw import CallError, json_text, whole_text

FORMAT = 2
ABOUT = "plan.json"

Mode = Literal["copy", "move", "hardlink", "symlink", "xmp"]
Fate = Literal["placed", "unsorted", "duplicate", "unreadable", "other"]


@dataclass(frozen=True)
class Item:
    """A file that was found.

    source       where it is, absolute
    fate         placed | unsorted (no label) | duplicate (the same content as another) | unreadable | other
                 (no picture, and belonging to none)
    size         bytes
    modified_ns  when it was last changed, nanoseconds since the epoch
    digest       sha256 of its content, hex; "" where nobody had to read it
    places       where it goes, below the target, "/" between folders; none unless it is placed
    follows      the source of the picture to which it belongs and with which it goes; "" for a picture
    labels       what is seen in it
    probability  of the least certain of them; None where there is none
    date         when it was taken, ISO 8601; "" where nothing says so
    date_from    which rule gave that
    reason       why it is not placed, or has another name there
    line         in the table that it was read from; 0 where it was not
    """

    source: str
    fate: Fate
    size: int = 0
    modified_ns: int = 0
    digest: str = ""
    places: tuple[str, ...] = ()
    follows: str = ""
    labels: tuple[str, ...] = ()
    probability: float | None = None
    date: str = ""
    date_from: str = ""
    reason: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Plan:
    """What a plan is about.

    target    the folder below which places are, absolute
    sources   the files and folders that were looked through, absolute
    mode      copy | move | hardlink | symlink | xmp (labels are written beside the pictures; nothing moves)
    copies    of a picture with several places: "copies", or "links", hard links to that at the first of them
    run       the run whose bundle saw the labels, and `bundle` the digest of that
    template  of the places
    created   when, ISO 8601
    held      the target, or the nearest folder above it that was there, if anything lay in it then
    totals    {fate: files}
    """

    target: Path
    sources: tuple[Path, ...]
    mode: Mode = "copy"
    copies: Literal["links", "copies"] = "copies"
    run: str = ""
    bundle: str = ""
    template: str = ""
    created: str = ""
    held: Path | None = None
    totals: Mapping[str, int] = field(default_factory=dict)


def write_plan(folder: Path, plan: Plan) -> None:
    """Write what a plan is about into its folder: the last step, after its table."""
    named = {each.name: getattr(plan, each.name) for each in fields(Plan)}
    paths = {
        "target": str(plan.target),
        "sources": [str(source) for source in plan.sources],
        "held": str(plan.held) if plan.held else None,
    }
    with whole_text(folder / ABOUT) as file:
        file.write(json_text({"format": FORMAT, **named, **paths}, indent=2) + "\n")


def read_plan(folder: Path) -> Plan:
    """What the plan in a folder is about. Raises CallError where there is none, or it is damaged."""
    path = folder / ABOUT
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise CallError(
            f"{folder}: is no plan, it has no {ABOUT}; `imgfw organize plan` makes one"
        ) from error
    except OSError as error:
        raise CallError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path}: expected JSON, got something else: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("format"), int):
        raise CallError(f'{path}: expected an object with "format", got something else')
    if found["format"] > FORMAT:
        raise CallError(f"{path}: format {found['format']} is newer than this imgfw; update it")
    return _about(found, path)


def _about(found: Mapping[str, Any], path: Path) -> Plan:
    names = {each.name for each in fields(Plan)}
    try:
        about = {name: found[name] for name in names}
        about["target"] = Path(about["target"])
        about["sources"] = tuple(Path(source) for source in about["sources"])
        about["held"] = Path(about["held"]) if about["held"] else None
        plan = Plan(**about)
    except (KeyError, TypeError) as error:
        raise CallError(f"{path}: damaged: {error}; make the plan again") from error
    if plan.mode not in get_args(Mode) or plan.copies not in ("links", "copies"):
        raise CallError(f"{path}: expected mode {' | '.join(get_args(Mode))}, got {plan.mode!r}")
    if not all(each.is_absolute() for each in (plan.target, *plan.sources)):
        raise CallError(f"{path}: expected absolute paths for target and sources")
    return plan
