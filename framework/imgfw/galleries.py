"""The gallery in a bundle: which head has it, the bundle with another one, and doubts about who was added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .bundle import Bundle
from .errors import CallError
from .gallery import FittedGallery, GalleryHead
from .parts import Part

if TYPE_CHECKING:
    import numpy as np

Rows = Mapping[str, "np.ndarray"]
"""{picture: its features (D,)}."""


def gallery_of(bundle: Bundle, target: str | None = None) -> tuple[str, str]:
    """The target whose labels come and go, and the name of its head. Raises CallError where that is not one.

    target  which, if there are several
    """
    found = {
        name: head
        for head, part in bundle.heads.items()
        if isinstance(part.component, GalleryHead)
        for name in part.fitted.labels
    }
    if not found:
        uses = ", ".join(part.component.use for part in bundle.heads.values())
        raise CallError(f"this bundle's labels are fixed; expected a head such as prototypes, got {uses}")
    if target is None and len(found) == 1:
        return next(iter(found.items()))
    if target is None or target not in found:
        got = "none" if target is None else f'"{target}"'
        raise CallError(f"expected a target of {', '.join(found)}, got {got}")
    return target, found[target]


def changed(bundle: Bundle, target: str, change: Callable[[FittedGallery], FittedGallery]) -> Bundle:
    """The next generation of a bundle, with another gallery.

    Raises CallError where a head was trained on what the gallery says of the labels that it has.
    """
    _, head = gallery_of(bundle, target)
    components: dict[str, Any] = {name: part.component for name, part in bundle.heads.items()}
    fed = [name for name, component in components.items() if f"head:{head}" in component.inputs]
    if fed:
        raise CallError(
            f'the labels of "{target}" are fixed, for the head "{fed[0]}" was trained on all of them'
        )
    if (inputs := components[head].inputs) != ("features",):
        raise CallError(
            f'the labels of "{target}" are fixed, for its gallery sees {" and ".join(inputs)}; only one that '
            "sees features alone can be given pictures"
        )
    fitted = change(bundle.heads[head].fitted)
    labels = tuple(fitted.labels[target])
    return replace(
        bundle,
        heads={**bundle.heads, head: Part(bundle.heads[head].component, fitted)},
        targets={**bundle.targets, target: replace(bundle.targets[target], labels=labels)},
        generation=bundle.generation + 1,
    )


def added(bundle: Bundle, target: str, label: str, rows: Rows) -> Bundle:
    """The next generation, with these pictures of a label, one or more."""
    return changed(bundle, target, lambda gallery: gallery.add(label, stacked(rows), target=target))


def stacked(rows: Rows) -> np.ndarray:
    """The features as one array (N, D)."""
    import numpy as np

    return np.stack(list(rows.values()))


def taken_for(bundle: Bundle, target: str, label: str, rows: Rows) -> dict[str, str]:
    """{picture: whom the bundle sees in it}, where that is somebody other than `label`.

    None where the bundle takes everybody for somebody, which tells nothing.
    """
    if not bundle.decisions[target].unknown:
        return {}
    return {uri: who for uri, who in _decided(bundle, target, rows).items() if who not in (label, "")}


def examples_found(bundle: Bundle, target: str) -> tuple[int, int]:
    """In how many of the examples that it keeps a bundle sees their own label, and how many there are."""
    kept = bundle.examples.get(target)
    if kept is None or not kept.labels:
        return 0, 0
    rows = {str(at): row for at, row in enumerate(kept.features)}
    seen = _decided(bundle, target, rows).values()
    return sum(who == label for who, label in zip(seen, kept.labels, strict=True)), len(kept.labels)


def unlike(bundle: Bundle, target: str, label: str, rows: Rows) -> tuple[str, ...]:
    """The pictures in which the bundle would not see a label if it knew it from the other pictures alone.

    Where its threshold makes strangers of most who are known, it tells nothing, and who is nearest counts.
    """
    seen, kept = examples_found(bundle, target)
    if 2 * seen < kept:
        nearest = replace(bundle.decisions[target], unknown=0.0)
        bundle = replace(bundle, decisions={**bundle.decisions, target: nearest})
    found = []
    for uri, row in rows.items():
        others = {other: each for other, each in rows.items() if other != uri}
        knowing = added(bundle, target, label, others) if others else bundle
        if label in knowing.targets[target].labels:
            found += [uri] if _decided(knowing, target, {uri: row})[uri] != label else []
    return tuple(found)


def _decided(bundle: Bundle, target: str, rows: Rows) -> dict[str, str]:
    """{picture: whom the bundle sees in it, "" for nobody}."""
    if not rows:
        return {}
    labels = (*bundle.targets[target].labels, "")
    decided = bundle.decide({target: bundle.probabilities(stacked(rows))[target]})[target]
    return {uri: labels[at] for uri, at in zip(rows, decided.tolist(), strict=True)}
