"""Decide for a candidate: what is fitted on val is kept, with what the whole then comes to on val."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..bundle import Bundle
from ..decisions import Decision, calibrated
from ..errors import DamagedError
from ..parts import Part
from ..runfolder import StageRecord
from ..stages import choose, decide
from ..stages.augment import Row
from ..store import read_json
from ..targets import truth
from . import keys
from .candidate import Candidate
from .forgetting import strangers

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from ..recipe import Recipe


@dataclass(frozen=True)
class Deciding:
    """What came of deciding.

    bundle  with its decisions
    figure  the recipe's best on val, turned so that higher is better; -inf where there is no val split
    notes   {target: what is to be known of how its decision came about}
    """

    bundle: Bundle
    figure: float
    notes: Mapping[str, Sequence[str]]

    def told(self) -> dict[str, dict[str, Any]]:
        """{target: its decision for people}, as it stands in scores.json."""
        bundle = self.bundle
        return {n: decide.told(t, bundle.decisions[n], self.notes[n]) for n, t in bundle.targets.items()}


def aims(recipe: Recipe) -> decide.Aims:
    """What a recipe asks for."""
    return decide.Aims(**recipe.decide.model_dump())


def decided(
    candidate: Candidate, heads: Mapping[str, Part], planned: Sequence[Row], done: StageRecord
) -> Deciding:
    """Fit the decisions on val, and judge what comes of them there. `planned` are the training rows."""
    assert candidate.encoder is not None
    bundle = Bundle(candidate.encoder, heads, candidate.targets, {})
    samples, learned = candidate.split("val"), _learned(candidate, planned)
    done.rows = len(samples)
    known = candidate.split("train") if candidate.recipe.decide.false_accepts is not None else []
    done.key = keys.decide_key(bundle.digest, candidate.recipe, [*samples, *known], learned)
    found, made = candidate.line.store.kept(
        "decide",
        done.key,
        write=lambda draft: _save(_made(candidate, bundle, learned), draft),
        read=lambda kept: _read(kept, bundle),
    )
    done.made, done.reused = (len(samples), 0) if made else (0, len(samples))
    told = [f"{name}: {note}" for name, notes in found.notes.items() for note in notes]
    done.notes += told[:1] + ([f"{len(told) - 1:,} more notes in scores.json"] if told[1:] else [])
    return found


def _learned(candidate: Candidate, planned: Sequence[Row]) -> dict[str, list[str]]:
    """The labels that some training row has, of each target with labels."""
    found: dict[str, set[str]] = {name: set() for name in candidate.targets}
    for sample, _ in planned:
        for name, labels in found.items():
            given = sample.labels.get(name)
            labels.update(given if isinstance(given, tuple) else ())
    return {name: sorted(labels) for name, labels in found.items()}


def _made(candidate: Candidate, bundle: Bundle, learned: Mapping[str, Sequence[str]]) -> Deciding:
    import numpy as np

    recipe, samples = candidate.recipe, candidate.split("val")
    rows = [(sample, 0) for sample in samples]
    empty = {name: np.zeros((0, target.width), np.float32) for name, target in bundle.targets.items()}
    given = bundle.probabilities(candidate.features(rows)) if samples else empty
    groups = [sample.group_key for sample in samples]
    labels = [sample.labels for sample in samples]
    forgotten = strangers(candidate, bundle) if recipe.decide.false_accepts is not None else {}
    found = {
        name: decide.decide(
            target,
            aims(recipe),
            decide.Val(
                given[name],
                truth(target, labels),
                groups,
                frozenset(learned[name]),
                forgotten.get(name),
            ),
        )
        for name, target in bundle.targets.items()
    }
    whole = replace(bundle, decisions={name: each.decision for name, each in found.items()})
    return Deciding(whole, _figure(recipe, whole, given, labels), {n: e.notes for n, e in found.items()})


def _figure(recipe: Recipe, bundle: Bundle, given: Mapping[str, np.ndarray], labels: Sequence[Any]) -> float:
    best = choose.best_of(recipe.best, recipe.metrics, bundle.targets)
    name = best.target.name
    decision = bundle.decisions[name]
    return best.of(truth(best.target, labels), calibrated(best.target, given[name], decision), decision)


def _save(found: Deciding, draft: Path) -> None:
    decisions = {name: decision.plain() for name, decision in found.bundle.decisions.items()}
    notes = {name: list(each) for name, each in found.notes.items()}
    document = {"figure": found.figure, "decisions": decisions, "notes": notes}
    (draft / "decided.json").write_text(json.dumps(document), "utf-8")


def _read(kept: Path, bundle: Bundle) -> Deciding:
    document = read_json(kept / "decided.json")
    try:
        decisions = {name: Decision.of(document["decisions"][name]) for name in bundle.targets}
        notes = {name: tuple(document["notes"][name]) for name in bundle.targets}
        return Deciding(replace(bundle, decisions=decisions), float(document["figure"]), notes)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"{kept / 'decided.json'}: damaged ({error})") from error
