"""The keys under which a run keeps things: content and components decide, not history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import images
from ..digests import key_of
from ..learning import Rows
from ..neural import NeuralHead
from ..parts import identity
from ..targets import Target

if TYPE_CHECKING:
    from ..components import Component
    from ..data import Sample
    from ..recipe import Recipe


def identities(components: Sequence[Component]) -> list[dict[str, Any]]:
    """What makes these components what they are."""
    return [identity(component) for component in components]


def looks_key(recipe: Recipe, side: int | None) -> str:
    """Of the log of looks."""
    return key_of("look", images.REVISION, side, identities(recipe.annotators))


def pictures_key(side: int | None) -> str:
    """Of the log of decoded pictures."""
    return key_of("pictures", images.REVISION, side)


def survey_key(samples: Sequence[Sample]) -> str:
    """Of the result of the survey: the usable samples by content."""
    usable = [s for s in samples if not s.left_out]
    return key_of(
        sorted(
            key_of(s.id, s.region and s.region.box, dict(s.labels), s.group, s.split, dict(s.facts))
            for s in usable
        )
    )


def variation_key(recipe: Recipe) -> str:
    """Of augmented rows, beside sample and number."""
    return key_of(recipe.seed, identities(recipe.augmenters))


def rows_key(rows: Rows) -> str:
    """Of the content of rows, but for what encodes them."""
    return key_of(
        [sample.id for sample in rows.samples],
        rows.numbers,
        dict(rows.truth),
        dict(rows.weights),
        list(rows.groups),
    )


def fit_key(
    recipe: Recipe, targets: Mapping[str, Target], encoder: str, train: Rows, val: Rows, best: str
) -> str:
    """Of everything learned. `encoder` says what gives the features, or that pixels are learned from."""
    return key_of(
        "fit",
        encoder,
        rows_key(train),
        rows_key(val),
        [(target.name, target.type, target.labels, target.edges) for target in targets.values()],
        identities(recipe.heads),
        identity(recipe.trainer) if recipe.trainer and _neural(recipe) else None,
        variation_key(recipe),
        best,
        recipe.decide.threshold,
        recipe.seed,
    )


def decide_key(bundle: str, recipe: Recipe, val: Sequence[Sample]) -> str:
    """Of what a bundle comes to on val."""
    return key_of("decide", bundle, _content(val), recipe.best, identities(recipe.metrics))


def evaluate_key(bundle: str, recipe: Recipe, splits: Mapping[str, Sequence[Sample]]) -> str:
    """Of the scores and predictions of a bundle."""
    content = {split: _content(samples) for split, samples in splits.items()}
    return key_of("evaluate", bundle, content, identities(recipe.metrics), recipe.seed)


def _content(samples: Sequence[Sample]) -> list[tuple[Any, ...]]:
    return [(sample.id, dict(sample.labels), sample.group) for sample in samples]


def _neural(recipe: Recipe) -> bool:
    return any(isinstance(head, NeuralHead) for head in recipe.heads)
