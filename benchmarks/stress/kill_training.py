"""Kill a training at random moments: what it comes to must be that of one that was never killed, to the bit.

    python benchmarks/stress/kill_training.py [--times 30] [--seed 0]

A small network with batch norm and dropout is trained from pixels for 20 epochs in two phases. Each round
kills it with SIGKILL three times, at any moment after its first epoch, and lets it finish. The sha256 over
its graphs or weights and its history is compared with that of an undisturbed training.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

EPOCHS = 20
PICTURES = 48


def train(folder: Path) -> str:
    """Train, or go on with what lies in the folder: the sha256 of all that was learned."""
    from imgfw import TrainingTask
    from imgfw_keras.dense import Dense
    from imgfw_keras.phases import Phase
    from imgfw_keras.small_cnn import SmallCnn
    from imgfw_keras.trainer import KerasTrainer

    rows = pictures()
    trainer = KerasTrainer(
        batch_size=4,
        optimizer="nadam",
        phase=(Phase(epochs=12, mix="mixup"), Phase(epochs=EPOCHS - 12, freeze=3, learning_rate=1e-4)),
    )
    task = TrainingTask(
        backbone=SmallCnn(size=32, filters=(8, 16)),
        encoder=None,
        heads={"hue": Dense(name="hue", target="hue", targets=("hue",), units=(8,), dropout=0.4)},
        targets=targets(),
        train=rows,
        val=rows.take(range(0, PICTURES, 3)),
        seed=5,
        folder=folder,
        workers=2,
        deadline=None,
        score=lambda given: float(given["hue"][:, 1].std()),
        say=lambda text: print(text, flush=True),
    )
    trained = trainer.train(task)
    digest = sha256()
    for fitted in (trained.encoder, trained.heads["hue"]):
        for part in parts(fitted):
            digest.update(part)
    for record in trained.history:
        digest.update(repr([record[name] for name in ("phase", "epoch", "loss", "val", "best")]).encode())
    return digest.hexdigest()


def parts(fitted: Any) -> list[bytes]:
    """What was learned: a graph, or weights where Keras makes none."""
    if hasattr(fitted, "graph"):
        return [fitted.graph.content]
    return [values.tobytes() for values in fitted.network.get_weights()]


def targets() -> dict[str, Any]:
    """Blue or red."""
    from imgfw import Target

    return {"hue": Target("hue", "classes", ("blue", "red"))}


def pictures() -> Any:
    """Noise, of which half is reddish; each epoch shows it moved by a row."""
    import numpy as np

    from imgfw import Rows, Sample

    rng = np.random.default_rng(0)
    images = rng.uniform(0, 200, (PICTURES, 32, 32, 3)).astype(np.float32)
    hue = np.arange(PICTURES) % 2
    images[..., 0] += 50 * hue[:, None, None]
    return Rows(
        samples=tuple(Sample(uri=f"{number}.png") for number in range(PICTURES)),
        numbers=np.zeros(PICTURES, np.int64),
        truth={"hue": hue},
        weights={"hue": np.ones(PICTURES, np.float32)},
        groups=tuple(map(str, range(PICTURES))),
        draw=lambda row, epoch: np.roll(images[row], epoch, axis=0),
    )


def started(folder: Path) -> subprocess.Popen[str]:
    """A training in a process of its own."""
    call = [sys.executable, __file__, "--in", str(folder)]
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(folder: Path) -> tuple[str, float]:
    """The digest that a training ends with, and how long its epochs took."""
    process, begun = started(folder), 0.0
    assert process.stdout
    told = []
    for line in process.stdout:
        told.append(line.strip())
        begun = begun or (time.monotonic() if line.startswith("phase") else 0.0)
    if process.wait():
        sys.exit("the training failed:\n" + "\n".join(told))
    return told[-1], time.monotonic() - begun


def killed(folder: Path, wait: float) -> bool:
    """Kill a training so long after its first epoch; whether it was still at work."""
    process = started(folder)
    assert process.stdout
    for line in process.stdout:
        if line.startswith("phase"):
            break
    time.sleep(wait)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return alive


def main() -> None:
    """Kill, finish, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.folder is not None:
        print(train(given.folder))
        return
    rng, kills = random.Random(given.seed), 0
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "undisturbed"
        whole.mkdir()
        wanted, seconds = finished(whole)
        print(f"undisturbed: {seconds:.1f} s of epochs, {wanted[:16]}", flush=True)
        while kills < given.times:
            folder = Path(tempfile.mkdtemp(dir=name))
            for _ in range(min(3, given.times - kills)):
                kills += killed(folder, rng.uniform(0, seconds / 2))
            got, _ = finished(folder)
            print(f"{kills} kills: {'the same' if got == wanted else 'DIFFERENT'}", flush=True)
            if got != wanted:
                sys.exit(1)


if __name__ == "__main__":
    main()
