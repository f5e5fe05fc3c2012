"""What a recipe needs: pixels or features, and what learns before its heads do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..components import Learner
from ..kinds import Backbone, Transform

if TYPE_CHECKING:
    from ..recipe import Recipe


def learns(component: Learner) -> bool:
    """Whether a transform or backbone learns from train pictures."""
    return getattr(type(component), "fit", None) not in (Transform.fit, Backbone.fit)


def learns_pixels(recipe: Recipe) -> bool:
    """Whether a network is trained from pixels, so that there are no features before."""
    neural = any(hasattr(head, "trainer") for head in recipe.heads)
    return bool(neural and recipe.trainer and "pixels" in recipe.trainer.needs_of(recipe.backbone))
