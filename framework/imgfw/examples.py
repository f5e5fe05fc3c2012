"""Pictures that a bundle keeps of its labels, small: what an answer can be held against."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .answer import Evidence
from .data import Picture
from .errors import DamagedError
from .store import read_json

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1
RECORD = "examples.json"
SIDE = 112
"""The longer side of a kept picture, in pixels at most."""
NEAREST = 3
"""So many examples are told of a picture."""
_FEATURES = "features.npy"


@dataclass(frozen=True)
class Examples:
    """E pictures of labels of one target.

    labels    of each
    uris      where each came from
    features  float32 (E, D)
    pictures  each as a small JPEG file
    place     where they are kept, as a folder in that of the bundle
    """

    labels: tuple[str, ...]
    uris: tuple[str, ...]
    features: np.ndarray
    pictures: tuple[bytes, ...]
    place: str = ""

    def nearest(self, row: np.ndarray) -> tuple[Evidence, ...]:
        """The examples nearest to features (D,) by cosine, the nearest first."""
        import numpy as np

        cosines = self._directions @ _unit(row[None])[0]
        order = np.argsort(-cosines, kind="stable")[:NEAREST]
        return tuple(
            Evidence(self.labels[at], self.uris[at], float(cosines[at]), f"{self.place}/{_file(at)}")
            for at in order.tolist()
        )

    @cached_property
    def _directions(self) -> np.ndarray:
        return _unit(self.features)

    def of(self, label: str) -> list[int]:
        """Which examples are of a label."""
        return [at for at, own in enumerate(self.labels) if own == label]

    def like(self, row: np.ndarray, label: str) -> str:
        """Where an example of a label with these features (D,) came from, "" where there is none."""
        import numpy as np

        same = (at for at in self.of(label) if np.allclose(self.features[at], row, rtol=1e-4, atol=1e-6))
        return next((self.uris[at] for at in same), "")

    def files(self, label: str) -> list[str]:
        """Where those of a label are kept, as files in the bundle's folder."""
        return [f"{self.place}/{_file(at)}" for at in self.of(label)]

    def without(self, label: str) -> Examples:
        """Those of the other labels."""
        left = [at for at, own in enumerate(self.labels) if own != label]
        labels, uris = (tuple(values[at] for at in left) for values in (self.labels, self.uris))
        return Examples(labels, uris, self.features[left], tuple(self.pictures[at] for at in left))

    def with_those(self, other: Examples) -> Examples:
        """These, and those behind them."""
        import numpy as np

        features = np.concatenate([self.features, other.features])
        return Examples(
            self.labels + other.labels, self.uris + other.uris, features, self.pictures + other.pictures
        )

    def save(self, folder: Path) -> None:
        """Write them into a new folder."""
        import numpy as np

        folder.mkdir(parents=True)
        made = BytesIO()
        np.save(made, self.features, allow_pickle=False)
        files = {_FEATURES: made.getvalue(), **{_file(at): p for at, p in enumerate(self.pictures)}}
        for name, content in files.items():
            (folder / name).write_bytes(content)
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        record = {"format": FORMAT, "labels": self.labels, "uris": self.uris, "sha256": digests}
        (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", "utf-8")

    @classmethod
    def load(cls, root: Path, place: str) -> Examples:
        """Read them from a folder in that of their bundle. Raises DamagedError."""
        import numpy as np

        folder = root / place
        record = read_json(folder / RECORD)
        try:
            files = {name: _whole(folder / name, sha256) for name, sha256 in record["sha256"].items()}
            features = np.load(BytesIO(files[_FEATURES]), allow_pickle=False)
            pictures = tuple(files[_file(at)] for at in range(len(record["labels"])))
            return cls(tuple(record["labels"]), tuple(record["uris"]), features, pictures, place)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise DamagedError(f"{folder}: damaged ({error})") from error


def few(features: np.ndarray, count: int) -> list[int]:
    """Which of N rows (N, D) tell most of them: the one nearest to their mean, then ever the one most unlike
    those chosen before; `count` at most, by cosine."""
    import numpy as np

    rows = _unit(features)
    chosen: list[int] = []
    unlike = rows @ rows.mean(axis=0)
    while len(chosen) < min(count, len(rows)):
        chosen.append(int(unlike.argmax()))
        unlike = 1 - (rows @ rows[chosen].T).max(axis=1)
        unlike[chosen] = -np.inf
    return chosen


def small(picture: Picture) -> bytes:
    """A picture as a JPEG file of SIDE pixels at most."""
    from PIL import Image

    image = Image.fromarray(picture.image)
    image.thumbnail((SIDE, SIDE))
    made = BytesIO()
    image.save(made, "JPEG", quality=90)
    return made.getvalue()


def made(label: str, uris: Sequence[str], features: np.ndarray, seen: Sequence[Picture]) -> Examples:
    """Examples of one label."""
    return Examples((label,) * len(uris), tuple(uris), features, tuple(map(small, seen)))


def _unit(rows: np.ndarray) -> np.ndarray:
    """Rows (N, D) brought to length 1; zeros stay."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: np.ndarray = rows / np.where(lengths > 0, lengths, 1)
    return found


def _file(at: int) -> str:
    return f"{at:06}.jpg"


def _whole(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedError(f"{path}: damaged ({error})") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedError(f"{path}: damaged")
    return content
