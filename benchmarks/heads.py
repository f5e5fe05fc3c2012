"""Training a head on kept features, side by side: imgfw on memory-mapped rows against `keras.fit` in memory.

    python benchmarks/heads.py [--rows 50000] [--features 1280] [--classes 20] [--turns 5]

The rows are noisy mixtures with class labels, a fifth of them for val. One dense layer of 256 units and
softmax, Adam, 1e-3 throughout, batches of 128, in both of

    imgfw     the trainer `keras` of imgfw on a memory map, best epoch kept
    keras     keras.fit on an array in memory, macro F1 of val by scikit-learn after every epoch
    logistic  scikit-learn's LogisticRegression on standardised rows

Each works in a process of its own, by turns, each turn with another seed; imports are not counted,
compiling is. Printed are the median seconds to the same macro F1 on val (the lower of the bests, less
.005), as multiples of imgfw's (aim for keras >= 1.2; logistic has one answer, so its F1 stands beside its
time), and the largest private memory after an epoch, with all rows and with a quarter of them: pages of a
memory map are not private, and the system may take them back.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

UNITS, RATE, BATCH, EPOCHS = 256, 1e-3, 128, 6
AIM, SLACK = 1.2, 0.005

Curve = list[tuple[float, float, float]]


def make_rows(folder: Path, rows: int, features: int, classes: int) -> None:
    """Keep x.npy and y.npy: each class has three centres; most of a row is noise."""
    rng = np.random.default_rng(7)
    centres = rng.normal(0, 1, (classes, 3, features)).astype(np.float32)
    y = rng.integers(0, classes, rows)
    x = np.lib.format.open_memmap(folder / "x.npy", "w+", np.float32, (rows, features))
    for begin in range(0, rows, 1000):
        some = slice(begin, begin + 1000)
        own = y[some]
        noise = rng.normal(0, 6, (len(own), features)).astype(np.float32)
        x[some] = np.maximum(centres[own, rng.integers(0, 3, len(own))] + noise, 0)
    np.save(folder / "y.npy", y)


def private() -> float:
    """Megabytes of this process that are no pages of files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def f1(truth: np.ndarray, probabilities: np.ndarray) -> float:
    """Macro F1."""
    from sklearn.metrics import f1_score

    return float(f1_score(truth, probabilities.argmax(axis=1), average="macro"))


