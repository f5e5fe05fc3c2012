"""Pictures with next to nothing on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import measure

if TYPE_CHECKING:
    import numpy as np


class LowInformation(Cleaner):
    """Pictures with next to nothing on them: blank, one colour, a finger on the lens, a line of text."""

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["low-information"] = "low-information"
    bits: Annotated[
        float, Field(ge=0, le=8, description="The least entropy of its grey levels: photos have 4 to 8 bits.")
    ] = 3.0
    action: Annotated[Literal["drop", "flag"], Field(description="Do not learn from them, or only tell.")] = (
        "drop"
    )

    def inspect(
        self,
        samples: Sequence[Sample],
        *,
        pictures: Callable[[Sample], Picture] | None = None,
        features: np.ndarray | None = None,
    ) -> Iterator[Finding]:
        """A finding for each picture on which there is too little."""
        for sample in samples:
            found = measure(sample, "information", self.use)
            if found < self.bits:
                reason = f"{found:g} bits of information, fewer than {self.bits:g}"
                yield Finding(sample.id, self.use, self.action, reason, found)
