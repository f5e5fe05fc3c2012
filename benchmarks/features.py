"""Features of decoded pictures, side by side: imgfw against `model.predict` and against a bare LiteRT loop.

    python benchmarks/features.py [--networks mobilenet-v2 ...] [--pictures 256] [--turns 5]

Every network has random weights, sees 224 pixels and gives pooled features. For each of them

    imgfw    encodes pictures that are decoded at its side, in as many threads as there are cores
    keras    model.predict on the ready pixels, at the best of its batch sizes
    bare     the same LiteRT graph on the ready pixels, a plain interpreter in each of as many threads

Each works in a process of its own, by turns; imports and the first pass are not counted. Printed are the
medians of the time as multiples of imgfw's (aims: keras per network, bare >= 0.9), the largest difference of
the features from those of Keras, relative to the largest feature (aim 1e-4), and imgfw's peak memory, without
TensorFlow (400 MB).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

import numpy as np

AIMS = {"mobilenet-v2": 4.5, "mobilenet-v3-small": 4.5, "efficientnet-b0": 2.4, "resnet50": 1.3}
BARE_AIM, APART_AIM, MEMORY_AIM = 0.9, 1e-4, 400
SIDE, BATCHES, SEED = 224, (16, 32, 64), 7
CORES = os.cpu_count() or 1


def images(count: int) -> np.ndarray:
    """Pictures as they are decoded: uint8 (count, 224, 224, 3), smooth with some noise."""
    rng = np.random.default_rng(SEED)
    made = np.empty((count, SIDE, SIDE, 3), np.uint8)
    for picture in made:
        smooth = rng.integers(0, 256, (14, 14, 3)).repeat(16, axis=0).repeat(16, axis=1)
        picture[:] = np.clip(smooth + rng.normal(0, 9, smooth.shape), 0, 255)
    return made


def backbone_of(name: str, weights: Path | str) -> Any:
    """The component."""
    from imgfw.registry import find_plugins

    return find_plugins().find("backbone", name)(weights=weights, size=SIDE)


def prepare(name: str, folder: Path) -> None:
    """Keep random weights, and the backbone at work with them."""
    import keras

    from imgfw.parts import Part
    from imgfw.registry import find_plugins

    keras.utils.set_random_seed(SEED)
    weights = folder / "random.weights.h5"
    backbone_of(name, "none").network().save_weights(weights)
    backbone = backbone_of(name, weights)
    trainer = find_plugins().find("trainer", "keras")()
    Part(backbone, trainer.frozen(backbone, print)).save(folder / "part")


def timed(work: Callable[[], np.ndarray], folder: Path, engine: str) -> dict[str, Any]:
    """Seconds of one turn, and the features for comparison."""
    begun = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - begun
    np.save(folder / f"{engine}.npy", rows)
    return {"seconds": seconds, "megabytes": getrusage(RUSAGE_SELF).ru_maxrss / 1024}


def by_imgfw(name: str, folder: Path, count: int) -> dict[str, Any]:
    """What a run does with pictures that are decoded already."""
    from imgfw import Picture
    from imgfw.encoder import Encoder
    from imgfw.parts import Part
    from imgfw.registry import find_plugins
    from imgfw.workers import mapped

    encoder = Encoder(SIDE, (), (), Part.load(folder / "part", find_plugins().find))
    pictures = [Picture(image) for image in images(count)]
    list(mapped(encoder.encode, pictures[: 4 * CORES], workers=CORES))
    found = timed(
        lambda: np.stack([row for _, row in mapped(encoder.encode, pictures, workers=CORES)]), folder, "imgfw"
    )
    assert "tensorflow" not in sys.modules
    return found


def by_bare(name: str, folder: Path, count: int) -> dict[str, Any]:
    """The graph in plain interpreters, each with every n-th picture."""
    from ai_edge_litert.interpreter import Interpreter

    from imgfw.parts import Part
    from imgfw.registry import find_plugins

    content = Part.load(folder / "part", find_plugins().find).fitted.graph.content
    pixels = images(count).astype(np.float32)
    rows: list[Any] = [None] * count
    interpreters = [Interpreter(model_content=content, num_threads=1) for _ in range(CORES)]

    def share(core: int) -> None:
        interpreter = interpreters[core]
        taken, given = (
            interpreter.get_input_details()[0]["index"],
            interpreter.get_output_details()[0]["index"],
        )
        for place in range(core, count, CORES):
            interpreter.set_tensor(taken, pixels[place : place + 1])
            interpreter.invoke()
            rows[place] = interpreter.get_tensor(given)[0]

    for interpreter in interpreters:
        interpreter.allocate_tensors()
        interpreter.invoke()

    def work() -> np.ndarray:
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(share, range(CORES)))
        return np.stack(rows)

    return timed(work, folder, "bare")


def by_keras(name: str, folder: Path, count: int) -> dict[str, Any]:
    """model.predict at the best of its batch sizes."""
    import keras

    backbone = backbone_of(name, folder / "random.weights.h5")
    given = keras.Input((SIDE, SIDE, 3))
    model = keras.Model(given, backbone.network()(backbone.scaled(given), training=False))
    pixels = images(count).astype(np.float32)
    turns = []
    for size in BATCHES:
        model.predict(pixels[:size], batch_size=size, verbose=0)
        turns.append(
            timed(lambda size=size: model.predict(pixels, batch_size=size, verbose=0), folder, "keras")
        )
    return min(turns, key=lambda turn: turn["seconds"])


ENGINES = {"imgfw": by_imgfw, "keras": by_keras, "bare": by_bare}


def told(name: str, engine: str, folder: Path, count: int) -> dict[str, Any]:
    """What one engine says of one turn, in a process of its own."""
    call = [sys.executable, __file__, "--engine", engine, "--networks", name, "--folder", str(folder)]
    done = subprocess.run([*call, "--pictures", str(count)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{engine} on {name} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1]) if engine != "prepare" else {}


def compare(name: str, count: int, turns: int) -> None:
    """One network, by turns."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        told(name, "prepare", folder, count)
        seconds: dict[str, list[float]] = {engine: [] for engine in ENGINES}
        peak = 0.0
        for _ in range(turns):
            for engine, times in seconds.items():
                turn = told(name, engine, folder, count)
                times.append(turn["seconds"])
                peak = max(peak, turn["megabytes"]) if engine == "imgfw" else peak
        rows = {engine: np.load(folder / f"{engine}.npy") for engine in ENGINES}
    middle = {engine: median(times) for engine, times in seconds.items()}
    apart = np.abs(rows["imgfw"] - rows["keras"]).max() / np.abs(rows["keras"]).max()
    aim = f"aim {AIMS[name]}" if name in AIMS else "no aim"
    print(f"{name}: {count / middle['imgfw']:.0f} pictures a second")
    print(f"  keras / imgfw  {middle['keras'] / middle['imgfw']:5.2f}  ({aim})")
    print(f"  bare / imgfw   {middle['bare'] / middle['imgfw']:5.2f}  (aim {BARE_AIM})")
    print(f"  features apart {apart:.1e}  (aim {APART_AIM:.0e}), peak {peak:.0f} MB (aim {MEMORY_AIM})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--networks", nargs="+", default=list(AIMS))
    parser.add_argument("--pictures", type=int, default=256)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--engine", choices=["prepare", *ENGINES], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine == "prepare":
        prepare(given.networks[0], given.folder)
    elif given.engine:
        print(json.dumps(ENGINES[given.engine](given.networks[0], given.folder, given.pictures)))
    else:
        for name in given.networks:
            compare(name, given.pictures, given.turns)


if __name__ == "__main__":
    main()
