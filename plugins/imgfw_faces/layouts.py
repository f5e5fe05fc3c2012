"""How drawn selfies lie in a folder: the published selfie data set, one a class, or one a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from imgfw import Sample

from .marks_file import pts
from .selfie_table import COLUMNS

if TYPE_CHECKING:
    import numpy as np

Layout = Literal["selfie-dataset", "folders", "people"]
TABLE = "selfie_dataset.txt"


def file_of(sample: Sample, layout: Layout) -> str:
    """The name of a sample's picture below the folder, with / between its parts."""
    _, person, turn = sample.uri.split("/")
    if layout == "people":
        return f"{person}/{turn}.jpg"
    folder = "images" if layout == "selfie-dataset" else _only(sample.labels["quality"])
    return f"{folder}/{person}-{turn}.jpg"


def texts(samples: Iterable[Sample], layout: Layout) -> dict[str, str]:
    """The texts that lie beside the pictures, by name.

    For the selfie data set that is its table, for people the landmarks of every picture, else there are none.
    """
    if layout == "selfie-dataset":
        return {TABLE: "".join(f"{_row(sample)}\n" for sample in samples)}
    if layout == "people":
        return {_marks_of(file_of(sample, layout)): pts(_landmarks(sample)) for sample in samples}
    return {}


def _row(sample: Sample) -> str:
    """Name without ending, popularity, and for each attribute 1, -1 or, where nobody knows, 0."""
    name = file_of(sample, "selfie-dataset").removeprefix("images/").removesuffix(".jpg")
    values = (_value(sample.labels, attribute) for attribute in COLUMNS)
    return " ".join((name, f"{sample.labels['popularity']:.3f}", *map(str, values)))


def _value(labels: Mapping[str, tuple[str, ...] | float], attribute: str) -> int:
    if attribute not in labels:
        return 0
    return 1 if labels[attribute] else -1


def _marks_of(picture: str) -> str:
    return picture.removesuffix(".jpg") + ".pts"


def _landmarks(sample: Sample) -> np.ndarray:
    assert sample.region is not None and sample.region.landmarks is not None
    return sample.region.landmarks


def _only(labels: tuple[str, ...] | float) -> str:
    assert isinstance(labels, tuple)
    (label,) = labels
    return label
