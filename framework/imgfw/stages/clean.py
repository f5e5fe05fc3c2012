"""Clean: what the cleaners find among the training samples, and what is left to learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..border import findings_of
from ..data import Finding, Picture, Sample
from ..errors import RunError

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Cleaner


def clean(
    samples: Sequence[Sample],
    cleaners: Sequence[Cleaner],
    *,
    pictures: Callable[[Sample], Picture],
    features: Callable[[Sequence[Sample]], np.ndarray] | None,
) -> list[Finding]:
    """Findings on the training samples. Raises RunError where none of them is left to learn from."""
    found = findings(samples, cleaners, pictures=pictures, features=features)
    if samples and not kept(samples, found):
        names = ", ".join(cleaner.use for cleaner in cleaners)
        raise RunError(f"the cleaners ({names}) dropped every training sample; loosen their limits")
    return found


def findings(
    samples: Sequence[Sample],
    cleaners: Sequence[Cleaner],
    *,
    pictures: Callable[[Sample], Picture],
    features: Callable[[Sequence[Sample]], np.ndarray] | None,
) -> list[Finding]:
    """What the cleaners find, one after the other; what one drops, the next one does not see."""
    findings: list[Finding] = []
    for cleaner in cleaners:
        left = kept(samples, findings)
        findings += findings_of(
            cleaner,
            left,
            pictures=pictures if "picture" in cleaner.needs else None,
            features=features(left) if features and "features" in cleaner.needs else None,
        )
    return findings


def kept(samples: Sequence[Sample], findings: Sequence[Finding]) -> list[Sample]:
    """The samples that no finding drops."""
    dropped = {finding.id for finding in findings if finding.action == "drop"}
    return [sample for sample in samples if sample.id not in dropped]
