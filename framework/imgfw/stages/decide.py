"""Decide: what turns probabilities into decisions; fitted on val, and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from ..decisions import Decision
from ..targets import Target


def decide(targets: Mapping[str, Target], *, threshold: float) -> dict[str, Decision]:
    """A decision for every target: one fixed threshold for labels that do not exclude each other."""
    return {
        name: Decision(thresholds=(threshold,) * target.width if target.type == "multi-label" else ())
        for name, target in targets.items()
    }
