"""A library of pictures from end to end: `imgfw predict` against a plain Keras script and against the floor.

    python benchmarks/library.py [--count 400] [--many 40000] [--turns 1] [--only photos sorting one many]

Every figure is of a whole process: its start, reading, decoding, network, what it writes; peak memory is what
the system says of it. Networks have random weights. Pictures are drawn, with as much noise as makes photos of
about 3 MB.

    photos  --count photos through EfficientNetB0 at 224 pixels:
            keras   image_dataset_from_directory and model.predict
            imgfw   imgfw predict --csv, with an empty cache
            floor   the entropy decoding of every file (Pillow at an eighth of its size) and the bare graph on
                    ready pixels, a plain interpreter in each of as many threads as cores
            aims: keras / imgfw >= 2.2 in time and >= 4 in memory; imgfw / floor <= 1.25
    sorting the same photos, to be sorted by their labels; neither copies anything yet:
            keras   the same script with a head of eight labels, and a table of what goes to which folder
            imgfw   imgfw predict --csv, then imgfw organize plan: two processes, whose seconds add up
            aims: keras / imgfw >= 2.2 in time and >= 4 in memory
    one     one photo, from a cold start, by keras and by imgfw; aim: >= 15
    many    --many small pictures through MobileNetV2 0.35 at 96 pixels, and a twentieth of them, each with an
            empty cache: growth of the peak memory (aim < 300 MB); then all of them again (aim <= 15 s)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

NETWORKS = {
    "photos": ("efficientnet-b0", {"size": 224}),
    "many": ("mobilenet-v2", {"size": 96, "alpha": 0.35}),
}
LABELS = ("a", "b", "c", "d", "e", "f", "g", "h")
KINDS = {"photo": ((4032, 3024), 7.0), "small": ((128, 96), 12.0)}
"""Width and height, and noise."""
DRAWN, SEED = 8, 7
CORES = os.cpu_count() or 1
PARTS = ("photos", "sorting", "one", "many")


class Cost(NamedTuple):
    """What a process took: seconds, those of them that processors worked, and megabytes at its peak."""

    seconds: float
    working: float
    megabytes: float


def library(folder: Path, count: int, kind: str) -> Path:
    """That many pictures, drawn by another process: a child's peak memory is no less than its parent's."""
    (folder / "class").mkdir(parents=True)
    cost(own("draw", folder, Path(f"{kind}-{count}")), folder)
    return folder


def draw(folder: Path, what: Path) -> None:
    """JPEG files of different content; eight are drawn, the rest differ in a comment."""
    from PIL import Image

    kind, count = what.name.split("-")
    size, noise = KINDS[kind]
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(min(int(count), DRAWN)):
        coarse = Image.fromarray(rng.integers(0, 256, (12, 16, 3), np.uint8)).resize(
            size, Image.Resampling.BICUBIC
        )
        pixels = np.asarray(coarse, np.float32) + rng.normal(0, noise, (size[1], size[0], 1)).astype(
            np.float32
        )
        file = BytesIO()
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=88)
        drawn.append(file.getvalue())
    for number in range(int(count)):
        content, told = drawn[number % len(drawn)], b"%08d" % number
        comment = b"\xff\xfe" + (len(told) + 2).to_bytes(2, "big") + told
        path = folder / "class" / f"{number:06}.jpg"
        path.write_bytes(content[:2] + comment + content[2:])
        os.utime(path, (1_600_000_000, 1_600_000_000))


def prepare(folder: Path, which: Path) -> None:
    """The bundle with its network, and the same network as a Keras file."""
    import keras

    from imgfw import Target
    from imgfw.bundle import Bundle
    from imgfw.decisions import Decision
    from imgfw.encoder import Encoder
    from imgfw.images import rounded_side
    from imgfw.parts import Part
    from imgfw.registry import find_plugins

    find = find_plugins().find
    name, asked = NETWORKS[str(which)]
    keras.utils.set_random_seed(SEED)
    backbone: Any = find("backbone", name)(weights="none", **asked)
    backbone.network().save_weights(folder / "random.weights.h5")
    backbone = find("backbone", name)(weights=folder / "random.weights.h5", **asked)
    backbone.network().save(folder / "network.keras")
    fitted: Any = find("trainer", "keras")().frozen(backbone, print)
    rng, targets = np.random.default_rng(SEED), {"kind": Target("kind", labels=LABELS)}
    row = fitted.encode(_blank(asked["size"]))
    inputs, truth = (
        {"features": rng.normal(row.mean(), row.std(), (80, len(row))).astype("float32")},
        np.arange(80) % 8,
    )
    head: Any = find("head", "logistic")(name="kind", targets=("kind",))
    given = {"weights": {"kind": np.ones(80, "float32")}, "groups": [str(n) for n in range(80)], "rng": rng}
    learned = head.fit(inputs, {"kind": truth}, targets, **given)
    encoder = Encoder(rounded_side(asked["size"]), (), (), Part(backbone, fitted))
    Bundle(encoder, {"kind": Part(head, learned)}, targets, {"kind": Decision()}).save(folder / "bundle")


def _blank(size: int) -> Any:
    from imgfw import Picture

    return Picture(np.zeros((size, size, 3), np.uint8))


def by_keras(folder: Path, place: Path) -> None:
    """The script that everybody writes; the network has the scaling inside."""
    import keras

    network = keras.models.load_model(folder / "network.keras", compile=False)
    images = keras.utils.image_dataset_from_directory(
        place, labels=None, label_mode=None, shuffle=False, batch_size=32, image_size=(224, 224)
    )
    np.savetxt(folder / "keras.csv", network.predict(images, verbose=0)[:, :8], delimiter=",")


def by_sorting(folder: Path, place: Path) -> None:
    """The same, and where each picture goes."""
    import keras

    network = keras.models.load_model(folder / "network.keras", compile=False)
    network = keras.Sequential([network, keras.layers.Dense(len(LABELS), activation="softmax")])
    images = keras.utils.image_dataset_from_directory(
        place, labels=None, label_mode=None, shuffle=False, batch_size=32, image_size=(224, 224)
    )
    best = network.predict(images, verbose=0).argmax(axis=1)
    lines = [f"{path},{LABELS[label]}\n" for path, label in zip(images.file_paths, best, strict=True)]
    (folder / "sorted.csv").write_text("".join(lines))


def by_floor(folder: Path, place: Path) -> None:
    """What nobody can leave out: entropy decoding, and the network."""
    from ai_edge_litert.interpreter import Interpreter
    from PIL import Image

    content = (folder / "bundle" / "backbone" / "graph.tflite").read_bytes()
    files = sorted((place / "class").iterdir())

    def share(core: int) -> None:
        interpreter = Interpreter(model_content=content, num_threads=1)
        interpreter.allocate_tensors()
        taken = interpreter.get_input_details()[0]
        pixels = np.zeros(taken["shape"], np.float32)
        for path in files[core::CORES]:
            with Image.open(path) as image:
                image.draft("RGB", (image.width // 8, image.height // 8))
                image.load()
            interpreter.set_tensor(taken["index"], pixels)
            interpreter.invoke()

    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(share, range(CORES)))


def cost(call: Sequence[str | Path], cache: Path) -> Cost:
    """Of a process that has to end well."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, call)],
        env={**os.environ, "IMGFW_CACHE": str(cache), "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{call}: {told.decode(errors='replace')[-2000:]}")
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def own(work: str, folder: Path, given: Path) -> list[str | Path]:
    """This file as a process that does one thing."""
    return [__file__, "--do", work, folder, given]


