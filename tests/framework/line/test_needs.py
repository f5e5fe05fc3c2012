"""What a recipe needs."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from imgfw import (
    Annotator,
    Augmenter,
    Backbone,
    Cleaner,
    Head,
    Metric,
    MissingFileError,
    Sink,
    Source,
    Transform,
)
from imgfw.kinds import KINDS, Trainer
from imgfw.line.needs import learns, learns_pixels, prepare
from imgfw.recipe.recipe import Candidate, Recipe

ASKED: list[tuple[str, str]] = []


def asking(kind: Any, file: str = "w") -> Any:
    """A component of this kind that notes when it is prepared, and reads a file that is only there then."""

    class Asking(kind):
        use: str = "asking"
        file: str = "w"
        there: ClassVar = ("w", "other")

        def prepare(self, say):
            """Note it."""
            if self.file not in self.there:
                raise MissingFileError(f"no {self.file}")
            ASKED.append((self.kind, self.file))
            say(f"{self.kind} {self.file}")

    return Asking(file=file)


@pytest.fixture
def asked(recipe: Recipe) -> Recipe:
    """A recipe with one such component of every kind."""
    ASKED.clear()
    return replace(
        recipe,
        sources=(asking(Source),), annotators=(asking(Annotator),), cleaners=(asking(Cleaner),),
        transforms=(asking(Transform),), augmenters=(asking(Augmenter),), backbone=asking(Backbone),
        heads=(asking(Head),), trainer=asking(Trainer), metrics=(asking(Metric),), sinks=(asking(Sink),),
    )  # fmt: skip


def test_every_component_is_prepared_once(asked: Recipe):
    """Of every kind that recipes have tables for, candidates included; equal ones are asked once."""
    other = replace(asked, backbone=asking(Backbone, "other"))
    told: list[str] = []

    prepare(replace(asked, candidates=(Candidate("a", asked), Candidate("b", other))), told.append)

    assert sorted(ASKED) == sorted(
        [(kind, "w") for kind in KINDS if kind != "section"] + [("backbone", "other")]
    )
    assert len(told) == len(ASKED)


def test_what_a_refinement_may_come_to_is_prepared_as_well(asked: Recipe):
    """Nobody waits an hour to hear that the weights of the next trial are not there."""
    refinement = SimpleNamespace(checked={"asked": (replace(asked, backbone=asking(Backbone, "gone")),)})

    with pytest.raises(MissingFileError, match="no gone"):
        prepare(replace(asked, refinement=refinement), lambda text: None)


@pytest.mark.parametrize("section", ["annotators", "transforms", "heads"])
def test_a_file_that_is_not_there_is_told_before_anything_is_done(asked: Recipe, section: str):
    """Whichever component reads it."""
    kind = {"annotators": Annotator, "transforms": Transform, "heads": Head}[section]

    with pytest.raises(MissingFileError, match="no gone"):
        prepare(replace(asked, **{section: (asking(kind, "gone"),)}), print)


def test_what_learns_overrides_fit(small):
    """A transform that defines `fit` learns, others do not."""
    assert learns(small["LessMean"]())
    assert not learns(small["Darker"]())
    assert not learns(small["MeanColour"]())


def test_without_networks_nothing_learns_from_pixels(recipe):
    """Classical heads on a plain backbone need features only."""
    assert not learns_pixels(recipe)
