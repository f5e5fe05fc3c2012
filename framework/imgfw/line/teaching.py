"""The teacher of a candidate at work: its rows are kept like any other, and handed to the trainer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import bundle as bundles
from ..bundle import Bundle
from ..encoder import Encoder
from ..learning import Rows
from ..stages.augment import Row
from ..targets import Target
from ..teacher import Teacher
from . import encoders
from .candidate import Candidate

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Taught:
    """A teacher at work.

    encoder  gives its features
    bundle   gives its predictions from them, None where it is a backbone alone
    """

    encoder: Encoder
    bundle: Bundle | None

    @property
    def key(self) -> str:
        """Says whether two teachers teach the same."""
        return self.encoder.key if self.bundle is None else self.bundle.digest

    def seen(self, candidate: Candidate, planned: Sequence[Row]) -> list[Row]:
        """See that it has a row for each planned one; those that it has none for are left out."""
        candidate.make_rows(self.encoder, planned)
        usable = {sample.id for sample in candidate.samples if not sample.left_out}
        return [row for row in planned if row[0].id in usable]

    def given(self, candidate: Candidate, planned: Sequence[Row], rows: Rows) -> Rows:
        """The rows with what the teacher makes of each; its row of each is kept already."""
        features = candidate.features(planned, self.encoder)
        rows = rows.given("teacher", features)
        if self.bundle is None:
            return rows
        told = self.bundle.probabilities(features)
        for name, target in candidate.targets.items():
            if name not in told:
                continue
            order = _order(target, self.bundle.targets[name])
            if order is None:
                candidate.line.folder.say(
                    f'the teacher predicts other labels of "{name}", so that its predictions are of no use'
                )
                continue
            rows = rows.given(f"teacher:{name}", _columns(told[name], order))
        return rows


def teacher_of(candidate: Candidate) -> Taught | None:
    """The teacher of a candidate's recipe, None where it has none. Raises CallError for what is no bundle."""
    recipe, line = candidate.recipe, candidate.line
    if recipe.teacher is not None:
        train = candidate.split("train")
        return Taught(encoders.teaching(line, recipe, recipe.teacher, train), None)
    teacher = getattr(recipe.trainer, "teacher", None)
    if not isinstance(teacher, Teacher) or teacher.bundle is None:
        return None
    folder = teacher.bundle
    inside = folder / "bundle"
    bundle = bundles.read(inside if inside.is_dir() else folder, line.registry.find)
    return Taught(bundle.encoder, bundle)


def _order(wanted: Target, theirs: Target) -> list[int] | None:
    """Where the labels of a target stand among the teacher's, None where it is another target."""
    if wanted.type != theirs.type or set(wanted.labels) != set(theirs.labels):
        return None
    return [theirs.labels.index(label) for label in wanted.labels] or [0]


def _columns(given: np.ndarray, order: list[int]) -> np.ndarray:
    return given[:, order]
