"""What a recipe's model is made of that has learned before."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from imgfw.line.inheriting import lineages
from imgfw.lineage import Lineage
from imgfw.teacher import Teacher


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The bundle of a run that learned from one picture."""
    folder = tmp_path / "run" / "bundle"
    folder.mkdir(parents=True)
    (folder / "bundle.json").write_text("{}")
    Lineage(frozenset("a")).save(folder)
    return folder


def test_a_recipe_from_scratch_inherits_nothing(recipe):
    """Its components read no files of bundles."""
    assert lineages(recipe) == {}


def test_files_of_components_tell(recipe, changed, small, bundle):
    """Weights within a bundle, of whatever part."""

    class Reading(type(recipe.backbone)):
        """A backbone with weights."""

        def files_read(self) -> tuple[Path, ...]:
            return (bundle / "backbone" / "network.keras",)

    reading = changed(recipe, backbone=Reading.model_construct(**recipe.backbone.model_dump()))

    assert lineages(reading) == {bundle: Lineage(frozenset("a"))}


def test_so_does_the_bundle_of_a_teacher(recipe, changed, bundle):
    """Given as a run folder."""

    taught = changed(recipe, trainer=SimpleNamespace(teacher=Teacher(bundle=bundle.parent)))

    assert lineages(taught) == {bundle: Lineage(frozenset("a"))}
