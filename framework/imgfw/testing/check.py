"""Check one component: first what it declares, then, on small inputs, what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..components import Component
from .backbones import check_backbone
from .cleaners import check_cleaner
from .heads import check_head
from .metrics import check_metric
from .pictures import check_annotator, check_augmenter, check_transform
from .records import built
from .sections import check_section
from .sinks import check_sink
from .sources import check_source
from .verbs import check_verbs

BEHAVIOUR: dict[str, Callable[[Any], None]] = {
    "source": check_source,
    "annotator": check_annotator,
    "cleaner": check_cleaner,
    "transform": check_transform,
    "augmenter": check_augmenter,
    "backbone": check_backbone,
    "head": check_head,
    "metric": check_metric,
    "sink": check_sink,
    "section": check_section,
}
"""Kind -> what is tried with a component of it; a trainer is judged by what it declares."""


def check_component(cls: type[Component], **parameters: Any) -> None:
    """Raise AssertionError, with a sentence that says what to do, if a component breaks its contract.

    parameters  those to try it with, where it has some without a default: check_component(Listed, path=...)
    """
    component = built(cls, parameters)
    check_verbs(component)
    if component.kind in BEHAVIOUR:
        BEHAVIOUR[component.kind](component)
