"""Pictures unlike the others of their class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .labelled import Labelled, groups_of, labelled

if TYPE_CHECKING:
    import numpy as np


class Outliers(Cleaner):
    """Pictures unlike the others of their class: a drawing among photos, or the wrong folder.

    Compared is how far a picture's features are from the nearer half of its class (but 3 pictures at least),
    groups left out, with how far that usually is. The score is a robust z. A picture with several labels is
    found where it is unlike the others of each. Labels with fewer than 3 pictures are not judged, nor is
    anything among fewer than 12.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"features"})

    use: Literal["outliers"] = "outliers"
    target: Annotated[
        str | None, Field(description="The target whose labels are the classes; needed if there are several.")
    ] = None
    bound: Annotated[
        float, Field(gt=0, description="Found is what is this many robust deviations farther than usual.")
    ] = 3.0
    action: Annotated[Literal["drop", "flag"], Field(description="Do not learn from them, or only tell.")] = (
        "flag"
    )

    def inspect(
        self,
        samples: Sequence[Sample],
        *,
        pictures: Callable[[Sample], Picture] | None = None,
        features: np.ndarray | None = None,
    ) -> Iterator[Finding]:
        """A finding for each picture that is far from its class, in the order of the samples.

        features  float32 (N, D)
        """
        import numpy as np

        from .apart import robust, times_usual, weights_of

        assert features is not None
        if not samples:
            return
        features = features.reshape(len(samples), -1)
        given = labelled(samples, self.target, self.use)
        classes = _classes(given)
        groups = np.unique(groups_of(samples), return_inverse=True)[1]
        times = [times_usual(features[rows], groups[rows]) for rows in classes]
        weights = [weights_of(groups[rows]) for rows in classes]
        scores = np.full((len(samples), max(len(classes), 1)), np.nan)
        for column, (rows, found) in enumerate(zip(classes, robust(times, weights), strict=True)):
            scores[rows, column] = found
        for row in np.flatnonzero((scores > self.bound).any(axis=1)).tolist():
            least = int(np.nanargmin(scores[row]))
            if scores[row, least] > self.bound:
                ratio = times[least][np.flatnonzero(classes[least] == row)[0]]
                label = given.target.labels[least]
                reason = f'{ratio:.2g} times as far from others labelled "{label}" as usual'
                score = float(scores[row, least])
                told = f"{reason}: {score:.1f} deviations, more than {self.bound:g}"
                yield Finding(samples[row].id, self.use, self.action, told, round(score, 3))


def _classes(given: Labelled) -> list[np.ndarray]:
    """Of every label, the rows that have it."""
    import numpy as np

    if given.target.exclusive:
        return [np.flatnonzero(given.truth == label) for label in range(given.target.width)]
    return [np.flatnonzero(column == 1) for column in given.truth.T]
