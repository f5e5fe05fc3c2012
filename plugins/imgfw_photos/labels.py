"""Which labels a picture has: what the bundle decides of one target, in any of its regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from imgfw import CallError, nearest, record_of

if TYPE_CHECKING:
    from imgfw import Answer, Bundle, Target


def target_of(bundle: Bundle, name: str | None) -> Target:
    """The target by whose labels pictures are organized: the one that is named, or the only one with labels.

    Raises CallError where there is none, or nobody says which of several.
    """
    able = {target.name: target for target in bundle.targets.values() if target.type != "number"}
    if not able:
        raise CallError("this model predicts numbers alone: there are no labels to organize by")
    if name is not None:
        if name not in able:
            raise CallError(
                f'--target "{name}": no target with labels is called so ({nearest(name, list(able))})'
            )
        return able[name]
    if len(able) > 1:
        raise CallError(f"this model has several targets: say which by --target ({', '.join(able)})")
    return next(iter(able.values()))


def labels_of(bundle: Bundle, target: Target, answers: Sequence[Answer]) -> dict[str, float]:
    """{label: its highest probability} of every label that is decided, in the order of the target."""
    found: dict[str, float] = {}
    for answer in answers:
        said = record_of(bundle, answer)[target.name]
        decided = said["decided"]
        for label in [decided] if isinstance(decided, str) else decided or ():
            found[label] = max(found.get(label, 0.0), said["probabilities"][label])
    return {label: found[label] for label in target.labels if label in found}