def predict(folder: Path, place: Path, to: Path) -> list[str | Path]:
    """`imgfw predict` over a library."""
    return ["-m", "imgfw", "-q", "predict", folder / "bundle", place, "--csv", to]


def plan(folder: Path, place: Path, to: Path) -> list[str | Path]:
    """`imgfw organize plan` for a library; the target and the plan are in a folder."""
    words = [folder / "bundle", place, "--to", to / "sorted", "--plan", to / "plan"]
    return ["-m", "imgfw", "-q", "organize", "plan", *words]


def told(name: str, costs: Sequence[Cost]) -> Cost:
    """The medians, printed."""
    found = Cost(*(median(values) for values in zip(*costs, strict=True)))
    print(
        f"  {name:<22} {found.seconds:8.2f} s ({found.working:.2f} of CPU) {found.megabytes:8.0f} MB",
        flush=True,
    )
    return found


def photos(work: Path, count: int, turns: int) -> None:
    """Keras, imgfw and the floor by turns."""
    print(f"{count:,} photos through EfficientNetB0, {CORES} cores", flush=True)
    folder, here = work / "photos", library(work / f"library-{count}", count, "photo")
    calls: dict[str, Callable[[Path], list[str | Path]]] = {
        "keras": lambda cache: own("keras", folder, here),
        "imgfw": lambda cache: predict(folder, here, work / "answers.csv"),
        "floor": lambda cache: own("floor", folder, here),
    }
    found: dict[str, list[Cost]] = {name: [] for name in calls}
    for _ in range(turns):
        for name, call in calls.items():
            with tempfile.TemporaryDirectory() as cache:
                found[name].append(cost(call(Path(cache)), Path(cache)))
    keras, imgfw, floor = (told(name, costs) for name, costs in found.items())
    print(
        f"  keras / imgfw {keras.seconds / imgfw.seconds:.2f} in time (aim >= 2.2), "
        f"{keras.megabytes / imgfw.megabytes:.1f} in memory (aim >= 4); "
        f"imgfw / floor {imgfw.seconds / floor.seconds:.2f} (aim <= 1.25)"
    )


