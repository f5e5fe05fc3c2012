"""Kill `imgfw people add` at random moments: the bundle is this generation or the next, whole.

    python benchmarks/stress/kill_people.py RUN PICTURES... [--times 50]

RUN is the folder of a finished run whose labels come and go; it is copied, and only the copy is changed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import imgfw


def killed(run: Path, pictures: list[str], after: float) -> str:
    """What is there after a kill so many seconds after the start, in words."""
    words = [sys.executable, "-m", "imgfw", "-q", "people", "add", str(run), "Somebody New", *pictures]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.kill()
    process.wait()
    bundle = imgfw.load(run)  # raises where anything is damaged or missing
    target, _ = imgfw.gallery_of(bundle)
    there = "Somebody New" in bundle.targets[target].labels
    assert there == (bundle.generation == 2), "labels and generation differ"
    begun = any(run.glob("bundle/generation-*"))
    # the same pictures are not taken twice
    found = imgfw.dismiss(run, "Somebody New") if there else imgfw.enrol(run, "Somebody New", pictures)
    assert found.generation == bundle.generation + 1, "it cannot be changed any more"
    return "the next one" if there else "this one, the next one begun" if begun else "this one"


def main() -> None:
    """Print how often it was which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("pictures", nargs="+")
    parser.add_argument("--times", type=int, default=50)
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    rng = random.Random(0)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "run"
        shutil.copytree(asked.run, copy)
        begun = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "imgfw", "-q", "people", "add", str(copy), "First", *asked.pictures],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        takes = time.monotonic() - begun
        for _ in range(asked.times):
            shutil.rmtree(copy)
            shutil.copytree(asked.run, copy)
            found[killed(copy, asked.pictures, takes * rng.uniform(0.4, 1.1))] += 1
    for what, count in found.most_common():
        print(f"{count:4} {what}")


if __name__ == "__main__":
    main()
