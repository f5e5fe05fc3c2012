"""What flows through a run: samples, their regions, pictures, and what cleaners find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .digests import key_of
from .landmarks import MIRROR

if TYPE_CHECKING:
    import numpy as np

Labels = tuple[str, ...] | float
"""Label names (one for `classes` and `ordinal`, any number for `multi-label`), or a number."""


@dataclass(frozen=True)
class Region:
    """A part of a picture, in upright full-size pixels.

    box        (left, top, right, bottom), or None for the whole picture
    landmarks  float32 (K, 2) as x, y; K is 68 (iBUG order) or 5 (picture-left eye, right eye, nose,
               left and right mouth corner), or None
    facts      what else is known: score, pose, ...
    """

    box: tuple[float, float, float, float] | None = None
    landmarks: np.ndarray | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """An upright picture in memory.

    image      uint8 (H, W, 3) RGB
    scale      size of `image` over the full upright size: 0.25 where a quarter was decoded
    box        (left, top, right, bottom) of its region in its own pixels, or None
    landmarks  float32 (K, 2) in its own pixels, K = 68 or 5, or None
    facts      what is known of it: full width and height, format, when it was taken, ...
    """

    image: np.ndarray
    scale: float = 1.0
    box: tuple[float, float, float, float] | None = None
    landmarks: np.ndarray | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def of(self, region: Region) -> Picture:
        """This picture with the box and landmarks of a region, brought to its own pixels."""
        box = None
        if region.box is not None:
            left, top, right, bottom = (edge * self.scale for edge in region.box)
            box = (left, top, right, bottom)
        points = None
        if region.landmarks is not None:
            points = (region.landmarks * self.scale).astype("float32")
        return replace(self, box=box, landmarks=points)

    def mirrored(self) -> Picture:
        """This picture with left and right exchanged, box and landmarks too."""
        width = self.image.shape[1]
        box = self.box and (width - self.box[2], self.box[1], width - self.box[0], self.box[3])
        points = self.landmarks
        if points is not None:
            points = points[list(MIRROR[len(points)])].copy()
            points[:, 0] = width - points[:, 0]
        return replace(self, image=self.image[:, ::-1].copy(), box=box, landmarks=points)


@dataclass(frozen=True)
class Sample:
    """One thing to learn from or to score: a picture, or one region of it.

    uri        where it came from, for people and for its source
    source     position of its source in the recipe
    stamp      says cheaply whether its content may have changed (path, size, time; zip member; row)
    digest     sha256 of its content, hex; "" until the survey knows it
    region     the region it is about, or None for the whole picture
    number     which region of the picture, 0 for the first
    labels     {target: names or number}; absent = unknown, () = none of them. Where only some labels of a
               multi-label target are unknown, "TARGET:unknown" names these
    group      samples of one group never part; "" = a group of its own
    split      "train" | "val" | "test", or "" until it is known
    facts      width, height, format, taken, hash, ...; `generated` where a network made the picture up
    left_out   why it is not used, "" if it is
    copies     other places where the same content was found
    """

    uri: str
    source: int = 0
    stamp: str = ""
    digest: str = ""
    region: Region | None = None
    number: int = 0
    labels: Mapping[str, Labels] = field(default_factory=dict)
    group: str = ""
    split: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    left_out: str = ""
    copies: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The digest, with "#n" behind it for a further region of the same picture."""
        return self.digest if self.number == 0 else f"{self.digest}#{self.number}"

    @property
    def group_key(self) -> str:
        """What tells its group from others: the group's name, the digest where it is a group of its own."""
        return self.group or self.digest

    @property
    def generated(self) -> bool:
        """Whether a network made it up: it may be learned from, and never judged on."""
        return bool(self.facts.get("generated"))

    def doubtful(self, target: str) -> tuple[str, ...]:
        """The labels of a multi-label target that nobody knows, where others are known."""
        given = self.labels.get(f"{target}:unknown", ())
        return given if isinstance(given, tuple) else ()

    @cached_property
    def view(self) -> str:
        """What is seen of it: the id, and where there is a region a digest of its box and landmarks."""
        if self.region is None:
            return self.id
        return f"{self.id}@{key_of(self.region.box, self.region.landmarks)[:16]}"


@dataclass(frozen=True)
class Finding:
    """What a cleaner found about one sample.

    id       the sample's id
    cleaner  the cleaner's name
    action   "drop" (not trained on) or "flag" (only told)
    reason   for people
    score    how strongly, where the cleaner measures it
    """

    id: str
    cleaner: str
    action: str
    reason: str
    score: float | None = None