def by_imgfw(folder: Path, rows: int, seed: int) -> Curve:
    """(seconds since the start, F1, private memory) after every epoch."""
    import keras  # noqa: F401 - so that its import is not counted

    from imgfw import Rows, Sample, Target, TrainingTask
    from imgfw_keras.dense import Dense
    from imgfw_keras.trainer import KerasTrainer

    x, y = np.load(folder / "x.npy", mmap_mode="r")[:rows], np.load(folder / "y.npy")[:rows]
    target = Target("class", "classes", tuple(map(str, range(int(y.max()) + 1))))

    def part(some: slice) -> Rows:
        count = len(y[some])
        return Rows(
            samples=(Sample(uri="row"),) * count,
            numbers=np.zeros(count, np.int64),
            truth={"class": y[some]},
            weights={"class": np.ones(count, np.float32)},
            groups=("",) * count,
            inputs={"features": x[some]},
        )

    train, val = part(slice(rows // 5, None)), part(slice(rows // 5))
    found: Curve = []

    def score(given: Any) -> float:
        value = f1(val.truth["class"], given["class"])
        found.append((time.perf_counter() - begun, value, private()))
        return value

    with tempfile.TemporaryDirectory() as place:
        task = TrainingTask(
            backbone=None,
            encoder=object(),
            heads={"class": Dense(target="class", targets=("class",), units=(UNITS,), dropout=0)},
            targets={"class": target},
            train=train,
            val=val,
            seed=seed,
            folder=Path(place),
            workers=2,
            deadline=None,
            score=score,
            say=lambda text: None,
        )
        trainer = KerasTrainer(
            epochs=EPOCHS, batch_size=BATCH, learning_rate=RATE, schedule="constant", patience=None
        )
        begun = time.perf_counter()
        trainer.train(task)
    return found


def by_keras(folder: Path, rows: int, seed: int) -> Curve:
    """(seconds since the start, F1, private memory) after every epoch."""
    import keras

    x, y = np.load(folder / "x.npy")[:rows], np.load(folder / "y.npy")[:rows]
    found: Curve = []

    class Score(keras.callbacks.Callback):
        """F1 of val."""

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            """Note it."""
            probabilities = self.model.predict(x[: rows // 5], batch_size=1024, verbose=0)
            value = f1(y[: rows // 5], probabilities)
            found.append((time.perf_counter() - begun, value, private()))

    keras.utils.set_random_seed(seed)
    begun = time.perf_counter()
    layers = [keras.layers.Dense(UNITS, "relu"), keras.layers.Dense(int(y.max()) + 1, "softmax")]
    model = keras.Sequential([keras.Input(x.shape[1:]), *layers])
    model.compile(keras.optimizers.Adam(RATE), "sparse_categorical_crossentropy")
    model.fit(x[rows // 5 :], y[rows // 5 :], batch_size=BATCH, epochs=EPOCHS, verbose=0, callbacks=[Score()])
    return found


def by_logistic(folder: Path, rows: int, seed: int) -> Curve:
    """The same, once."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y = np.load(folder / "x.npy")[:rows], np.load(folder / "y.npy")[:rows]
    begun = time.perf_counter()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01)).fit(x[rows // 5 :], y[rows // 5 :])
    seconds = time.perf_counter() - begun
    return [(seconds, f1(y[: rows // 5], model.predict_proba(x[: rows // 5])), private())]


ENGINES = {"imgfw": by_imgfw, "keras": by_keras, "logistic": by_logistic}


def told(engine: str, folder: Path, rows: int, seed: int) -> Curve:
    """What an engine says, in a process of its own."""
    call = [sys.executable, __file__, "--engine", engine, "--folder", str(folder), "--rows", str(rows)]
    call += ["--seed", str(seed)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{engine} failed:\n{done.stderr}")
    return [tuple(point) for point in json.loads(done.stdout.splitlines()[-1])]


def seconds_to(wanted: float, curve: Curve) -> float:
    """When a curve first is as high."""
    return next(seconds for seconds, score, _ in curve if score >= wanted)


def aims_of(turn: dict[str, Curve]) -> dict[str, float]:
    """The F1 that each is to reach: the same for those that learn by steps."""
    wanted = min(max(score for _, score, _ in turn[name]) for name in ("imgfw", "keras")) - SLACK
    return {name: wanted if name in ("imgfw", "keras") else 0.0 for name in turn}


def peak(curve: Curve) -> float:
    """The most memory."""
    return max(megabytes for *_, megabytes in curve)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--features", type=int, default=1280)
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        print(json.dumps(ENGINES[given.engine](given.folder, given.rows, given.seed)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_rows(folder, given.rows, given.features, given.classes)
        turns = [
            {name: told(name, folder, given.rows, seed) for name in ENGINES} for seed in range(given.turns)
        ]
        quarter = {name: peak(told(name, folder, given.rows // 4, 0)) for name in ENGINES}
    print(f"to the same macro F1 on {given.rows:,} x {given.features:,} rows, {given.turns} seeds")
    seconds = {
        name: median(seconds_to(aims_of(turn)[name], turn[name]) for turn in turns) for name in ENGINES
    }
    for name in ENGINES:
        best = median(max(score for _, score, _ in turn[name]) for turn in turns)
        memory = max(peak(turn[name]) for turn in turns)
        aim = f" (aim {AIM})" if name == "keras" else ""
        print(
            f"  {name:9}{seconds[name]:6.2f} s, {seconds[name] / seconds['imgfw']:5.2f} x imgfw{aim}, "
            f"best F1 {best:.3f}, {memory:.0f} MB, with a quarter of the rows {quarter[name]:.0f} MB"
        )


if __name__ == "__main__":
    main()
