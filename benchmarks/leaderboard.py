"""Three backbones with eight heads each: one recipe of imgfw against 24 trainings in plain Keras.

    python benchmarks/leaderboard.py --photos FOLDER [--count 200] [--epochs 10] [--turns 3]

The first COUNT photos of the class folders in FOLDER, a fifth of them for val, at 96 pixels; backbones with
random weights stay as they are, heads of dense layers are trained on what they give.

    imgfw   `imgfw run` with 24 candidates: pictures are decoded once, features encoded once a backbone
    keras   24 scripts' work in one process: image_dataset_from_directory, cached after its first epoch,
            through the frozen backbone into the head, model.fit with EPOCHS epochs

Each works in a process of its own, by turns, from an empty cache; imports are counted once for each. Printed
are the medians and their ratio.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SIZE, BATCH, SEED = 96, 32, 7
BACKBONES = {
    "mobilenet-v2": "MobileNetV2",
    "mobilenet-v3-small": "MobileNetV3Small",
    "mobilenet": "MobileNet",
}
HEADS = list(itertools.product([(), (64,), (256,), (256, 64)], [0.0, 0.4]))

RECIPE = """name = "leaderboard"
seed = {seed}

[[source]]
use = "folder"
path = '{photos}'

[split]
train = 0.8
val = 0.2
test = 0

[backbone]
use = "mobilenet-v2"
size = {size}
weights = "none"

[[head]]
use = "dense"

[train]
epochs = {epochs}
batch_size = {batch}
freeze = "all"

[[metric]]
use = "accuracy"
"""
CANDIDATE = """
[[candidate]]
name = "{name}"
backbone = {{ use = "{backbone}", size = {size}, weights = "none" }}
head = [{{ use = "dense", units = {units}, dropout = {dropout} }}]
"""


def take(photos: Path, folder: Path, count: int) -> None:
    """Link the first photos of every class, as many of each."""
    classes = sorted(place for place in photos.iterdir() if place.is_dir())
    for place in classes:
        (folder / place.name).mkdir(parents=True)
        for photo in sorted(place.glob("*.jpg"))[: count // len(classes)]:
            (folder / place.name / photo.name).symlink_to(photo.resolve())


def write_recipe(path: Path, photos: Path, epochs: int) -> None:
    """All 24 as candidates, the first being the recipe itself."""
    text = RECIPE.format(seed=SEED, photos=photos, size=SIZE, epochs=epochs, batch=BATCH)
    for backbone, (units, dropout) in itertools.product(BACKBONES, HEADS):
        if (backbone, units, dropout) != ("mobilenet-v2", (), 0.0):
            name = f"{backbone}-{'-'.join(map(str, units)) or 'none'}-{round(dropout * 100)}"
            text += CANDIDATE.format(
                name=name, backbone=backbone, size=SIZE, units=list(units), dropout=dropout
            )
    path.write_text(text, "utf-8")


def in_keras(photos: Path, epochs: int) -> None:
    """The 24 trainings, one after the other, as scripts would have them."""
    import keras

    for backbone, (units, dropout) in itertools.product(BACKBONES.values(), HEADS):
        keras.utils.set_random_seed(SEED)
        train, val = keras.utils.image_dataset_from_directory(
            photos,
            validation_split=0.2,
            subset="both",
            seed=SEED,
            image_size=(SIZE, SIZE),
            batch_size=BATCH,
            verbose=False,
        )
        labels = len(train.class_names)
        network = getattr(keras.applications, backbone)(
            input_shape=(SIZE, SIZE, 3), include_top=False, weights=None, pooling="avg"
        )
        network.trainable = False
        given = keras.Input((SIZE, SIZE, 3))
        x = network(keras.layers.Rescaling(1 / 127.5, -1)(given), training=False)
        for width in units:
            x = keras.layers.Dense(width, "relu")(keras.layers.Dropout(dropout)(x))
        outputs = keras.layers.Dense(labels, "softmax")(keras.layers.Dropout(dropout)(x))
        model = keras.Model(given, outputs)
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(train.cache(), validation_data=val.cache(), epochs=epochs, verbose=0)


def seconds_of(call: list[str], cache: Path) -> float:
    """How long a process took."""
    begun = time.perf_counter()
    done = subprocess.run(
        call, env={**os.environ, "IMGFW_CACHE": str(cache)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(call)} failed:\n{done.stderr}")
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--keras", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.keras:
        in_keras(given.photos, given.epochs)
        return
    times: dict[str, list[float]] = {"imgfw": [], "keras": []}
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        take(given.photos, work / "photos", given.count)
        write_recipe(work / "recipe.toml", work / "photos", given.epochs)
        ours = [sys.executable, "-m", "imgfw", "run", str(work / "recipe.toml"), "--runs", str(work / "runs")]
        theirs = [sys.executable, __file__, "--keras", "--photos", str(work / "photos")]
        for turn in range(given.turns):
            times["imgfw"].append(seconds_of(ours, work / f"cache{turn}"))
            times["keras"].append(seconds_of([*theirs, "--epochs", str(given.epochs)], work))
    middle = {name: median(found) for name, found in times.items()}
    print(f"24 trainings of {given.epochs} epochs on {given.count} photos")
    print(f"  imgfw {middle['imgfw']:6.1f} s")
    print(f"  keras {middle['keras']:6.1f} s, {middle['keras'] / middle['imgfw']:.1f} x imgfw")


if __name__ == "__main__":
    main()
