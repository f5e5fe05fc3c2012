"""Check a set of pictures without training: what cannot be used, what is there twice, what cleaners find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..border import findings_of
from ..data import Sample
from ..kinds import Cleaner
from ..progress import Progress
from ..rowlog import RowLog
from ..stages import survey
from ..store import Store
from ..ties import joined
from .intake import Intake, Near
from .opened import opened_at

if TYPE_CHECKING:
    from ..registry import Registry

SIDE = 320


@dataclass(frozen=True)
class Fault:
    """One thing found.

    what   "left out", "copy", "conflict", "near-duplicate", or the name of a cleaner
    file   as its source calls it
    score  how strongly, where the cleaner measures it
    """

    what: str
    file: str
    reason: str
    score: float | None = None


@dataclass(frozen=True)
class Checked:
    """What is known of a set of pictures.

    pictures  how many there are, and how many of them can be used
    others    files that were passed over, by ending, for people; "" where there are none
    classes   {target: {label: usable pictures}}, for targets with labels
    notes     what else there is to know about how they were read, for people
    """

    pictures: int
    usable: int
    others: str
    classes: dict[str, dict[str, int]]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def checked(path: Path, registry: Registry, store: Store, *, workers: int, progress: Progress) -> Checked:
    """Look at the pictures of a folder, archive or table. Raises CallError where there are none."""
    opened = opened_at(path, registry)
    source, targets = opened.source, opened.targets
    logs: dict[str, RowLog] = {}

    def log(kind: str, key: str) -> RowLog:
        return logs.setdefault(f"{kind}/{key}", RowLog(store.folder(kind) / f"{key}.log"))

    columns = {name: (name,) for name in targets}
    intake = Intake((source,), (), targets, columns, opened.renamed, SIDE, store, log, workers, progress)
    looked = intake.look(intake.listed())
    samples = intake.merged(looked)
    usable = [sample for sample in samples if not sample.left_out]
    refused = {(s.source, s.uri) for s in looked.samples if s.left_out}
    faults = [
        *_left_out(samples, refused),
        *_copies(usable),
        *_near(usable, intake.near(usable)),
        *_cleaned(usable, registry, intake.pictures),
    ]
    classes = {name: _counts(usable, name) for name, target in targets.items() if target.type != "number"}
    others = survey.passed_over([source])
    return Checked(len(looked.samples), len(usable), others, classes, tuple(faults), opened.notes)


def _left_out(samples: Sequence[Sample], refused: set[tuple[int, str]]) -> Iterator[Fault]:
    for sample in samples:
        if sample.left_out:
            what = "left out" if (sample.source, sample.uri) in refused else "conflict"
            yield Fault(what, sample.uri, sample.left_out)


def _copies(samples: Sequence[Sample]) -> Iterator[Fault]:
    for sample in samples:
        for copy in sample.copies:
            yield Fault("copy", copy, f"is the same file as {sample.uri}")


def _near(samples: Sequence[Sample], near: Near) -> Iterator[Fault]:
    """Each near-duplicate beside the first of its set; other labels are told, for one of them is wrong."""
    sets, first = joined(near), {sample.digest: sample for sample in samples}
    for sample in samples:
        name = sets.get(sample.digest, sample.digest)
        if name != sample.digest and sample.number == 0:
            other = first[name]
            labels = (
                ""
                if sample.labels == other.labels
                else f", but labelled {_told(sample)} and not {_told(other)}"
            )
            yield Fault("near-duplicate", sample.uri, f"is nearly the same picture as {other.uri}{labels}")


def _told(sample: Sample) -> str:
    given = [value for value in sample.labels.values() if isinstance(value, tuple)]
    return "|".join(name for names in given for name in names) or "nothing"


def _cleaned(
    samples: Sequence[Sample], registry: Registry, pictures: Callable[[Sample], Any]
) -> Iterator[Fault]:
    """What every installed cleaner finds by its defaults, as far as it needs no features."""
    by_id = {sample.id: sample for sample in samples}
    for name in registry.names("cleaner"):
        cls: Any = registry.find("cleaner", name)
        if not issubclass(cls, Cleaner) or "features" in cls.needs:
            continue
        try:
            cleaner = cls()
        except ValidationError:  # it needs to be told something, which only a recipe can
            continue
        given = {"pictures": pictures if "picture" in cls.needs else None}
        for finding in findings_of(cleaner, samples, **given):
            yield Fault(name, by_id[finding.id].uri, finding.reason, finding.score)


def _counts(samples: Sequence[Sample], target: str) -> dict[str, int]:
    given = (sample.labels.get(target) for sample in samples)
    counts = Counter(label for value in given if isinstance(value, tuple) for label in value)
    return dict(sorted(counts.items()))
