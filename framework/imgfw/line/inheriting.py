"""What a recipe's model is made of that has learned before: bundles of earlier runs, by their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..lineage import Lineage, inherited
from ..teacher import Teacher

if TYPE_CHECKING:
    from ..recipe import Recipe


def lineages(recipe: Recipe) -> dict[Path, Lineage]:
    """{bundle: lineage} of the bundles whose weights, features or predictions a recipe takes."""
    return inherited(_files(recipe))


def _files(recipe: Recipe) -> Iterator[Path]:
    for part in (*recipe.annotators, *recipe.transforms, recipe.backbone, *recipe.heads, recipe.teacher):
        if part is not None:
            yield from part.files_read()
    teacher = getattr(recipe.trainer, "teacher", None)
    if isinstance(teacher, Teacher) and teacher.bundle is not None:
        yield teacher.bundle
