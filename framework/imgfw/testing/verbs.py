"""Which verbs a component of each kind needs, and whether they can be called as the core calls them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ..components import Component, Learner
from ..kinds import KINDS
from ..neural import NeuralBackbone, NeuralHead
from .saying import require

NEEDED: dict[str, tuple[str, ...]] = {
    "source": ("gives", "samples", "read"),
    "annotator": ("annotate",),
    "cleaner": ("inspect",),
    "transform": ("apply",),
    "augmenter": ("apply",),
    "backbone": ("encode",),
    "head": ("fit", "restore"),
    "trainer": ("needs_of", "frozen", "train", "restore"),
    "metric": ("gives", "score"),
    "sink": ("write",),
    "section": ("show",),
}


def check_verbs(component: Component) -> None:
    """Every verb its kind needs is defined, and takes what its kind gives it."""
    base = _base(component)
    for verb in _needed(component):
        require(component, _own(component, base, verb), f"define {verb}{_signature(base, verb)}")
    if isinstance(component, NeuralBackbone | NeuralHead):
        named = isinstance(getattr(type(component), "trainer", None), str)
        require(component, named, 'name the trainer that understands it: trainer: ClassVar[str] = "keras"')
    for verb in _verbs(base):
        if _own(component, base, verb):
            _check_signature(component, base, verb)


def _base(component: Component) -> type[Component]:
    neural = (base for base in (NeuralBackbone, NeuralHead) if isinstance(component, base))
    return next(neural, KINDS[component.kind])


def _needed(component: Component) -> tuple[str, ...]:
    if isinstance(component, NeuralBackbone):
        return ("network", "scaled", "pixels")
    if isinstance(component, NeuralHead):
        return ("layers",)
    if component.kind in ("transform", "backbone") and _own(component, KINDS[component.kind], "fit"):
        return ("fit", "restore")
    return NEEDED[component.kind]


def _verbs(base: type[Component]) -> list[str]:
    classes = [cls for cls in base.__mro__ if issubclass(cls, Component)]
    return sorted(
        {
            name
            for cls in classes
            for name, value in vars(cls).items()
            if isinstance(value, FunctionType | classmethod) and not name.startswith(("_", "model_"))
        }
    )


def _own(component: Component, base: type[Component], verb: str) -> bool:
    """Whether the component defines a verb that its kind, or `Learner`, leaves to it."""
    mine = inspect.getattr_static(type(component), verb, None)
    left = (inspect.getattr_static(each, verb, None) for each in (base, Learner))
    return mine is not None and all(mine is not each for each in left)


def _signature(base: type[Component], verb: str) -> str:
    parameters = [p.replace(annotation=p.empty) for p in _parameters(getattr(base, verb))]
    return str(inspect.Signature(parameters))


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def _check_signature(component: Component, base: type[Component], verb: str) -> None:
    asked = _parameters(getattr(base, verb))
    positional = [None for p in asked if p.kind is p.POSITIONAL_OR_KEYWORD]
    named = {p.name: None for p in asked if p.kind is p.KEYWORD_ONLY}
    mine = inspect.signature(getattr(type(component), verb))
    try:
        mine.bind(*positional, **named)
    except TypeError:
        of_class = isinstance(inspect.getattr_static(base, verb), classmethod)
        how = f"let {verb} {'be a classmethod and ' if of_class else ''}take {_signature(base, verb)}"
        require(component, False, f"{how}; it takes {mine}")
