"""Decide: what turns probabilities into decisions; fitted on val, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import conformal, strangers, temperature, thresholds
from ..decisions import Decision, calibrated
from ..resampling import codes
from ..strangers import Strangers
from ..targets import Target

if TYPE_CHECKING:
    import numpy as np

REVISION = 2
"""Raised when equal rows would give another decision than before."""
FEWEST = 5
"""A threshold needs so many rows that hold and so many that do not, a temperature so many that are known."""


@dataclass(frozen=True)
class Aims:
    """What the table [decide] of a recipe asks for; see there."""

    threshold: float = 0.5
    aim: thresholds.Aim = "fixed"
    at_least: float | None = None
    calibrate: bool = False
    unknown: float = 0.0
    false_accepts: float | None = None
    coverage: float | None = None


@dataclass(frozen=True)
class Val:
    """What decisions about one target are fitted on: the N samples of val.

    probabilities  float32 (N, C), as the head gives them
    truth          see `targets.truth`
    groups         N group names
    learned        labels that some training row has
    strangers      labels of a gallery, each taken out of it before; None where there is none
    """

    probabilities: np.ndarray
    truth: np.ndarray
    groups: Sequence[str]
    learned: Set[str]
    strangers: Strangers | None = None


@dataclass(frozen=True)
class Decided:
    """A decision, and what people should know of how it came about."""

    decision: Decision
    notes: tuple[str, ...] = ()


_AIMLESS = (
    f"the temperature is the highest, {temperature.HIGHEST:g}: on val the head is no better than chance"
)


def fixed(targets: Mapping[str, Target], aims: Aims) -> dict[str, Decision]:
    """Decisions about which nothing is fitted."""
    return {name: _fixed(target, aims) for name, target in targets.items()}


def decide(target: Target, aims: Aims, val: Val) -> Decided:
    """The decision for one target.

    First the temperature, then what is decided on the probabilities that it gives. Raises RunError where val
    cannot tell what it is asked for.
    """
    found = Decided(_fixed(target, aims))
    if target.type == "number":
        return found
    if aims.calibrate:
        found = _with_temperature(target, val, found)
    val = replace(val, probabilities=calibrated(target, val.probabilities, found.decision))
    if target.type == "multi-label":
        return _with_thresholds(target, aims, val, found)
    if aims.false_accepts is not None:
        found = _with_unknown(target, aims.false_accepts, val, found)
    return found if aims.coverage is None else _with_sets(target, aims.coverage, val, found)


def told(target: Target, decision: Decision, notes: Sequence[str]) -> dict[str, Any]:
    """A decision as people read it in scores.json, thresholds by label."""
    by_label = dict(zip(target.labels, decision.thresholds, strict=True)) if decision.thresholds else {}
    return {**decision.plain(), "thresholds": by_label, "notes": list(notes)}


def _fixed(target: Target, aims: Aims) -> Decision:
    if target.type == "multi-label":
        return Decision(thresholds=(aims.threshold,) * target.width)
    return Decision(unknown=aims.unknown if target.exclusive else 0.0)


def _with_temperature(target: Target, val: Val, found: Decided) -> Decided:
    import numpy as np

    given, truth = val.probabilities, val.truth
    if target.exclusive:
        rows = np.flatnonzero(truth >= 0)
        given_at_all = given.max(axis=0, initial=0) > 0
        rows = rows[given_at_all[truth[rows]]]  # what the head never gives, no temperature can mend
        known, fit = len(rows), temperature.fitted
        given, truth = given[rows], truth[rows]
    else:
        known, fit = int((~np.isnan(truth)).any(axis=1).sum()), temperature.fitted_each
    if known < FEWEST:
        why = f"val has {known} samples to fit it on, fewer than {FEWEST}"
    elif (best := fit(given, truth)) is not None:
        notes = (*found.notes, _AIMLESS) if best == temperature.HIGHEST else found.notes
        return replace(found, decision=replace(found.decision, temperature=best), notes=notes)
    else:
        why = "val has no mistake to fit it on"
    return replace(found, notes=(*found.notes, f"the temperature stays 1: {why}"))


def _with_thresholds(target: Target, aims: Aims, val: Val, found: Decided) -> Decided:
    each = list(_thresholds(target, aims, val))
    chosen = replace(found.decision, thresholds=tuple(threshold for threshold, _ in each))
    return Decided(chosen, (*found.notes, *(note for _, note in each if note)))


def _thresholds(target: Target, aims: Aims, val: Val) -> Iterator[tuple[float | None, str]]:
    """For each label its threshold, and what is to be said of it."""
    import numpy as np

    for place, label in enumerate(target.labels):
        known = ~np.isnan(val.truth[:, place])
        holds = val.truth[known, place] > 0.5
        count = int(holds.sum())
        if aims.aim == "fixed":
            yield aims.threshold, ""
        elif min(count, len(holds) - count) < FEWEST:
            few = f"it holds for {count} of {len(holds)} val samples, fewer than {FEWEST} do or do not"
            yield aims.threshold, f"{label}: the threshold stays {aims.threshold:g}, as {few}"
        else:
            given = val.probabilities[known, place]
            least = aims.at_least or 0.0
            best = thresholds.fitted(given, holds, aims.aim, at_least=least, fixed=aims.threshold)
            never = f"{label}: never decided, as no threshold has a {aims.aim} of {least:g} on val"
            yield best, never if best is None else ""


def _with_unknown(target: Target, share: float, val: Val, found: Decided) -> Decided:
    """Decide from the highest probability on that few strangers reach."""
    given, own = Strangers.among(target, val.probabilities, val.truth, val.learned), 0
    if val.strangers is not None:
        further = calibrated(target, val.strangers.probabilities, found.decision)
        given = given.with_those(Strangers(further, val.strangers.truth))
        own = len(set(val.strangers.truth.tolist()))
    unknown, told = strangers.fitted(target, share, given, own)
    refused = len(val.truth) > 0 and not (val.probabilities.max(axis=1) >= unknown).any()
    notes = ("nothing in val is decided, for strangers are as likely as others",) if refused else ()
    decision = replace(found.decision, unknown=unknown, false_accepts=told)
    return Decided(decision, (*found.notes, *notes))


def _with_sets(target: Target, coverage: float, val: Val, found: Decided) -> Decided:
    import numpy as np

    rows = np.flatnonzero(val.truth >= 0)
    own = val.probabilities[rows, val.truth[rows]]
    names = codes(val.groups, rows) if len(rows) else np.zeros(0, np.int64)
    reached = conformal.reached(own, names, coverage)
    notes = found.notes
    if reached is None:
        needed, got = conformal.groups_for(coverage), len(np.unique(names))
        notes += (
            f"sets hold every label: coverage {coverage:g} needs {needed} groups in val, there are {got}",
        )
    return Decided(replace(found.decision, sets=0.0 if reached is None else reached), notes)
