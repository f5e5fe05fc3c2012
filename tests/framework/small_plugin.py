"""Small real components, as a plugin: colours as features, the nearest mean as a head."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from imgfw import (
    Annotator,
    Augmenter,
    Backbone,
    Cleaner,
    Finding,
    GalleryHead,
    Head,
    Metric,
    Picture,
    PictureError,
    Region,
    Sample,
    Sink,
    Source,
    Target,
    Transform,
    hookimpl,
)


class Colours(Source):
    """Speckled pictures, red or blue, that the source draws itself."""

    use: Literal["colours"] = "colours"
    count: int = 8

    def gives(self) -> tuple[Target, ...]:
        """One target."""
        return (Target("colour"),)

    def samples(self) -> Iterator[Sample]:
        """Red and blue by turns."""
        for index in range(self.count):
            labels = {"colour": ("red" if index % 2 else "blue",)}
            yield Sample(f"{index:03}", stamp="1", digest=f"digest-{index:03}", labels=labels)

    def read(self, sample: Sample) -> Picture:
        """A square of 8 pixels with the number of the sample as its green, and speckles of its own."""
        index = int(sample.uri)
        image = np.zeros((8, 8, 3), np.uint8)
        image[..., 0 if index % 2 else 2] = 200
        image[..., 1] = index
        image[..., 2 if index % 2 else 0] = np.random.default_rng(index).integers(0, 120, (8, 8))
        return Picture(image)


class Halves(Annotator):
    """The left and the right part of every picture."""

    use: Literal["halves"] = "halves"
    cut: float = 0.5

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """Two regions that meet at the cut."""
        height, width = (side / picture.scale for side in picture.image.shape[:2])
        return (Region((0, 0, width * self.cut, height)), Region((width * self.cut, 0, width, height)))


class Darker(Transform):
    """Take some light away."""

    use: Literal["darker"] = "darker"
    by: int = 1

    def apply(self, picture: Picture) -> Picture:
        """Every value less by so much; pictures without any blue are refused."""
        if picture.image[..., 1].max() == 66:
            raise PictureError("66 is too green")
        return Picture(picture.image - np.minimum(picture.image, np.uint8(self.by)))


class FittedLess:
    """Takes a learned mean away."""

    def __init__(self, mean: np.ndarray) -> None:
        self.mean = mean

    def apply(self, picture: Picture) -> Picture:
        """Less the mean."""
        return Picture(np.clip(picture.image - self.mean, 0, 255).astype(np.uint8))

    def state(self) -> dict[str, Any]:
        """The mean."""
        return {"mean": self.mean}


class LessMean(Transform):
    """Take the mean of the training pictures away."""

    use: Literal["less-mean"] = "less-mean"

    def fit(self, pictures) -> FittedLess:
        """Learn the mean colour."""
        return FittedLess(np.mean([p.image.mean(axis=(0, 1)) for p in pictures], axis=0).astype(np.float32))

    def restore(self, state) -> FittedLess:
        """From the mean."""
        return FittedLess(state["mean"])


class Brighter(Augmenter):
    """Add some light by chance."""

    use: Literal["brighter"] = "brighter"
    by: int = 9

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """Every value more by as much as chance has it."""
        more = rng.integers(0, self.by + 1)
        return Picture((picture.image.astype(int) + more).clip(0, 255).astype(np.uint8))


class MeanColour(Backbone):
    """The mean of red, green and blue."""

    use: Literal["mean-colour"] = "mean-colour"
    factor: float = 1.0
    weights: Path | None = None

    def files_read(self) -> tuple[Path, ...]:
        """The file, which it never opens."""
        return () if self.weights is None else (self.weights,)

    wants: int = 0

    @property
    def side(self) -> int:
        """As asked for."""
        return self.wants

    def encode(self, picture: Picture) -> np.ndarray:
        """Three numbers, of the region where there is one."""
        image = picture.image
        if picture.box is not None:
            left, top, right, bottom = (round(edge) for edge in picture.box)
            image = image[top:bottom, left:right]
        return image.mean(axis=(0, 1)).astype(np.float32) * np.float32(self.factor)


class FittedMeans:
    """Nearer means are likelier."""

    def __init__(self, means: np.ndarray, target: str) -> None:
        self.means, self.target = means, target

    def predict(self, inputs) -> dict[str, np.ndarray]:
        """Softmax of the negative distances."""
        distance = ((inputs["features"][:, None] - self.means[None]) ** 2).sum(axis=2) / 1000
        score = np.exp(distance.min(axis=1, keepdims=True) - distance)
        return {self.target: (score / score.sum(axis=1, keepdims=True)).astype(np.float32)}

    def state(self) -> dict[str, Any]:
        """The means, and for what."""
        return {"means": self.means, "target": self.target.encode()}


class Means(Head):
    """The nearest mean of the training features."""

    use: Literal["means"] = "means"
    types: ClassVar = ("classes",)

    def fit(self, inputs, truth, targets, *, weights, groups, rng) -> FittedMeans:
        """A mean for every label."""
        (name, target), *_ = targets.items()
        means = [inputs["features"][truth[name] == i].mean(axis=0) for i in range(target.width)]
        return FittedMeans(np.array(means, np.float32), name)

    def restore(self, state) -> FittedMeans:
        """From the means."""
        return FittedMeans(state["means"], state["target"].decode())


class FittedKnown:
    """Nearer means are likelier; labels come and go."""

    def __init__(self, target: str, labels, means, counts) -> None:
        self.target, self.names, self.means, self.rows = target, tuple(labels), means, np.asarray(counts)
        self.labels, self.counts = {target: self.names}, {target: tuple(self.rows.tolist())}

    def predict(self, inputs) -> dict[str, np.ndarray]:
        """Softmax of the negative distances, 0 for labels without a row."""
        distance = np.linalg.norm(inputs["features"][:, None] - self.means[None], axis=2) / 10
        score = np.where(self.rows > 0, np.exp(distance.min(axis=1, keepdims=True) - distance), 0)
        return {self.target: (score / score.sum(axis=1, keepdims=True)).astype(np.float32)}

    def add(self, name: str, features, *, target=None):
        """Behind the others, or more rows behind one of them."""
        if name not in self.names:
            means = np.concatenate([self.means, np.zeros((1, self.means.shape[1]), np.float32)])
            return FittedKnown(self.target, (*self.names, name), means, [*self.rows, 0.0]).add(name, features)
        at, means, rows = self.names.index(name), self.means.copy(), self.rows.copy()
        rows[at] += len(features)
        means[at] += (features - means[at]).sum(axis=0) / rows[at]
        return FittedKnown(self.target, self.names, means, rows)

    def remove(self, name: str, *, target=None):
        """Without it."""
        left = [at for at, own in enumerate(self.names) if own != name]
        names = [self.names[at] for at in left]
        return FittedKnown(self.target, names, self.means[left], self.rows[left])

    def state(self) -> dict[str, Any]:
        """The labels, the means, and how many rows are behind each."""
        about = json.dumps([self.target, *self.names]).encode()
        return {"about": about, "means": self.means, "rows": self.rows}


class Known(GalleryHead):
    """The nearest mean of those who are known."""

    use: Literal["known"] = "known"
    types: ClassVar = ("classes",)

    def fit(self, inputs, truth, targets, *, weights, groups, rng) -> FittedKnown:
        """A mean for every label that has rows."""
        (name, target), *_ = targets.items()
        x, rows = inputs["features"], np.bincount(truth[name], minlength=target.width).astype(float)
        found = FittedKnown(name, target.labels, np.zeros((target.width, x.shape[1]), np.float32), 0 * rows)
        for at in np.flatnonzero(rows):
            found = found.add(target.labels[at], x[truth[name] == at])
        return found

    def restore(self, state) -> FittedKnown:
        """From the means."""
        target, *labels = json.loads(state["about"])
        return FittedKnown(target, labels, state["means"], state["rows"])


class Share(Metric):
    """The share decided rightly."""

    use: Literal["share"] = "share"

    def gives(self, target):
        """One figure."""
        return ("share",)

    def score(self, truth, probabilities, decided, target):
        """The share."""
        return {"share": float((truth == decided).mean())}


class Green(Cleaner):
    """Pictures of a certain green."""

    use: Literal["green"] = "green"
    needs: ClassVar[frozenset[str]] = frozenset({"features"})
    shade: int = 7

    def inspect(self, samples, *, pictures=None, features=None):
        """Those whose second feature is the shade."""
        for sample, row in zip(samples, features, strict=True):
            if row[1] == self.shade:
                yield Finding(sample.id, self.use, "drop", f"{self.shade} is green", float(row[1]))


class Note(Sink):
    """What there was, as a text file."""

    use: Literal["note"] = "note"
    fail: bool = False

    def write(self, outcome, folder: Path) -> None:
        """Samples, shape of the features, and the size of the first picture."""
        if self.fail:
            raise ValueError("no ink")
        samples = outcome.predictions["test"].samples
        shape = outcome.features(samples).shape
        size = outcome.picture(samples[0]).image.shape
        (folder / "note.txt").write_text(f"{len(outcome.samples)} {shape} {size}")


@hookimpl
def imgfw_annotators():
    """One annotator."""
    return [Halves]


@hookimpl
def imgfw_sources():
    """Colours."""
    return [Colours]


@hookimpl
def imgfw_cleaners():
    """Green."""
    return [Green]


@hookimpl
def imgfw_transforms():
    """Darker, and less the mean."""
    return [Darker, LessMean]


@hookimpl
def imgfw_augmenters():
    """Brighter."""
    return [Brighter]


@hookimpl
def imgfw_backbones():
    """Mean colours."""
    return [MeanColour]


@hookimpl
def imgfw_heads():
    """Nearest means."""
    return [Means, Known]


@hookimpl
def imgfw_metrics():
    """The share."""
    return [Share]


@hookimpl
def imgfw_sinks():
    """A note."""
    return [Note]
