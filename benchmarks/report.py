"""What the page about a run costs beside the run: seconds, size and memory.

    python benchmarks/report.py --photos FOLDER [--count 5000] [--size 1280]
    python benchmarks/report.py --squares 200000

With photos, COUNT pictures with a longer side of SIZE pixels are cut out of those in the class folders of
FOLDER, every twentieth put into a wrong folder, and a recipe with cleaners is run on them, which encodes each
once. With squares, pictures of 8 pixels are drawn, and what is measured is a large table of samples. Then
`imgfw report` writes the page, in a process of its own. Printed are the seconds of both, the share, and the
page's megabytes and peak of memory.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

import imgfw.testing.toy

PHOTOS = """
name = "photos"
[[source]]
use = "folder"
path = "photos"
[[cleaner]]
use = "blurred"
[[cleaner]]
use = "label-errors"
[backbone]
use = "mobilenet-v2"
size = 224
weights = "imagenet"
[[head]]
use = "logistic"
[[metric]]
use = "accuracy"
"""
SQUARES = """
name = "squares"
[[source]]
use = "toy-squares"
count = {count}
size = 8
[group]
near = false
[backbone]
use = "toy-colour"
[[head]]
use = "prototypes"
[[metric]]
use = "accuracy"
"""
PEAK = """
import resource, sys
from imgfw.cli.main import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""


def cut(folder: Path, work: Path, count: int, size: int) -> None:
    """Cut as many pictures out of the photos."""
    photos = sorted(path for path in folder.glob("*/*") if path.is_file())
    labels = sorted({path.parent.name for path in photos})

    def one(number: int) -> None:
        photo = photos[number % len(photos)]
        rng = np.random.default_rng(number)
        label = photo.parent.name if number % 20 else labels[int(rng.integers(len(labels)))]
        image = Image.open(photo).convert("RGB")
        share = rng.uniform(0.4, 0.9)
        width, height = (max(8, int(side * share)) for side in image.size)
        left, top = int(rng.integers(image.width - width + 1)), int(rng.integers(image.height - height + 1))
        part = image.crop((left, top, left + width, top + height))
        scale = size / max(part.size)
        place = work / "photos" / label / f"{number:06}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        part.resize((round(width * scale), round(height * scale))).save(place, quality=88)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, range(count)))


def timed(work: Path, *words: object) -> tuple[float, int]:
    """Seconds and peak megabytes of `imgfw WORDS`."""
    toy = imgfw.testing.toy.__file__
    environment = {**os.environ, "IMGFW_CACHE": str(work / "cache")}
    call = [sys.executable, "-c", PEAK, "--plugin", toy, *map(str, words)]
    start = time.perf_counter()
    done = subprocess.run(call, cwd=work, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)
    return time.perf_counter() - start, int(done.stderr.split()[-1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--squares", type=int)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--size", type=int, default=1280)
    parser.add_argument("--work", type=Path, help="a folder that is kept, and used again if it has a run")
    asked = parser.parse_args()
    if not asked.photos and not asked.squares:
        parser.error("--photos FOLDER or --squares COUNT")
    with tempfile.TemporaryDirectory() as temporary:
        work = (asked.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        if not (work / "runs" / "latest").is_file():
            if asked.photos and not (work / "photos").is_dir():
                cut(asked.photos, work, asked.count, asked.size)
            recipe = PHOTOS if asked.photos else SQUARES.format(count=asked.squares)
            (work / "recipe.toml").write_text(recipe)
            seconds, peak = timed(work, "run", "recipe.toml")
            (work / "run.txt").write_text(f"{seconds:.1f} {peak}")
        ran, peak = map(float, (work / "run.txt").read_text().split())
        seconds, memory = timed(work, "report", "--to", work / "page")
        page = work / "page" / "report.html"
        pictures = len(re.findall('<image id="p', page.read_text("utf-8")))
        print(f"run     {ran:7.1f} s   {peak:5.0f} MB at most")
        print(f"report  {seconds:7.1f} s   {memory:5} MB at most   {seconds / ran:.1%} of the run")
        print(f"page    {page.stat().st_size / 1e6:7.2f} MB   {pictures} pictures")


if __name__ == "__main__":
    main()
