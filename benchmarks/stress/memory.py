"""Memory while encoding many pictures: the peak of a run over 5,000 against the peak of a run over 200.

    python benchmarks/stress/memory.py [--many 5000] [--few 200]

Pictures are drawn and saved as JPEG into a temporary folder; the network is a small MobileNetV2 with random
weights, since only memory is of interest. A first run converts it, so that neither of the two measured ones
imports TensorFlow. Prints both peaks and their difference, which should stay below 300 MB.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

RECIPE = """
[[source]]
use = "folder"
path = "pictures"

[split]
exact = true

[backbone]
use = "mobilenet-v2"
alpha = 0.35
size = 96
weights = "none"

[train]
freeze = "all"

[[head]]
use = "nearest"

[[metric]]
use = "accuracy"
"""


def draw(folder: Path, first: int, count: int) -> None:
    """Save `count` pictures of 640 x 480 pixels, of two classes, all different."""
    for number in range(first, first + count):
        rng = np.random.default_rng(number)
        small = rng.integers(0, 256, (12, 16, 3), np.uint8)
        small[..., number % 2] //= 3
        place = folder / f"class{number % 2}" / f"{number:06}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(small).resize((640, 480), Image.Resampling.BICUBIC).save(place, quality=85)


def peak(work: Path, first: int, count: int) -> float:
    """Megabytes at most resident in a run over `count` new pictures."""
    folder = work / f"run-{count}"
    draw(folder / "pictures", first, count)
    (folder / "recipe.toml").write_text(RECIPE)
    code = (
        "import sys, resource; from imgfw.cli.main import main; "
        "rc = main(sys.argv[1:]); "
        "assert 'tensorflow' not in sys.modules; "
        "print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024); sys.exit(rc)"
    )
    call = [sys.executable, "-c", code, "run", str(folder / "recipe.toml"), "--runs", str(work / "runs")]
    done = subprocess.run(
        call,
        env={**os.environ, "IMGFW_CACHE": str(work / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.rsplit("PEAK", 1)[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=5000)
    parser.add_argument("--few", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        warm_up(work)
        few = peak(work, 1_000, given.few)
        many = peak(work, 100_000, given.many)
    print(f"{given.few} pictures: {few:.0f} MB; {given.many} pictures: {many:.0f} MB; {many - few:+.0f} MB")
    sys.exit(many - few >= 300)


def warm_up(work: Path) -> None:
    """Convert the network once."""
    folder = work / "first"
    draw(folder / "pictures", 0, 40)
    (folder / "recipe.toml").write_text(RECIPE)
    call = [sys.executable, "-m", "imgfw", "run", str(folder / "recipe.toml"), "--runs", str(work / "runs")]
    subprocess.run(
        call, env={**os.environ, "IMGFW_CACHE": str(work / "cache")}, check=True, capture_output=True
    )


if __name__ == "__main__":
    main()
