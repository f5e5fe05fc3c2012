"""Kill `imgfw predict` at random moments until it ends: its answers are those of one that was never killed.

    python benchmarks/stress/kill_predict.py BUNDLE PICTURES [--kills 200] [--seed 0]

PICTURES is a folder that takes some seconds. Whenever the command gets to its end, the next round begins with
an empty cache. After every kill the table of before is whole, the cache holds nothing but what is imgfw's, it
can all be read, and nothing of what was kept before is lost.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from imgfw.rowlog import RowLog
from imgfw.store import Store


def predicting(bundle: Path, pictures: Path, to: Path, cache: Path) -> subprocess.Popen[bytes]:
    """The command, begun."""
    words = [sys.executable, "-m", "imgfw", "-q", "predict", str(bundle), str(pictures), "--csv", str(to)]
    environment = {**os.environ, "IMGFW_CACHE": str(cache)}
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kept(cache: Path) -> int:
    """How many pictures are kept; raises where a log cannot be read."""
    count = 0
    for path in cache.glob("seen/*.log"):
        with RowLog(path) as log:
            keys = log.keys()
            for key in keys:
                log.get(key)
            count += len(keys)
    return count


def main() -> None:
    """Print how many kills, and how many rounds came to their end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    rng, kills, rounds = random.Random(asked.seed), 0, 0
    with TemporaryDirectory() as made:
        work = Path(made)
        begun = time.monotonic()
        assert predicting(asked.bundle, asked.pictures, work / "wanted.csv", work / "alone").wait() in (0, 3)
        takes = time.monotonic() - begun
        wanted, known = (work / "wanted.csv").read_bytes(), 0
        (work / "a.csv").write_bytes(b"of before")
        while kills < asked.kills:
            cache = work / f"cache-{rounds}"
            process = predicting(asked.bundle, asked.pictures, work / "a.csv", cache)
            try:
                process.wait(rng.uniform(0, takes / 2))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                assert (work / "a.csv").read_bytes() in (b"of before", wanted), "a torn table"
                assert not Store(cache).foreign(), "something else lies in the cache"
                assert known <= (known := kept(cache)), "something kept was lost"
                continue
            assert process.returncode in (0, 3) and (work / "a.csv").read_bytes() == wanted
            (work / "a.csv").write_bytes(b"of before")
            rounds, known = rounds + 1, 0
    print(f"{kills} kills, {rounds} rounds that came to their end, each with the same answers")


if __name__ == "__main__":
    main()
