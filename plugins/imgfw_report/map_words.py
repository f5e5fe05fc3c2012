"""What the numbers of a map come to, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgfw import Target

from .kept_features import Kept
from .neighbourhood import NEAREST, Neighbourhood, apart

CLEAR = 0.9
"""A label that is so far from chance toward 1 lies apart."""
FEW = 5
"""Of fewer pictures of a label nothing is said about that label alone."""
ENOUGH = 30
"""Of fewer groups that features tell nothing is not said: too few can show that they do."""
AXES = {
    "pca": "Its directions are those in which features differ most (principal components)",
    "t-sne": "It keeps near what is near (t-SNE); how far apart and how large groups are says nothing",
    "umap": "It keeps near what is near (UMAP); how far apart and how large groups are says little",
}


def says(
    kept: Kept,
    target: Target,
    found: Sequence[Neighbourhood | None],
    method: str,
    spread: float | None,
    *,
    drawn_open: int,
    seed: int,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences under a map and warnings over it."""
    groups = [sample.group_key for sample in kept.samples]
    first = found[0]
    told = [*_what(kept, method, spread, drawn_open), *_colours(target)]
    warned = list(_lost(kept))
    if first is not None:
        told.append(_number(target, first))
        low, _ = apart(first.shares - first.chance, [groups[row] for row in first.rows], seed)
        if low <= 0 and len({groups[row] for row in first.rows}) < ENOUGH:
            told.append("These pictures are too few to show whether that is more than chance.")
        elif low <= 0:
            warned.append(
                "What lies near each other shares this no more often than chance may have it: these "
                "features are made of something else. Another backbone, or one that is trained, may help."
            )
        told += _least(target, first) if low > 0 else []
    told += _compared(kept, target, found, groups, seed)
    return tuple(told), tuple(warned)


def _what(kept: Kept, method: str, spread: float | None, drawn_open: int) -> Iterator[str]:
    count = len(kept.samples)
    of = (
        f"{count:,} of {kept.of:,} {kept.split} pictures, by chance"
        if _sampled(kept)
        else "A point a picture"
    )
    axes = AXES[method]
    if spread is not None:
        axes += (
            f" and hold {spread:.0%} of all difference: what falls together here may lie apart in the rest"
        )
    yield f"{of}: near each other where features are alike. {axes}."
    if drawn_open < count:
        yield f"The {drawn_open:,} larger points open their pictures."


def _colours(target: Target) -> Iterator[str]:
    if target.type == "multi-label":
        yield "Of several labels that hold, the colour is that of the rarest."
    if target.type == "number":
        yield f"Colours are fifths of {target.name}, each with as many pictures."


def _sampled(kept: Kept) -> bool:
    return len(kept.samples) + kept.lost < kept.of


def _lost(kept: Kept) -> Iterator[str]:
    if kept.lost:
        yield f"Left out: {kept.lost:,} pictures of which features are kept no more."
    for name in kept.gone:
        yield f"Nothing is kept of the features of {name}."


def share_told(target: Target, found: Neighbourhood) -> str:
    """The number beside a map."""
    if target.type == "number":
        return f"{max(found.share, 0):.0%} of the spread explained by the {NEAREST} nearest"
    return f"{found.share:.0%} of the {NEAREST} nearest have the label, {found.by_chance:.0%} by chance"


def _number(target: Target, found: Neighbourhood) -> str:
    if target.type == "number":
        explained = f"explain {found.share:.0%}" if found.share > 0 else "explain nothing"
        return (
            f"The {NEAREST} pictures whose features are nearest to one {explained} of the spread of its "
            f"{target.name}, from the features themselves, not from the map."
        )
    each = " (each of its labels counted by itself)" if target.type == "multi-label" else ""
    return (
        f"Of the {NEAREST} pictures whose features are nearest to one, {found.share:.0%} have its label"
        f"{each}; by chance it would be {found.by_chance:.0%}. This is from the features themselves, not "
        "from the map."
    )


def _least(target: Target, found: Neighbourhood) -> Iterator[str]:
    """The label whose pictures lie most among others."""
    import numpy as np

    if target.type == "number":
        return
    by_label = []
    for label in np.unique(found.labels):
        own = found.labels == label
        if own.sum() >= FEW:
            share, chance = float(found.shares[own].mean()), float(found.chance[own].mean())
            by_label.append(((share - chance) / max(1 - chance, 1e-9), share, chance, int(label)))
    if len(by_label) > 1 and min(by_label)[0] < CLEAR:
        _, share, chance, label = min(by_label)
        yield (
            f"Least apart lies {target.labels[label]}: {share:.0%} of the nearest ({chance:.0%} by chance). "
            "More of its pictures, or a clearer border to its neighbours, help it most."
        )


def _compared(
    kept: Kept, target: Target, found: Sequence[Neighbourhood | None], groups: Sequence[str], seed: int
) -> Iterator[str]:
    """What the chosen candidate's features tell more, or less, than each other's."""
    first = found[0]
    for names, other in zip(kept.names[1:], found[1:], strict=True):
        if first is None or other is None:
            continue
        mine, its = first.beside(other)
        low, high = apart(mine.shares - its.shares, [groups[row] for row in mine.rows], seed)
        both = [f"{max(each.share, 0):.0%}" for each in (mine, its)]
        between = f"{' against '.join(both)} (difference {_points(low)} to {_points(high)} points, 95 %)"
        own = kept.names[0][0]
        if low > 0 or high < 0:
            better, worse = (own, names[0]) if low > 0 else (names[0], own)
            yield f"Labels lie further apart in the features of {better} than of {worse}: {between}."
        else:
            yield f"No difference is shown between the features of {own} and of {names[0]}: {between}."


def _points(share: float) -> str:
    return f"{100 * share:+.0f}".replace("-", "−")
