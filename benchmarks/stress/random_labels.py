"""What a split after augmenting pretends: random labels "learned" far above chance; imgfw lands at chance.

    python benchmarks/stress/random_labels.py [--pictures 600] [--views 31] [--classes 20]

Every picture gets a random label, so nothing can be learned. The naive way augments all pictures and then
splits the rows; near-copies of every test row are in train, and a nearest neighbour finds them. imgfw splits
first: the same pictures, views and neighbour land at chance, and `--probe-leaks` sees nothing.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np

import imgfw

PLUGIN = Path(__file__)
RECIPE = """
[[source]]
use = "random-labels"
pictures = {pictures}
classes = {classes}

[split]
train = 0.6
val = 0.1
test = 0.3

[augment]
per_sample = {views}

[[augmenter]]
use = "flip"

[[augmenter]]
use = "rotate"
degrees = 5

[backbone]
use = "tiles"

[[head]]
use = "nearest"
k = 1

[[metric]]
use = "accuracy"
"""


class RandomLabels(imgfw.Source):
    """Blurred noise, each picture with a label by chance."""

    use: Literal["random-labels"] = "random-labels"
    pictures: int = 600
    classes: int = 20

    def gives(self) -> tuple[imgfw.Target, ...]:
        """One target."""
        return (imgfw.Target("class", "classes", tuple(f"c{i:02}" for i in range(self.classes))),)

    def samples(self) -> Iterator[imgfw.Sample]:
        """The pictures by number."""
        labels = np.random.default_rng(0).integers(0, self.classes, self.pictures)
        for number, label in enumerate(labels):
            yield imgfw.Sample(
                f"{number:05}", stamp="1", digest=f"random-{number}", labels={"class": (f"c{label:02}",)}
            )

    def read(self, sample: imgfw.Sample) -> imgfw.Picture:
        """A picture of 64 x 64 pixels that no other number has."""
        coarse = np.random.default_rng(int(sample.uri)).integers(0, 255, (6, 6, 3), np.uint8)
        return imgfw.Picture(imgfw.resized(coarse, (64, 64)))


class Tiles(imgfw.Backbone):
    """The mean colours of 8 x 8 tiles."""

    use: Literal["tiles"] = "tiles"

    def encode(self, picture: imgfw.Picture) -> np.ndarray:
        """float32 (192,)."""
        return imgfw.resized(picture.image, (8, 8)).astype(np.float32).ravel()


@imgfw.hookimpl
def imgfw_sources() -> list[type]:
    """The pictures."""
    return [RandomLabels]


@imgfw.hookimpl
def imgfw_backbones() -> list[type]:
    """The tiles."""
    return [Tiles]


def naive(pictures: int, views: int, classes: int) -> float:
    """The accuracy of a nearest neighbour where rows are split after augmenting."""
    from imgfw_basics.flip import Flip
    from imgfw_basics.rotate import Rotate

    source, backbone = RandomLabels(pictures=pictures, classes=classes), Tiles()
    rows, labels = [], []
    for sample in source.samples():
        for view in range(views):
            picture, rng = source.read(sample), np.random.default_rng([int(sample.uri), view])
            for augmenter in (Flip(), Rotate(degrees=5)) if view else ():
                picture = augmenter.apply(picture, view, rng)
            rows.append(backbone.encode(picture))
            labels.append(sample.labels["class"])
    features, truth = np.stack(rows), np.array(labels)[:, 0]
    order = np.random.default_rng(1).permutation(len(truth))
    test, train = np.split(order, [round(0.3 * len(order))])
    nearest = [train[((features[train] - features[row]) ** 2).sum(axis=1).argmin()] for row in test]
    return float((truth[nearest] == truth[test]).mean())


def line(pictures: int, views: int, classes: int, folder: Path) -> dict:
    """imgfw's own scores on the same pictures, views and neighbour, with the probe."""
    recipe = folder / "random.toml"
    recipe.write_text(RECIPE.format(pictures=pictures, views=views, classes=classes))
    outcome = imgfw.run(recipe, runs=folder / "runs", plugins=[PLUGIN], probe_leaks=True)
    return {**outcome.scores["scores"]["class"]["test"]["accuracy"], "trust": outcome.scores["trust"]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=600)
    parser.add_argument("--views", type=int, default=31)
    parser.add_argument("--classes", type=int, default=20)
    given = vars(parser.parse_args())
    pretended = naive(**given)
    with tempfile.TemporaryDirectory() as folder:
        found = line(**given, folder=Path(folder))
    print(f"chance                        {1 / given['classes']:.3f}")
    print(f"split after augmenting        {pretended:.3f}")
    print(f"imgfw                         {found['value']:.3f}   {found['low']:.3f} to {found['high']:.3f}")
    print(found["trust"]["certificate"]["text"])
    print(found["trust"]["probe"]["text"])


if __name__ == "__main__":
    main()
