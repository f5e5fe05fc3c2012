"""Labels that are probably wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .labelled import Labelled, groups_of, labelled

if TYPE_CHECKING:
    import numpy as np


class LabelErrors(Cleaner):
    """Labels that are probably wrong, by confident learning on kept features.

    A logistic regression on the other folds says what each picture looks like; groups stay whole. Several
    labels are judged one by one. The score is how many times likelier the other label is than the given one,
    as a natural logarithm. Labels with fewer than 5 pictures, or all of them in one group, are not judged.
    """

    revision: ClassVar[int] = 2
    needs: ClassVar[frozenset[str]] = frozenset({"features"})

    use: Literal["label-errors"] = "label-errors"
    target: Annotated[
        str | None, Field(description="The target whose labels are judged; needed if there are several.")
    ] = None
    folds: Annotated[int, Field(ge=2, le=20, description="How many parts are judged by the others.")] = 5
    C: Annotated[
        float, Field(gt=0, description="Inverse strength of the penalty: less believes labels less.")
    ] = 0.001
    most: Annotated[
        float, Field(gt=0, le=1, description="At most this share of the pictures of a label is found.")
    ] = 0.5
    seed: Annotated[int, Field(ge=0, description="Another seed gives other folds.")] = 0
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
        """A finding for each picture with a label that is probably wrong, in the order of the samples.

        features  float32 (N, D)
        """
        from .held_out import held_out

        assert features is not None
        if not samples:
            return
        features = features.reshape(len(samples), -1)
        given = labelled(samples, self.target, self.use)
        groups = groups_of(samples)
        found = held_out(features, given, groups, folds=self.folds, C=self.C, seed=self.seed)
        told = self._one_of(given, *found) if given.target.exclusive else self._several(given, *found)
        for row, reasons in sorted(told.items()):
            reason = "; ".join(reason for _, reason in sorted(reasons, reverse=True))
            yield Finding(samples[row].id, self.use, self.action, reason, round(max(reasons)[0], 3))

    def _one_of(
        self, given: Labelled, probabilities: np.ndarray, believed: np.ndarray
    ) -> dict[int, list[tuple[float, str]]]:
        """{row: [(score, reason)]} where one label holds."""
        import numpy as np

        from .confident import suspects

        labels, truth = given.target.labels, given.truth
        rows = np.flatnonzero((truth >= 0) & believed[np.arange(len(truth)), truth])
        order, scores = suspects(truth[rows], probabilities[rows], self.most)
        found = {}
        for row, score in zip(rows[order].tolist(), scores.tolist(), strict=True):
            own, shares = int(truth[row]), probabilities[row]
            other = int(np.where(np.arange(len(labels)) == own, -1, shares).argmax())
            looks = f'looks like "{labels[other]}" ({shares[other]:.2f})'
            found[row] = [(score, f'{looks}, labelled "{labels[own]}" ({shares[own]:.2f})')]
        return found

    def _several(
        self, given: Labelled, probabilities: np.ndarray, believed: np.ndarray
    ) -> dict[int, list[tuple[float, str]]]:
        """{row: [(score, reason), ...]} where each label holds or not."""
        import numpy as np

        from .confident import suspects

        found: dict[int, list[tuple[float, str]]] = {}
        for column, label in enumerate(given.target.labels):
            rows = np.flatnonzero(believed[:, column])
            truth, share = given.truth[rows, column].astype(np.int64), probabilities[rows, column]
            order, scores = suspects(truth, np.stack([1 - share, share], axis=1), self.most)
            for at, score in zip(order.tolist(), scores.tolist(), strict=True):
                said = "labelled" if truth[at] else "looks like"
                but = "does not look like it" if truth[at] else "not labelled so"
                reason = f'{said} "{label}" ({share[at]:.2f}), {but}'
                found.setdefault(int(rows[at]), []).append((score, reason))
        return found
