"""Which labels a picture has: what the bundle decides of one target, in any of its regions, and of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imgfw import CallError, nearest, record_of

if TYPE_CHECKING:
    from imgfw import Answer, Bundle, Target

    from .template import Template


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


def others_of(bundle: Bundle, template: Template) -> tuple[Target, ...]:
    """The other targets for whose labels a template asks. Raises CallError where one is not there.

    Only those of which one label holds: of several, nobody could say which folder it is.
    """
    able = {target.name: target for target in bundle.targets.values() if target.exclusive}
    for name in template.targets:
        if name not in able:
            raise CallError(
                f'--template "{template.text}": {{target:{name}}} is none of the targets '
                f"of which one label holds ({nearest(name, list(able))})"
            )
    return tuple(able[name] for name in template.targets)


def also_of(
    bundle: Bundle, target: Target, others: Sequence[Target], answers: Sequence[Answer]
) -> dict[str, dict[str, str]]:
    """{label: {other target: its label, "" for none}}, in the region in which the label is most probable."""
    found: dict[str, dict[str, str]] = {}
    best: dict[str, float] = {}
    for record in [record_of(bundle, answer) for answer in answers] if others else ():
        for label in _decided(record[target.name]):
            if (probability := record[target.name]["probabilities"][label]) > best.get(label, -1.0):
                best[label] = probability
                found[label] = {other.name: record[other.name]["decided"] or "" for other in others}
    return found


def labels_of(bundle: Bundle, target: Target, answers: Sequence[Answer]) -> dict[str, float]:
    """{label: its highest probability} of every label that is decided, in the order of the target."""
    found: dict[str, float] = {}
    for answer in answers:
        said = record_of(bundle, answer)[target.name]
        for label in _decided(said):
            found[label] = max(found.get(label, 0.0), said["probabilities"][label])
    return {label: found[label] for label in target.labels if label in found}


def _decided(said: Mapping[str, Any]) -> Sequence[str]:
    decided = said["decided"]
    return [decided] if isinstance(decided, str) else decided or ()
