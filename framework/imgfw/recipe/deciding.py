"""Whether what [decide] asks for can be fitted, and is about a target that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..gallery import GalleryHead
from ..kinds import Head
from ..targets import Target
from .decide_table import DecideTable
from .spots import Problems, Spot
from .tables import SplitTable
from .words import shown


def check(
    table: DecideTable | None,
    split: SplitTable | None,
    targets: Mapping[str, Target],
    heads: Sequence[Head],
    complete: bool,
    spots: Spot,
    problems: Problems,
) -> None:
    """Note what asks for a val split where there is none, and what no target can have.

    targets   those that heads predict; `complete` says whether these and the heads are all
    """
    if table is None:
        return
    spot = spots.at("decide")
    if split is not None and not split.shares["val"] and "val" not in split.splits.values():
        for key in table.fits:
            gallery = any(isinstance(head, GalleryHead) for head in heads)
            if key == "false_accepts" and (gallery or not complete):
                continue  # a gallery makes strangers of those it knows
            what, hint = f"expected a val split, which {key} is fitted on", "give [split] val a share"
            problems.add(spot.at(key), what, "val = 0", hint)
    types = {target.type for target in targets.values()}
    for key, able in _types(table).items() if complete and types else ():
        if not types & able:
            what = f"expected a target of type {' or '.join(sorted(able))} for {key}"
            got = ", ".join(f"{shown(target.name)} of type {target.type}" for target in targets.values())
            problems.add(spot.at(key), what, got)


def _types(table: DecideTable) -> dict[str, set[str]]:
    """The types of target that each key asked for is about."""
    exclusive = {"classes", "ordinal"}
    able = {"aim": {"multi-label"}, "calibrate": {*exclusive, "multi-label"}}
    asked = {key: able.get(key, exclusive) for key in table.fits}
    return {**asked, "unknown": exclusive} if table.unknown else asked
