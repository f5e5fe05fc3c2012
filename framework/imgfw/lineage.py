"""Which pictures a model has learned from, itself or through the models that it was made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .data import Sample
from .errors import FormatError, RunError

_FILE = "learned.json"
_SHORT = 16  # hex digits of a digest that tell pictures apart


@dataclass(frozen=True)
class Lineage:
    """The pictures that a model has learned from, and those that it was chosen by, as digests in short."""

    train: frozenset[str] = frozenset()
    val: frozenset[str] = frozenset()

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> Lineage:
        """That of a model with these samples, as they were split."""
        used = [sample for sample in samples if not sample.left_out]
        return cls(*(frozenset(_short(s) for s in used if s.split == name) for name in ("train", "val")))

    def __or__(self, other: Lineage) -> Lineage:
        return Lineage(self.train | other.train, self.val | other.val)

    def save(self, bundle: Path) -> None:
        """Write it into the folder of a bundle."""
        plain = {"format": 1, "train": sorted(self.train), "val": sorted(self.val)}
        (bundle / _FILE).write_text(json.dumps(plain) + "\n", "utf-8")

    @classmethod
    def load(cls, bundle: Path) -> Lineage:
        """That of a bundle, empty where it says nothing. Raises FormatError where that is damaged."""
        try:
            plain = json.loads((bundle / _FILE).read_text("utf-8"))
            return cls(frozenset(plain["train"]), frozenset(plain["val"]))
        except FileNotFoundError:
            return cls()
        except (ValueError, KeyError, TypeError) as error:
            raise FormatError(f"{bundle / _FILE}: damaged: {error}; run its recipe again") from error


def short(digest: str) -> str:
    """As much of the digest of a picture's content as is kept to know it again."""
    return digest[:_SHORT]


def inherited(files: Iterable[Path]) -> dict[Path, Lineage]:
    """{folder: lineage} of the bundles, and of what else says it, to which these files and folders belong."""
    homes = {home for file in files if (home := _bundle_of(file)) is not None}
    return {home: Lineage.load(home) for home in sorted(homes)}


def certified(known: Mapping[Path, Lineage], samples: Sequence[Sample]) -> list[str]:
    """See that what a model is made of has not learned from test; warnings where it has learned from val.

    known  {bundle: its lineage} of what it is made of
    Raises RunError.
    """
    warnings = []
    for bundle, lineage in known.items():
        learned = f"{bundle} has learned from"
        if seen := _among(lineage.train | lineage.val, samples, "test"):
            raise RunError(
                f"leak: {learned} {_told(seen, samples, 'test')}, which would measure nothing. Split as its "
                "run did, by the same sources, seed and [split], or keep its pictures out of test"
            )
        if seen := _among(lineage.train, samples, "val"):
            warnings.append(f"WARNING: {learned} {_told(seen, samples, 'val')}: figures of val are too good")
    return warnings


def _bundle_of(file: Path) -> Path | None:
    """The bundle that a file is in, or that a run folder holds."""
    there = file.absolute()
    return next((each for each in (there / "bundle", there, *there.parents) if _is_bundle(each)), None)


def _is_bundle(folder: Path) -> bool:
    return (folder / "bundle.json").is_file() or (folder / _FILE).is_file()


def _among(known: frozenset[str], samples: Sequence[Sample], split: str) -> list[Sample]:
    return [each for each in samples if each.split == split and not each.left_out and _short(each) in known]


def _told(seen: Sequence[Sample], samples: Sequence[Sample], split: str) -> str:
    count = sum(sample.split == split and not sample.left_out for sample in samples)
    return f"{len(seen):,} of the {count:,} samples of {split}, such as {seen[0].uri}"


def _short(sample: Sample) -> str:
    return short(sample.digest)
