"""What speaks for and against believing a run's scores: the leak certificate, shortcuts, the probe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..stages.certify import Certificate, certified
from ..stages.probe import Probe
from ..stages.shortcuts import Shortcut, shortcuts
from .attempt import Attempt
from .line import of_split
from .scoring import Scored

Near = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Trust:
    """What a run can say of its own scores; `probe` is None unless it was asked for."""

    certificate: Certificate
    shortcuts: tuple[Shortcut, ...]
    probe: Probe | None = None

    def lines(self) -> Iterator[str]:
        """One sentence each, for people."""
        yield str(self.certificate)
        yield from (f"WARNING: {shortcut}" for shortcut in self.shortcuts)

    def plain(self) -> dict[str, Any]:
        """As it stands in scores.json."""
        return {
            "certificate": self.certificate.plain(),
            "shortcuts": [shortcut.plain() for shortcut in self.shortcuts],
            "probe": self.probe and self.probe.plain(),
        }


def trust(best: Attempt, result: Scored, near: Near | None, probe: Probe | None) -> Trust:
    """Check the samples as they were used, and what beside the pictures would have told their labels.

    near  near-duplicates by digest, None where nobody looked for any
    """
    judged = result.predictions["test"] if result.predictions["test"].samples else result.predictions["val"]
    found = shortcuts(of_split(best.samples, "train"), judged, best.bundle.targets)
    return Trust(certified(best.samples, near), tuple(found), probe)
