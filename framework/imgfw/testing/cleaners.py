"""Cleaners, tried on a few samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..data import Finding, Picture, Sample
from ..kinds import Cleaner
from .inputs import pictures, rows_of, samples, target_of
from .saying import require

if TYPE_CHECKING:
    import numpy as np


def check_cleaner(component: Cleaner) -> None:
    """Findings are about the samples that were given, each with a reason, and twice the same."""
    first, again = _found(component), _found(component)
    require(component, first == again, "let the same samples give the same findings")
    ids = {sample.id for sample in samples()}
    for finding in first:
        require(component, isinstance(finding, Finding), f"let inspect give Findings, got {finding!r}")
        require(component, finding.id in ids, f"tell only of samples that were given, not of {finding.id!r}")
        acts = finding.action in ("drop", "flag")
        require(component, acts, f'let the action be "drop" or "flag", got {finding.action!r}')
        require(component, finding.reason.strip(), "give every finding a reason, for people")
        named = finding.cleaner == component.use
        require(component, named, f'sign findings with its name, "{component.use}", not {finding.cleaner!r}')


def _found(component: Cleaner) -> list[Finding]:
    given = samples()
    shown = dict(zip((sample.id for sample in given), pictures() * 4, strict=True))
    features: np.ndarray | None = None
    if "features" in component.needs:
        features = rows_of(target_of("classes"), map=False).inputs["features"]
    look: Callable[[Sample], Picture] | None = None
    if "picture" in component.needs:

        def look(sample: Sample) -> Picture:
            return shown[sample.id]

    return list(component.inspect(given, pictures=look, features=features))
