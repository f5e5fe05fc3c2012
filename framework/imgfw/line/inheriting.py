"""What a recipe takes that has learned before: bundles of earlier runs and generators, by their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..lineage import Lineage, inherited
from ..teacher import Teacher

if TYPE_CHECKING:
    from ..recipe import Recipe


def lineages(recipe: Recipe) -> dict[Path, Lineage]:
    """{folder: lineage} of the bundles and generators that a recipe takes something from."""
    return inherited(_files(recipe))


def _files(recipe: Recipe) -> Iterator[Path]:
    learned = (*recipe.annotators, *recipe.transforms, recipe.backbone, *recipe.heads, recipe.teacher)
    for part in (*recipe.sources, *learned):
        if part is not None:
            yield from part.files_read()
    teacher = getattr(recipe.trainer, "teacher", None)
    if isinstance(teacher, Teacher) and teacher.bundle is not None:
        yield teacher.bundle
