"""What a kill must not lose of a training: after every epoch it is on disk, whole, and goes on from there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from imgfw import ComponentError, try_lock

from .library import chance, keras, set_chance

if TYPE_CHECKING:
    import numpy as np

    from imgfw import TrainingTask

FORMAT = 1


@dataclass
class Standing:
    """Where a training stands.

    phase      the phase at work, from 1
    within     epochs of it that are done
    epoch      epochs that are done in all
    best       epoch with the best score so far, `score` its score; 0 and None before there is one
    history    a record for every epoch
    kept       the weights of the best epoch
    """

    phase: int = 1
    within: int = 0
    epoch: int = 0
    best: int = 0
    score: float | None = None
    history: list[dict[str, Any]] = field(default_factory=list)
    kept: list[np.ndarray] = field(default_factory=list)


@dataclass(frozen=True)
class Checkpoint:
    """The file of one training.

    path      where it is kept
    learning  everything that has weights or seeds, as one network
    """

    path: Path
    learning: Any

    def write(self, standing: Standing, optimizer: Any) -> None:
        """Keep where the training stands; a kill leaves this or the one before. Raises ComponentError."""
        import numpy as np

        plain = {"format": FORMAT, **{k: v for k, v in asdict(standing).items() if k != "kept"}}
        arrays = {"standing": np.frombuffer(json.dumps(plain).encode(), np.uint8)}
        arrays |= _named("best", standing.kept)
        arrays |= _named("network", _values(self.learning.variables))
        arrays |= _named("optimizer", _values(optimizer.variables))
        arrays |= _named("chance", chance())
        content = BytesIO()
        np.savez(content, allow_pickle=False, **arrays)
        try:
            _replace(self.path, content.getbuffer())
        except OSError as error:
            raise ComponentError(
                f"trainer/keras: the state after epoch {standing.epoch} cannot be kept in {self.path.parent} "
                f"({error.strerror}); make room there, and the same command continues"
            ) from error

    def read(self, say: Callable[[str], None]) -> tuple[Standing, Callable[[Any], None]] | None:
        """Where the training stood, and what brings network, optimizer and chance back to it.

        None at its beginning. A damaged file counts as none, and that is said.
        """
        import numpy as np

        if not self.path.is_file():
            return None
        try:
            # numpy leaves a torn file open if it opens it itself
            with self.path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            plain = json.loads(arrays.pop("standing").tobytes())
            if plain.pop("format") != FORMAT:
                raise ValueError("it is of another format")
            standing = Standing(**plain, kept=_listed("best", arrays))
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
            say(f"{self.path} is damaged ({error}); training begins again")
            return None

        def restore(optimizer: Any) -> None:
            _assign(self.learning.variables, _listed("network", arrays))
            _assign(optimizer.variables, _listed("optimizer", arrays))
            set_chance(_listed("chance", arrays))

        return standing, restore


@contextmanager
def alone_in(folder: Path, name: str) -> Iterator[Path]:
    """The place of a checkpoint, while no other process trains there. Raises ComponentError if one does."""
    fd = os.open(folder / f"{name}.lock", os.O_CREAT | os.O_RDWR, 0o666)
    try:
        if not try_lock(fd):
            raise ComponentError(
                f"trainer/keras: another process is at the same training, in {folder}; wait for it to end, "
                "and the same command will find what it made"
            )
        yield folder / f"{name}.npz"
    finally:
        os.close(fd)


def name_of(task: TrainingTask, *more: Any) -> str:
    """Tells apart the trainings that share a folder: by what is trained, on which rows, and how."""
    told = [
        *more,
        task.seed,
        task.backbone.model_dump_json() if task.encoder is None else None,
        [(name, head.model_dump_json()) for name, head in task.heads.items()],
        [(t.name, t.type, t.labels) for t in task.targets.values()],
        *([(s.id, s.uri) for s in rows.samples] for rows in (task.train, task.val)),
        [(name, values.shape) for name, values in sorted(task.train.inputs.items())],
    ]
    digest = sha256(json.dumps(told, default=str).encode())
    digest.update(task.train.numbers.tobytes())
    for values in (*task.train.truth.values(), *task.train.weights.values()):
        digest.update(values.tobytes())
    return digest.hexdigest()[:16]


def _replace(path: Path, content: memoryview) -> None:
    """Write beside, then rename: a kill leaves the old file or the new one."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _named(what: str, arrays: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{what}.{place}": array for place, array in enumerate(arrays)}


def _listed(what: str, arrays: dict[str, np.ndarray]) -> list[np.ndarray]:
    count = sum(name.startswith(f"{what}.") for name in arrays)
    return [arrays[f"{what}.{place}"] for place in range(count)]


def _values(variables: Sequence[Any]) -> list[np.ndarray]:
    return [keras().ops.convert_to_numpy(variable) for variable in variables]


def _assign(variables: Sequence[Any], values: Sequence[np.ndarray]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
