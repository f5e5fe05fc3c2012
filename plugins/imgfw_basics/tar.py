"""How many true claims are accepted while hardly any false one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Metric, Target, TargetType

from .trials import holding, trials

if TYPE_CHECKING:
    import numpy as np


class Tar(Metric):
    """Share of true claims accepted at a given share of false ones: TAR at FAR.

    A claim is a picture and a label that it is said to have: each picture makes one true claim and a false
    one for every other label, and is accepted where its probability reaches the threshold. That is how
    people are verified against those enrolled. It tells nothing of people never seen in training.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes",)

    use: Literal["tar"] = "tar"
    far: Annotated[
        float, Field(gt=0, lt=1, description="Share of false claims that may be accepted (FAR).")
    ] = 0.01

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure, "tar-at-0.01" for far = 0.01."""
        return (f"tar-at-{self.far:g}",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"tar-at-0.01": share} from N rows; NaN where not even one false claim is within the FAR."""
        made = trials(probabilities, holding(truth, target))
        return {self.gives(target)[0]: made.accepted(self.far)}
