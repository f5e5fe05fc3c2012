"""The teacher of a recipe: a backbone of its own inside [train], checked like any other."""

from __future__ import annotations

from typing import Any

from ..kinds import Backbone, Trainer
from ..neural import NeuralBackbone
from ..teacher import Teacher
from .fitting import follows
from .parts import Reading
from .plain import plain
from .words import shown


def taught(reading: Reading, trainer: Trainer | None) -> tuple[Trainer | None, Backbone | None]:
    """The trainer with its teacher's backbone written out in full, and that backbone.

    None in its place where there is none, or where it has problems, which are noted.
    """
    teacher = getattr(trainer, "teacher", None)
    if trainer is None or not isinstance(teacher, Teacher) or teacher.backbone is None:
        return trainer, None
    table: dict[str, Any] = reading.tables["train"]["teacher"]["backbone"]
    spot = reading.spots.at("train", "teacher", "backbone")
    made = reading.component(table, "backbone", spot)
    if made is None:
        reading.parts.faulty.add("train")
        return trainer, None
    if isinstance(made, NeuralBackbone) and made.trainer != trainer.use:
        what = f"expected a teacher that the trainer {shown(trainer.use)} understands"
        reading.problems.add(spot, what, f"{made.use}, which asks for {shown(made.trainer)}")
    if made.gives != "vector":
        what = "expected a teacher that gives features (N, D)"
        reading.problems.add(
            spot, what, f"{made.use}, which gives maps", f"take another pooling of {made.use}"
        )
    follows(made, reading.parts, spot, reading.problems)
    whole = teacher.model_copy(update={"backbone": plain(made)})
    return trainer.model_copy(update={"teacher": whole}), made
