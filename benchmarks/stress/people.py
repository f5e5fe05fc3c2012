"""Real people, many divisions: how many are found, and how many strangers are taken for somebody.

    python benchmarks/stress/people.py FOLDER [DIVISIONS]

FOLDER holds a folder a person. The recipe celeb-lfw makes features once; then people are divided at random
into known ones and strangers, half and half, and half the pictures of each known one are the gallery. The
threshold is fitted on the known alone, each taken out of the gallery in turn. `imgfw models` tells where the
networks must be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import imgfw
from imgfw.chance import generator
from imgfw.conformal import groups_for
from imgfw.strangers import Strangers, fitted
from imgfw_sklearn.prototypes import Prototypes

RECIPE = Path(__file__).parents[2] / "recipes" / "celeb-lfw.toml"
FOUND = 'annotator=[{use="landmarks-mesh",several="central",at_predict=true}]'


def features(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Of every usable picture: float32 (N, D), and who it is (N,)."""
    sets = ['source.0.use="folder"', f'source.0.path="{folder}"', 'target.who.from="class"', FOUND]
    with TemporaryDirectory() as runs:
        imgfw.run(RECIPE, sets=[*sets, "decide={}"], runs=runs)
        outcome = imgfw.open("latest", runs=runs)
        samples = [sample for sample in outcome.samples if not sample.left_out]
        return outcome.features(samples), np.array([sample.labels["who"][0] for sample in samples])


def gallery(x: np.ndarray, names: np.ndarray, rng: np.random.Generator):
    """Prototypes of rows (N, D) by name (N,)."""
    labels = tuple(sorted(set(names)))
    truth = {"who": np.array([labels.index(name) for name in names])}
    targets, weights = {"who": imgfw.Target("who", labels=labels)}, {"who": np.ones(len(x))}
    return Prototypes().fit({"features": x}, truth, targets, weights=weights, groups=(), rng=rng)


def divided(x: np.ndarray, names: np.ndarray, rng: np.random.Generator) -> tuple[float, float, bool]:
    """Share of the known found, share of strangers' pictures accepted, and whether that was as stated."""
    people = rng.permutation(sorted(set(names)))
    known = set(people[: len(people) // 2])
    own = np.array([name in known for name in names])
    held = np.zeros(len(x), bool)
    for name in sorted(known):
        rows = rng.permutation(np.flatnonzero(names == name))
        held[rows[: len(rows) // 2]] = True
    knows = gallery(x[held], names[held], rng)
    labels = knows.labels["who"]
    given = np.zeros((int(held.sum()), len(labels)), np.float32)
    truth = np.array([labels.index(name) for name in names[held]])
    for at, name in enumerate(labels):
        left = np.arange(len(labels)) != at
        rows = np.flatnonzero(truth == at)
        given[np.ix_(rows, left)] = knows.remove(name).predict({"features": x[held][rows]})["who"]
    target = imgfw.Target("who", labels=labels)
    share = 1 / (len(labels) + 1)
    assert groups_for(1 - share) <= len(labels)
    unknown, told = fitted(target, share, Strangers(given, truth))
    asked = knows.predict({"features": x})["who"]
    decided = np.array(labels)[asked.argmax(axis=1)]
    sure = asked.max(axis=1) >= unknown
    found = float((sure & (decided == names))[own & ~held].mean())
    accepted = float(sure[~own].mean())
    return found, accepted, told.low <= accepted <= told.high


def main() -> None:
    """Print what came of all divisions."""
    folder, divisions = Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    x, names = features(folder)
    each = np.array([divided(x, names, generator(0, turn)) for turn in range(divisions)])
    print(f"{len(x)} pictures of {len(set(names))} people, {divisions} divisions")
    print(f"known found: {each[:, 0].mean():.4f}, {each[:, 0].min():.3f} at least")
    print(f"strangers accepted: {each[:, 1].mean():.4f}, {each[:, 1].max():.3f} at most")
    print(f"as stated: {each[:, 2].mean():.3f}")


if __name__ == "__main__":
    main()
