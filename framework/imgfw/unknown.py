"""From which probability on somebody is known, fitted again after the labels of a gallery changed.

Probabilities are shares among all who are known: where fewer are, strangers have more. So a threshold is
good for the gallery on which it was fitted alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .bundle import Bundle
from .decisions import Decision, Stale, calibrated
from .examples import Examples
from .strangers import Strangers, fitted
from .targets import Target

if TYPE_CHECKING:
    import numpy as np

    from .gallery import FittedGallery

FEWEST = 3
"""Where fewer labels are known, one alone is left when one is taken out, and has probability 1 always."""


def known(counts: Sequence[float]) -> int:
    """How many labels have a row."""
    return sum(count > 0 for count in counts)


def fitted_again(bundle: Bundle, target: str, gallery: FittedGallery, before: int) -> Bundle:
    """With a threshold for the gallery that it has now, or with what is to be known of the one it keeps.

    gallery  that of the target
    before   so many labels were known before the change
    The strangers are the labels themselves, each taken out in turn; their samples are the examples that the
    bundle keeps. Where these are too few for the share asked for, it is the least that they can tell.
    """
    decision = bundle.decisions[target]
    if not decision.unknown:
        return bundle
    examples, accepts = bundle.examples.get(target), decision.false_accepts
    counts = dict(zip(gallery.labels[target], gallery.counts[target], strict=True))
    now = known(gallery.counts[target])
    shown = 0 if examples is None else known([counts[label] for label in set(examples.labels)])
    if why := _hinders(decision, shown, now):
        then = decision.stale.then if decision.stale else before
        decision = replace(decision, stale=Stale(then, now, why))
    else:
        assert examples is not None and accepts is not None and accepts.asked is not None
        given = _strangers(bundle.targets[target], gallery, examples, decision)
        own = len(set(given.truth.tolist()))
        share = max(accepts.asked, 1 / (own + 1))
        unknown, told = fitted(bundle.targets[target], share, given, own)
        told = replace(told, asked=accepts.asked)
        decision = replace(decision, unknown=unknown, false_accepts=told, stale=None)
    return replace(bundle, decisions={**bundle.decisions, target: decision})


def _hinders(decision: Decision, shown: int, now: int) -> str:
    """Why a threshold cannot be fitted again, "" where it can.

    shown, now  so many are known and have examples, and so many are known
    """
    accepts = decision.false_accepts
    if accepts is None:
        return "it was given by the recipe"
    if accepts.asked is None:
        return "an earlier imgfw made the bundle"
    if not accepts.own:
        return "it was fitted on strangers in val alone, and nothing of them is kept"
    if now < FEWEST:
        return f"that takes {FEWEST} who are known"
    return f"examples of {shown} are kept, and that takes {FEWEST}" if shown < FEWEST else ""


def _strangers(target: Target, gallery: FittedGallery, examples: Examples, decision: Decision) -> Strangers:
    import numpy as np

    owners = np.array([target.labels.index(label) for label in examples.labels], np.int64)

    def features(rows: np.ndarray) -> np.ndarray:
        found: np.ndarray = examples.features[rows]
        return found

    given = Strangers.of_gallery(target, gallery, owners, features)
    return Strangers(calibrated(target, given.probabilities, decision), given.truth)
