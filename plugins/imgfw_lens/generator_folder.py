"""The folder of a generator: what it is, what was learned so far, and the graph that draws."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from imgfw import CallError, FormatError, Target, whole_file, whole_text

from .generative import Shape

if TYPE_CHECKING:
    import numpy as np

RECORD, GRAPH, STATE, NUMBERS = "generator.json", "graph.tflite", "state.npz", "numbers.json"
_FORMAT = 1
_HISTORY = "history"


@dataclass(frozen=True)
class Settings:
    """What decides a generator, beside how long it is trained.

    shape   of its networks
    seed    of weights, noise and order
    recipe  the name of the recipe whose train samples it learns from
    target  what its pictures are labelled with, as a source gives it
    rows    (labels, how many train samples have just these), in order
    digest  of the pictures it learns from
    """

    shape: Shape
    seed: int
    recipe: str
    target: Target
    rows: tuple[tuple[tuple[str, ...], int], ...]
    digest: str

    def plain(self) -> dict[str, Any]:
        """As it stands in generator.json."""
        rows = [[list(labels), count] for labels, count in self.rows]
        return {"format": _FORMAT, **asdict(self), "target": self.target.plain(), "rows": rows}

    @classmethod
    def read(cls, folder: Path) -> Settings:
        """Those of a folder. Raises CallError where there is no generator, FormatError for a damaged one."""
        path = folder / RECORD
        if not path.is_file():
            raise CallError(
                f"{folder}: expected a folder that `imgfw lens train-generator` made, with {RECORD} in it"
            )
        try:
            plain = json.loads(path.read_text("utf-8"))
            if plain["format"] != _FORMAT:
                raise FormatError(
                    f"{path}: format {plain['format']}, expected {_FORMAT}; it is from another imgfw"
                )
            rows = tuple((tuple(map(str, labels)), int(count)) for labels, count in plain["rows"])
            told = str(plain["recipe"]), Target.of(plain["target"]), rows, str(plain["digest"])
            return cls(Shape(**plain["shape"]), int(plain["seed"]), *told)
        except (ValueError, KeyError, TypeError) as error:
            raise FormatError(f"{path}: damaged ({error}); train the generator again") from error

    def write(self, folder: Path) -> None:
        """Write it into a new folder, whole."""
        with whole_text(folder / RECORD) as text:
            text.write(json.dumps(self.plain(), indent=1, ensure_ascii=False) + "\n")


def vectors(target: Target, rows: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Labels as the networks are told them: float32 (N, C), 1 for each that holds."""
    import numpy as np

    places = {name: place for place, name in enumerate(target.labels)}
    found = np.zeros((len(rows), len(places)), np.float32)
    for row, names in enumerate(rows):
        for name in names:
            found[row, places[name]] = 1
    return found


def keep(folder: Path, arrays: Mapping[str, np.ndarray], history: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was learned with what is told of it, both or neither."""
    import numpy as np

    told = np.frombuffer(json.dumps(history).encode(), np.uint8)
    with whole_file(folder / STATE) as file:
        np.savez(file, **{**arrays, _HISTORY: told})  # type: ignore[arg-type]


def kept(folder: Path) -> tuple[dict[str, np.ndarray], list[dict[str, Any]]] | None:
    """What was kept, None where nothing was. Raises FormatError where it is damaged."""
    import numpy as np

    path = folder / STATE
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = dict(arrays)
        return found, json.loads(found.pop(_HISTORY).tobytes())
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise FormatError(f"{path}: damaged ({error}); remove the folder and train again") from error
