"""What a recipe needs: files, pixels or features, and what learns before its heads do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..components import Component, Learner
from ..kinds import Backbone, Transform

if TYPE_CHECKING:
    from ..recipe import Recipe


def prepare(recipe: Recipe, say: Callable[[str], None]) -> None:
    """See that the files of all components are there, those of candidates too; equal ones are asked once.

    Only after this may components be asked what they are (`parts.identity`), as that tells of their files.
    Raises MissingFileError.
    """
    asked = set()
    for each in recipe.variants:
        for component in _components(each):
            name = component.kind, component.model_dump_json()
            if name not in asked:
                asked.add(name)
                component.prepare(say)


def _components(recipe: Recipe) -> Iterator[Component]:
    yield from recipe.sources
    yield from recipe.annotators
    yield from recipe.cleaners
    yield from recipe.transforms
    yield from recipe.augmenters
    yield recipe.backbone
    yield from recipe.heads
    yield from () if recipe.trainer is None else (recipe.trainer,)
    yield from () if recipe.teacher is None else (recipe.teacher,)
    yield from recipe.metrics
    yield from recipe.sinks


def learns(component: Learner) -> bool:
    """Whether a transform or backbone learns from train pictures."""
    return getattr(type(component), "fit", None) not in (Transform.fit, Backbone.fit)


def learns_pixels(recipe: Recipe) -> bool:
    """Whether a network is trained from pixels, so that there are no features before."""
    neural = any(hasattr(head, "trainer") for head in recipe.heads)
    return bool(neural and recipe.trainer and "pixels" in recipe.trainer.needs_of(recipe.backbone))
