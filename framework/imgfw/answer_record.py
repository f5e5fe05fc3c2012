"""An answer of a bundle as plain data: what `predict --json` prints, files hold and a server sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from .answer import Answer
    from .bundle import Bundle
    from .targets import Target


def record_of(bundle: Bundle, answer: Answer) -> dict[str, Any]:
    """An answer as plain data; probabilities in the shortest form that reads back to the same float32.

    What is decided is a label or None, a list of labels (multi-label), or a number; "set" lists the labels
    that it may be, where there are sets; "evidence" the nearest examples, where the bundle has some. An
    answer that was left out has the reason under "left_out" instead.
    """
    found: dict[str, Any] = {"file": answer.uri, "region": answer.number}
    if answer.left_out:
        return found | {"left_out": answer.left_out}
    for name, values in answer.probabilities.items():
        found[name] = {"decided": _decided(bundle, name, values)}
        if name in answer.sets:
            found[name]["set"] = list(answer.sets[name])
        names = value_names(bundle.targets[name])
        found[name]["probabilities"] = {n: float(str(p)) for n, p in zip(names, values, strict=True)}
        if near := answer.evidence.get(name):
            found[name]["evidence"] = [vars(each) for each in near]
    return found


def value_names(target: Target) -> tuple[str, ...]:
    """What the values of a prediction are called: the labels, "value" for a number."""
    return ("value",) if target.type == "number" else target.labels


def _decided(bundle: Bundle, name: str, values: np.ndarray) -> str | list[str] | float | None:
    target, found = bundle.targets[name], bundle.decide({name: values[None]})[name][0]
    if target.type == "number":
        return float(str(found))
    if target.exclusive:
        return target.labels[int(found)] if found >= 0 else None
    return list(target.named(found))
