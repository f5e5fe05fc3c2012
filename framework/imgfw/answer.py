"""What a bundle says of one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Evidence:
    """A picture of somebody known that is near to the one asked about.

    label    of whom
    uri      where it came from
    cosine   of the angle between the features of both: 1 for the same
    picture  where it is kept, small: a file in the bundle's folder
    """

    label: str
    uri: str
    cosine: float
    picture: str


@dataclass(frozen=True)
class Answer:
    """What a bundle says of one picture, or of one region of it.

    uri            as it was given
    number         which region, 0 for the first
    probabilities  {target: float32 (C,)}; C = 1 holds the value of a number
    decided        {target: label names joined by "|", "" for none, or the value}
    sets           {target: the labels that it may be}, for targets with sets
    evidence       {target: the nearest examples, whosever they are}, for targets with examples
    left_out       why there is no answer, "" if there is
    """

    uri: str
    number: int = 0
    probabilities: Mapping[str, np.ndarray] = field(default_factory=dict)
    decided: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    left_out: str = ""