def sorting(work: Path, count: int, turns: int) -> None:
    """Keras and imgfw by turns; imgfw by the two commands that people give one after the other."""
    print(f"{count:,} photos to be sorted, {CORES} cores", flush=True)
    folder, here = work / "photos", library(work / f"sorting-{count}", count, "photo")
    found: dict[str, list[Cost]] = {"keras": [], "imgfw predict": [], "imgfw organize plan": []}
    for _ in range(turns):
        found["keras"].append(cost(own("sort", folder, here), work))
        with tempfile.TemporaryDirectory() as made:
            cache = Path(made) / "cache"
            found["imgfw predict"].append(cost(predict(folder, here, Path(made) / "answers.csv"), cache))
            found["imgfw organize plan"].append(cost(plan(folder, here, Path(made)), cache))
    keras, first, second = (told(name, costs) for name, costs in found.items())
    print(
        f"  keras / imgfw {keras.seconds / (first.seconds + second.seconds):.2f} in time (aim >= 2.2), "
        f"{keras.megabytes / max(first.megabytes, second.megabytes):.1f} in memory (aim >= 4)"
    )


def one(work: Path, turns: int) -> None:
    """One photo from a cold start."""
    print("one photo from a cold start", flush=True)
    folder, here = work / "photos", library(work / "library-one", 1, "photo")
    found: dict[str, list[Cost]] = {"keras": [], "imgfw": []}
    for _ in range(max(3, turns)):
        found["keras"].append(cost(own("keras", folder, here), work))
        with tempfile.TemporaryDirectory() as cache:
            found["imgfw"].append(cost(predict(folder, here, work / "answers.csv"), Path(cache)))
    keras, imgfw = (told(name, costs) for name, costs in found.items())
    print(f"  keras / imgfw {keras.seconds / imgfw.seconds:.1f} (aim >= 15)")


def many(work: Path, count: int) -> None:
    """Whether memory grows with a library, and what it takes to go through it again."""
    print(f"{count:,} small pictures through MobileNetV2 0.35", flush=True)
    few = count // 20
    small = library(work / f"library-{few}", few, "small")
    large = library(work / f"library-{count}", count, "small")
    caches = [work / "cache-few", work / "cache-many"]
    begin = told(f"first, {few:,}", [cost(predict(work / "many", small, work / "few.csv"), caches[0])])
    first = told(f"first, {count:,}", [cost(predict(work / "many", large, work / "first.csv"), caches[1])])
    again = told(f"again, {count:,}", [cost(predict(work / "many", large, work / "again.csv"), caches[1])])
    assert (work / "first.csv").read_bytes() == (work / "again.csv").read_bytes()
    print(
        f"  memory grew by {first.megabytes - begin.megabytes:.0f} MB (aim < 300); "
        f"again in {again.seconds:.1f} s (aim <= 15), by {again.megabytes - begin.megabytes:.0f} MB"
    )


def main() -> None:
    """What was asked for, each in processes of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--many", type=int, default=40_000)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--do", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.do:
        what, folder, given = asked.do
        works = {"draw": draw, "prepare": prepare, "keras": by_keras, "sort": by_sorting, "floor": by_floor}
        works[what](Path(folder), Path(given))
        return
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        for which in {"many" if each == "many" else "photos" for each in asked.only}:
            (work / which).mkdir()
            cost(own("prepare", work / which, Path(which)), work)
        if "photos" in asked.only:
            photos(work, asked.count, asked.turns)
        if "sorting" in asked.only:
            sorting(work, asked.count, asked.turns)
        if "one" in asked.only:
            one(work, asked.turns)
        if "many" in asked.only:
            many(work, asked.many)


if __name__ == "__main__":
    main()
