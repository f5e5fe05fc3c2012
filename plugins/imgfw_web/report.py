"""What was gathered, told: a table or one JSON document on stdout, what was left out on stderr."""

from __future__ import annotations

import json as jsons
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .collection import Collection
    from .gathering import Tally

HEADER = ("class", "kept", "new", "listed", "copies", "other licence", "left out")


def told(collection: Collection, tallies: Mapping[str, Tally], per_class: int, *, json: bool) -> int:
    """Print it; gives how many pictures of these classes could not be used, in this run or before."""
    classes = {name: _class(collection, name, tally) for name, tally in tallies.items()}
    if json:
        document = {"format": 1, "to": str(collection.folder), "per_class": per_class, "classes": classes}
        print(
            jsons.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
        )
    else:
        rows = [
            (
                name,
                *(f"{one[key]:,}" for key in ("kept", "new", "listed", "copies", "other_licence")),
                f"{len(one['left_out']):,}",
            )
            for name, one in classes.items()
        ]
        print("\n".join(_aligned([HEADER, *rows])))
    for name, one in classes.items():
        for each in one["left_out"]:
            print(f"left out: {name}: {each['picture']}: {each['reason']}", file=sys.stderr)
    return sum(len(one["left_out"]) for one in classes.values())


def _class(collection: Collection, name: str, tally: Tally) -> dict[str, Any]:
    refused = [row for row in collection.refused.values() if row["class"] == name]
    left_out = {row["picture_url"]: row["reason"] for row in refused if row["outcome"] == "refused"}
    copies = sum(row["outcome"] == "duplicate" for row in refused)
    return {
        "kept": collection.kept(name),
        "new": tally.new,
        "listed": tally.listed,
        "copies": copies + tally.elsewhere,
        "other_licence": tally.licences,
        "left_out": [
            {"picture": link, "reason": reason} for link, reason in {**left_out, **tally.later}.items()
        ],
    }


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows
    ]
