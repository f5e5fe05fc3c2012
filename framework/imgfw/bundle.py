"""The thing a user keeps: encoder, heads and decisions; bytes in, labels out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import images, inference
from .decisions import Decision, as_input, calibrated, decided, head_inputs, in_set, one_by_one
from .digests import key_of
from .encoder import Encoder
from .errors import CallError, FormatError, PictureError
from .files import read_file
from .kinds import Head
from .parts import Find, Part
from .targets import Target, decided_names

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1


@dataclass(frozen=True)
class Answer:
    """What a bundle says of one picture, or of one region of it.

    uri            as it was given
    number         which region, 0 for the first
    probabilities  {target: float32 (C,)}; C = 1 holds the value of a number
    decided        {target: label names joined by "|", "" for none, or the value}
    sets           {target: the labels that it may be}, for targets with sets
    left_out       why there is no answer, "" if there is
    """

    uri: str
    number: int = 0
    probabilities: Mapping[str, np.ndarray] = field(default_factory=dict)
    decided: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: str = ""


@dataclass(frozen=True)
class Bundle:
    """Encoder, heads in the order in which they feed each other, targets, decisions.

    Without decisions the probabilities are what the heads say.
    """

    encoder: Encoder
    heads: Mapping[str, Part]
    targets: Mapping[str, Target]
    decisions: Mapping[str, Decision]
    generation: int = 1

    @cached_property
    def digest(self) -> str:
        """Says whether two bundles give the same answers."""
        targets = [target.plain() for target in self.targets.values()]
        decisions = {name: decision.plain() for name, decision in self.decisions.items()}
        return key_of(self.encoder.key, [p.digest for p in self.heads.values()], targets, decisions)

    def probabilities(self, features: np.ndarray) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)} from the rows of N pictures, calibrated; heads feed each other before."""
        answers: dict[str, np.ndarray] = {}
        found: dict[str, np.ndarray] = {}
        for name, part in self.heads.items():
            head = part.component
            assert isinstance(head, Head)
            given = one_by_one(part.fitted, head_inputs(head.inputs, features, answers))
            found |= given
            answers[f"head:{name}"] = as_input(head.targets, given)
        return found | {n: calibrated(self.targets[n], found[n], d) for n, d in self.decisions.items()}

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

        answers = []
        for number, picture in enumerate(self.encoder.pictures(content, uri and str(Path(uri).absolute()))):
            given = self.probabilities(np.stack([self.encoder.encode(picture)]))
            names = {t: decided_names(self.targets[t], d)[0] for t, d in self.decide(given).items()}
            sets = {t: self.targets[t].named(among[0]) for t, among in self.sets(given).items()}
            answers.append(Answer(uri, number, {t: p[0] for t, p in given.items()}, names, sets))
        return answers

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
        places = dict(self._places())
        for place, part in places.items():
            part.save(folder / place)
        record = {
            "format": FORMAT,
            "decoder": {"revision": images.REVISION, "side": self.encoder.side},
            "graph": {"revision": inference.REVISION},
            "dtype": self.encoder.dtype,
            "annotators": [place for place in places if place.startswith("annotators/")],
            "transforms": [place for place in places if place.startswith("transforms/")],
            "backbone": "backbone",
            "heads": [{"name": name, "part": f"heads/{i}"} for i, name in enumerate(self.heads)],
            "targets": [target.plain() for target in self.targets.values()],
            "decisions": {name: decision.plain() for name, decision in self.decisions.items()},
            "generation": self.generation,
            "versions": _versions(),
        }
        (folder / "bundle.json").write_text(json.dumps(record, indent=2) + "\n", "utf-8")

    def _places(self) -> Iterator[tuple[str, Part]]:
        yield from ((f"annotators/{i}", part) for i, part in enumerate(self.encoder.annotators))
        yield from ((f"transforms/{i}", part) for i, part in enumerate(self.encoder.transforms))
        yield "backbone", self.encoder.backbone
        yield from ((f"heads/{i}", part) for i, part in enumerate(self.heads.values()))


def read(folder: Path, find: Find) -> Bundle:
    """Read a bundle from its folder. Raises FormatError where it is newer or damaged."""
    try:
        record: dict[str, Any] = json.loads((folder / "bundle.json").read_text("utf-8"))
    except FileNotFoundError:
        raise CallError(
            f"{folder}: no bundle here; expected a run folder, a bundle folder or latest"
        ) from None
    if record["format"] > FORMAT:
        raise FormatError(f"{folder}: format {record['format']} is newer than this imgfw; update it")
    for part, revision, what in (
        ("decoder", images.REVISION, "pictures are decoded"),
        ("graph", inference.REVISION, "graphs work"),
    ):
        if record.get(part, {"revision": 1})["revision"] != revision:
            raise FormatError(f"{folder}: {what} differently since it was made; run the recipe again")
    encoder = Encoder(
        record["decoder"]["side"],
        tuple(Part.load(folder / place, find) for place in record["annotators"]),
        tuple(Part.load(folder / place, find) for place in record["transforms"]),
        Part.load(folder / record["backbone"], find),
    )
    heads = {head["name"]: Part.load(folder / head["part"], find) for head in record["heads"]}
    targets = {target["name"]: Target.of(target) for target in record["targets"]}
    decisions = {name: Decision.of(plain) for name, plain in record["decisions"].items()}
    return Bundle(encoder, heads, targets, decisions, record["generation"])


def load(
    run: str | Path, *, runs: str | Path = "runs", plugins: str | Path | Iterable[str | Path] = ()
) -> Bundle:
    """The bundle of a run: RUN is a run folder, a bundle folder, the name of a run, or "latest"."""
    from .registry import find_plugins
    from .runfolder import find_run, plugins_of

    folder = find_run(run, Path(runs))
    registry = find_plugins(plugins)
    try:
        return read(folder / "bundle" if (folder / "bundle").is_dir() else folder, registry.find)
    except CallError as error:
        here = {plugin.name for plugin in registry.plugins}
        gone = [f"{name} ({where})" for name, where in plugins_of(folder).items() if name not in here]
        if not gone:
            raise
        raise CallError(
            f"{error}\n  the run had the plugin {', '.join(gone)}: install it, or give its file by --plugin"
        ) from error


def _versions() -> dict[str, str]:
    """Of what decodes and predicts, for whoever looks into why two machines differ."""
    from importlib.metadata import version

    return {name: version(name) for name in ("imgfw", "ai-edge-litert", "numpy", "pillow")}
