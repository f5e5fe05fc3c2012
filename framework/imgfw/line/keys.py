"""The keys under which a run keeps things: content and components decide, not history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import facts, fingerprint, images, measure
from ..digests import key_of
from ..learning import Rows
from ..neural import NeuralHead
from ..parts import identity
from ..stages import choose, decide, fit
from ..targets import Target
from ..teacher import Teacher

if TYPE_CHECKING:
    from ..components import Component
    from ..data import Sample
    from ..kinds import Annotator, Cleaner, Trainer
    from ..recipe import Recipe


def identities(components: Sequence[Component]) -> list[dict[str, Any]]:
    """What makes these components what they are."""
    return [identity(component) for component in components]


def looks_key(annotators: Sequence[Annotator], side: int | None) -> str:
    """Of the log of looks."""
    return key_of("look", thumbs_key(side), facts.REVISION, identities(annotators))


def thumbs_key(side: int | None) -> str:
    """Of the log of thumbnails, which belong to the perceptual hashes."""
    return key_of("thumbs", images.REVISION, fingerprint.REVISION, side)


def pictures_key(side: int | None) -> str:
    """Of the log of decoded pictures."""
    return key_of("pictures", images.REVISION, side)


def survey_key(samples: Sequence[Sample]) -> str:
    """Of the result of the survey: the usable samples by content."""
    usable = [s for s in samples if not s.left_out]
    return key_of(sorted(key_of(s.view, dict(s.labels), s.group, s.split, dict(s.facts)) for s in usable))


def variation_key(recipe: Recipe) -> str:
    """Of augmented rows, beside sample and number."""
    return key_of(recipe.seed, identities(recipe.augmenters))


def rows_key(rows: Rows) -> str:
    """Of the content of rows, but for what encodes them."""
    return key_of(
        [sample.view for sample in rows.samples],
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
        fit.REVISION,
        encoder,
        rows_key(train),
        rows_key(val),
        [(target.name, target.type, target.labels, target.edges) for target in targets.values()],
        identities(recipe.heads),
        identity(_wherever(recipe.trainer)) if recipe.trainer and _neural(recipe) else None,
        variation_key(recipe),
        best,
        _choosing(recipe, targets) if _neural(recipe) else None,
        [recipe.decide.threshold, recipe.decide.unknown] if _neural(recipe) else None,
        recipe.seed,
    )


def clean_key(train: Sequence[Sample], cleaners: Sequence[Cleaner], seen: str) -> str:
    """Of what cleaners find. `seen` says what gives the features, or at which side pictures are decoded."""
    content = [(sample.view, dict(sample.labels), sample.group, dict(sample.facts)) for sample in train]
    return key_of("clean", content, identities(cleaners), seen)


def decide_key(
    bundle: str, recipe: Recipe, val: Sequence[Sample], learned: Mapping[str, Sequence[str]]
) -> str:
    """Of the decisions of a bundle without any, and of what it then comes to on val; `learned` are labels."""
    wanted = [decide.REVISION, recipe.decide.model_dump(), recipe.decide.false_accepts and dict(learned)]
    return key_of("decide", bundle, _content(val), recipe.best, identities(recipe.metrics), *wanted)


def evaluate_key(bundle: str, recipe: Recipe, splits: Mapping[str, Sequence[Sample]]) -> str:
    """Of the scores and predictions of a bundle."""
    content = {split: _content(samples) for split, samples in splits.items()}
    facts = [dict(sample.facts) for sample in splits.get("test", ())] if recipe.cleaners else []
    cleaners = [identities(recipe.cleaners), facts]
    return key_of(
        "evaluate", measure.REVISION, bundle, content, identities(recipe.metrics), cleaners, recipe.seed
    )


def _content(samples: Sequence[Sample]) -> list[tuple[Any, ...]]:
    return [(sample.view, dict(sample.labels), sample.group) for sample in samples]


def _wherever(trainer: Trainer) -> Trainer:
    """A trainer without the place of its teacher; what lies there is a key of its own."""
    teacher = getattr(trainer, "teacher", None)
    if not isinstance(teacher, Teacher):
        return trainer
    return trainer.model_copy(update={"teacher": teacher.model_copy(update={"bundle": None})})


def _neural(recipe: Recipe) -> bool:
    return any(isinstance(head, NeuralHead) for head in recipe.heads)


def _choosing(recipe: Recipe, targets: Mapping[str, Target]) -> list[Any]:
    """The metrics that may choose epochs: the one of `best`, and the first for each target of a network."""
    found = [choose.best_of(recipe.best, recipe.metrics, targets).metric]
    for head in recipe.heads:
        for name in head.targets if isinstance(head, NeuralHead) else ():
            found += [m for m in recipe.metrics if m.serves(targets[name])][:1]
    return identities([metric for metric in recipe.metrics if metric in found])
