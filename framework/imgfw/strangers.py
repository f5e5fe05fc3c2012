"""From which probability on somebody is known: what few strangers reach."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import conformal
from .decisions import FalseAccepts, one_by_one
from .errors import RunError
from .shares import of_groups
from .targets import Target

if TYPE_CHECKING:
    import numpy as np

    from .gallery import FittedGallery


@dataclass(frozen=True)
class Strangers:
    """What is said of N samples of strangers: people of whom nobody knows anything.

    probabilities  float32 (N, C)
    truth          int (N,), who they are
    """

    probabilities: np.ndarray
    truth: np.ndarray

    @classmethod
    def among(
        cls, target: Target, probabilities: np.ndarray, truth: np.ndarray, learned: Set[str]
    ) -> Strangers:
        """Those of N samples whose label nobody learned."""
        import numpy as np

        strange = np.array([label not in learned for label in target.labels], bool)
        rows = np.flatnonzero((truth >= 0) & strange[np.maximum(truth, 0)])
        return cls(probabilities[rows], truth[rows])

    @classmethod
    def of_gallery(
        cls,
        target: Target,
        gallery: FittedGallery,
        owners: np.ndarray,
        features: Callable[[np.ndarray], np.ndarray],
    ) -> Strangers:
        """Those of N samples whose label is known, as what the gallery says of them without that label.

        owners    int (N,), the label of each; -1 for none
        features  gives those (M, D) of M samples, by their place
        """
        import numpy as np

        known = np.array(gallery.counts[target.name]) > 0
        # of two who are known one is left, and takes everybody for sure
        asked = np.flatnonzero((owners >= 0) & known[owners]) if known.sum() > 2 else np.zeros(0, np.int64)
        found, owners = features(asked), owners[asked]
        given = np.zeros((len(asked), target.width), np.float32)
        for owner in np.unique(owners).tolist():
            rows, left = np.flatnonzero(owners == owner), np.arange(target.width) != owner
            smaller = gallery.remove(target.labels[owner], target=target.name)
            given[np.ix_(rows, left)] = one_by_one(smaller, {"features": found[rows]})[target.name]
        return cls(given, owners)

    def with_those(self, others: Strangers) -> Strangers:
        """These and those."""
        import numpy as np

        given = np.concatenate([self.probabilities, others.probabilities])
        return Strangers(given, np.concatenate([self.truth, others.truth]))


def fitted(target: Target, share: float, given: Strangers, own: int = 0) -> tuple[float, FalseAccepts]:
    """The probability that at most this share of new strangers reaches, on average; and what comes of it.

    own  so many of the strangers are labels of the gallery itself
    Each stranger counts once, however many samples there are. Raises RunError where there are too few.
    """
    import numpy as np

    highest = given.probabilities.max(axis=1, initial=0)
    names = np.unique(given.truth, return_inverse=True)[1]
    reached = conformal.reached(-highest, names, 1 - share)
    if reached is None:
        raise RunError(_too_few(target, share, len(np.unique(given.truth))))
    most = np.float32(-reached)
    unknown = np.nextafter(most, np.float32(2))
    accepted, nearly = highest >= unknown, highest >= most
    # the threshold was put just above one of them, so what lies just below it is no luck
    high = max(of_groups(each, names)[1] for each in (accepted, nearly))
    low = _low(accepted, names)
    told = FalseAccepts(float(accepted.mean()), low, high, len(names), int(names.max()) + 1, share, own)
    return float(unknown), told


def _low(accepted: np.ndarray, names: np.ndarray) -> float:
    """The share that new strangers reach at least: that of all but the one who is accepted most.

    One like somebody who is known may be there by chance, and nobody of the next.
    """
    import numpy as np

    most = (np.bincount(names, accepted) / np.bincount(names)).argmax()
    others = names != most
    if not accepted[others].any():
        return 0.0
    return of_groups(accepted[others], np.unique(names[others], return_inverse=True)[1])[0]


def _too_few(target: Target, share: float, got: int) -> str:
    needed = conformal.groups_for(1 - share)
    told, way = f", which tell of {1 / (got + 1):.2g} and more", "give val more, allow more"
    if not got:
        told, way = "", "a gallery gives some from three labels on, for one alone tells nothing: give more"
    return (
        f'target "{target.name}": false_accepts = {share:g} is fitted on samples of labels that no training '
        f"sample has, and on those of a gallery, each label taken out of it in turn: expected at least "
        f"{needed} such labels, got {got}{told}; {way}, or say [decide] unknown"
    )
