"""The thing a user keeps: encoder, heads and decisions; bytes in, labels out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import images, inference
from .answer import Answer
from .bundle_record import FORMAT, RECORD, recorded, versions
from .decisions import Decision, as_input, calibrated, decided, head_inputs, in_set, one_by_one
from .digests import key_of
from .encoder import Encoder
from .errors import DamagedError, PictureError
from .examples import Examples
from .files import read_file
from .kinds import Head
from .parts import Find, Part
from .store import write_whole
from .targets import Target, decided_names

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Bundle:
    """Encoder, heads in the order in which they feed each other, targets, decisions.

    Without decisions the probabilities are what the heads say. Of targets whose labels come and go it keeps
    examples, and which pictures taught each label (`lineage.short`); every change raises the generation by 1.
    """

    encoder: Encoder
    heads: Mapping[str, Part]
    targets: Mapping[str, Target]
    decisions: Mapping[str, Decision]
    generation: int = 1
    examples: Mapping[str, Examples] = field(default_factory=dict)
    taught: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Says whether two bundles give the same answers."""
        targets = [target.plain() for target in self.targets.values()]
        decisions = {name: decision.plain() for name, decision in self.decisions.items()}
        return key_of(self.encoder.key, [p.digest for p in self.heads.values()], targets, decisions)

    def raw(self, features: np.ndarray) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)} as the heads say it of the rows of N pictures; they feed each other."""
        answers: dict[str, np.ndarray] = {}
        found: dict[str, np.ndarray] = {}
        for name, part in self.heads.items():
            head = part.component
            assert isinstance(head, Head)
            given = one_by_one(part.fitted, head_inputs(head.inputs, features, answers))
            found |= given
            answers[f"head:{name}"] = as_input(head.targets, given)
        return found

    def calibrated(self, raw: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """What is given out of what the heads say."""
        return {**raw} | {n: calibrated(self.targets[n], raw[n], d) for n, d in self.decisions.items()}

    def probabilities(self, features: np.ndarray) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)} from the rows of N pictures, calibrated."""
        return self.calibrated(self.raw(features))

    def decide(self, probabilities: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """{target: decisions of N rows}, see `decisions.decided`."""
        return {
            name: decided(self.targets[name], p, self.decisions[name]) for name, p in probabilities.items()
        }

    def sets(self, probabilities: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """{target: bool (N, C)}: which labels it may be, for targets with sets."""
        asked = [name for name in probabilities if self.decisions[name].sets is not None]
        return {name: in_set(probabilities[name], self.decisions[name]) for name in asked}

    def answer(self, content: bytes, uri: str = "") -> list[Answer]:
        """What it says of a picture given as bytes, one answer a region. Raises PictureError.

        uri  the picture's file, if it is one: annotators may look beside it
        """
        import numpy as np

        pictures = self.encoder.pictures(content, uri and str(Path(uri).absolute()))
        rows = map(self.encoder.encode, pictures)
        return [self.said(self.raw(np.stack([row])), row, uri, number) for number, row in enumerate(rows)]

    def said(self, raw: Mapping[str, np.ndarray], row: np.ndarray, uri: str, number: int) -> Answer:
        """The answer for one region, of what the heads say of it, each (1, C), and of its row (D,)."""
        given = self.calibrated(raw)
        names = {t: decided_names(self.targets[t], d)[0] for t, d in self.decide(given).items()}
        sets = {t: self.targets[t].named(among[0]) for t, among in self.sets(given).items()}
        near = {target: examples.nearest(row) for target, examples in self.examples.items()}
        return Answer(uri, number, {t: p[0] for t, p in given.items()}, names, sets, near)

    def predict(self, paths: str | Path | Iterable[str | Path]) -> list[Answer]:
        """Answers for these files, in order; one that cannot be used has its reason in `left_out`."""
        given = [paths] if isinstance(paths, str | Path) else paths
        return [answer for path in given for answer in self.answers(Path(path))]

    def answers(self, path: Path) -> list[Answer]:
        """What it says of one picture file."""
        try:
            return self.answer(read_file(path), str(path))
        except PictureError as error:
            return [Answer(str(path), left_out=str(error))]

    def save(self, folder: Path) -> None:
        """Write it into a new folder."""
        folder.mkdir(parents=True)
        for place, part in self._seeing():
            part.save(folder / place)
        self.save_knowing(folder)
        self.save_record(folder)

    def save_knowing(self, folder: Path, under: str = "") -> None:
        """Write what may change after its run into a folder of it, `under` a new one: heads and examples."""
        for index, part in enumerate(self.heads.values()):
            part.save(folder / f"{under}heads/{index}")
        for index, examples in enumerate(self.examples.values()):
            examples.save(folder / f"{under}examples/{index}")

    def save_record(self, folder: Path, under: str = "") -> None:
        """Write bundle.json, whole or not at all; it names the files that are the bundle's."""
        seeing = [place for place, _ in self._seeing()]
        record = {
            "format": FORMAT,
            "decoder": {"revision": images.REVISION, "side": self.encoder.side},
            "graph": {"revision": inference.REVISION},
            "dtype": self.encoder.dtype,
            "annotators": [place for place in seeing if place.startswith("annotators/")],
            "transforms": [place for place in seeing if place.startswith("transforms/")],
            "backbone": "backbone",
            "heads": [{"name": name, "part": f"{under}heads/{i}"} for i, name in enumerate(self.heads)],
            "examples": {name: f"{under}examples/{i}" for i, name in enumerate(self.examples)},
            "taught": self.taught,
            "targets": [target.plain() for target in self.targets.values()],
            "decisions": {name: decision.plain() for name, decision in self.decisions.items()},
            "generation": self.generation,
            "versions": versions(),
        }
        write_whole(folder / RECORD, json.dumps(record, indent=2) + "\n")

    def _seeing(self) -> Iterator[tuple[str, Part]]:
        yield from ((f"annotators/{i}", part) for i, part in enumerate(self.encoder.annotators))
        yield from ((f"transforms/{i}", part) for i, part in enumerate(self.encoder.transforms))
        yield "backbone", self.encoder.backbone


def read(folder: Path, find: Find) -> Bundle:
    """Read a bundle from its folder. Raises FormatError where it is newer, DamagedError."""
    while True:
        record = recorded(folder)
        try:
            return _made(folder, record, find)
        except DamagedError:
            if recorded(folder)["generation"] == record["generation"]:
                raise  # else another generation has taken its place meanwhile


def _made(folder: Path, record: Mapping[str, Any], find: Find) -> Bundle:
    encoder = Encoder(
        record["decoder"]["side"],
        tuple(Part.load(folder / place, find) for place in record["annotators"]),
        tuple(Part.load(folder / place, find) for place in record["transforms"]),
        Part.load(folder / record["backbone"], find),
    )
    heads = {head["name"]: Part.load(folder / head["part"], find) for head in record["heads"]}
    targets = {target["name"]: Target.of(target) for target in record["targets"]}
    decisions = {name: Decision.of(plain) for name, plain in record["decisions"].items()}
    kept, taught = (record.get(name, {}) for name in ("examples", "taught"))
    examples = {name: Examples.load(folder, place) for name, place in kept.items()}
    return Bundle(encoder, heads, targets, decisions, record["generation"], examples, taught)
