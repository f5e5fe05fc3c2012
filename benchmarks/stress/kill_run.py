"""Kill a run at random moments: the next one must end with the scores of a run that was never killed.

    python benchmarks/stress/kill_run.py [--times 20] [--seed 0] [RECIPE [--set K=V]...]

Each round starts with an empty cache, kills the run with SIGKILL at random moments until it has been killed
three times, and lets it finish. Predictions and scores are compared byte for byte with those of an
undisturbed run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SMALL = ["source.0.count=160", "source.0.people=20", "train.epochs=3"]


def started(recipe: Path, sets: list[str], work: Path) -> subprocess.Popen[bytes]:
    """A run with the cache and the run folders in `work`."""
    call = [sys.executable, "-m", "imgfw", "-q", "run", str(recipe), "--runs", str(work / "runs")]
    environment = {**os.environ, "IMGFW_CACHE": str(work / "cache")}
    call += [word for each in sets for word in ("--set", each)]
    return subprocess.Popen(call, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finished(recipe: Path, sets: list[str], work: Path) -> tuple[bytes, bytes]:
    """What an undisturbed run writes: predictions.csv and the scores."""
    process = started(recipe, sets, work)
    _, told = process.communicate()
    if process.returncode not in (0, 3):
        sys.exit(f"the run failed: {told.decode()}")
    folder = work / "runs" / (work / "runs" / "latest").read_text().strip()
    return (folder / "predictions.csv").read_bytes(), (folder / "scores.json").read_bytes()


def main() -> None:
    """Kill, finish, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", type=Path, default=Path("recipes/selfie.toml"))
    parser.add_argument("--set", action="append", dest="sets")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    sets = SMALL if given.sets is None else given.sets
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        begun = time.monotonic()
        wanted = finished(given.recipe, sets, work)
        seconds = time.monotonic() - begun
        print(f"undisturbed: {seconds:.1f} s")
        kills = 0
        while kills < given.times:
            shutil.rmtree(work / "cache")
            for _ in range(min(3, given.times - kills)):
                process = started(given.recipe, sets, work)
                try:
                    process.wait(rng.uniform(0, seconds))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                process.communicate()
            same = finished(given.recipe, sets, work) == wanted
            print(f"{kills} kills: {'the same' if same else 'DIFFERENT'}")
            if not same:
                sys.exit(1)


if __name__ == "__main__":
    main()
