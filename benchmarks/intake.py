"""Taking pictures in, side by side: imgfw's intake against what decodes alone, and against the floor.

    python benchmarks/intake.py --photos FOLDER [--count 120] [--turns 5] [--again 40000]

Photos of 12 megapixels are made of those below FOLDER, laid side by side, saved at quality 90.
For a network of 224 pixels

    imgfw   lists the folder, reads, sha256, EXIF, decodes at 320, figures, perceptual hash, keeps all that
    keras   keras.utils.image_dataset_from_directory decodes them, and nothing else
    full    Pillow decodes them in full and reduces them, in as many threads as imgfw has
    floor   their entropy coding alone is undone (a grey draft at an eighth), in as many threads

Each works in a process of its own, by turns; its imports and start are not counted. Printed are the medians
of the time that passed and of the processor's, as multiples of imgfw's (aims: keras >= 1.2, full >= 4,
imgfw / floor <= 1.25), and peak memory, for imgfw also with half as many pictures. Where other work goes on,
believe the processor's time. Then the second intake of --again small pictures that did not change (10 s).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

SIZE, CELL = (4000, 3000), (480, 360)
SIDE = 224
AIMS = {"keras": 1.2, "full": 4.0, "floor": 0.8}
AIM_AGAIN = 10


def make_photos(photos: Path, folder: Path, count: int) -> None:
    """Save `count` photos in two classes."""
    from PIL import Image

    found = sorted(photos.rglob("*.jpg"))
    rng = random.Random(7)
    for number in range(count):
        page = Image.new("RGB", SIZE)
        for top in range(0, SIZE[1], CELL[1]):
            for left in range(0, SIZE[0], CELL[0]):
                with Image.open(rng.choice(found)) as photo:
                    cell = photo.convert("RGB").resize(CELL, Image.Resampling.BICUBIC)
                page.paste(cell, (left, top))
        place = folder / f"class{number % 2}" / f"{number:05}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        page.save(place, quality=90)


def make_small(folder: Path, count: int) -> None:
    """Save `count` distinct pictures of 16 x 16 pixels, in ten classes."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(3)
    for number in range(count):
        place = folder / f"class{number % 10}" / f"{number:06}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (16, 16, 3), np.uint8)).save(place, compress_level=1)


def by_imgfw(folder: Path, workers: int) -> Callable[[], int]:
    """The whole intake, into a cache that may know the pictures already."""
    import numpy as np

    from imgfw.facts import measured as figures
    from imgfw.fingerprint import fingerprint
    from imgfw.images import header, rounded_side
    from imgfw.line.intake import Intake
    from imgfw.progress import Progress
    from imgfw.registry import find_plugins
    from imgfw.rowlog import RowLog
    from imgfw.store import Store
    from imgfw.targets import Target

    warm = np.zeros((400, 400, 3), np.uint8)  # imports, tables
    figures(warm)
    fingerprint(warm)
    header(jpeg_of(warm))
    store = Store(Path(os.environ["IMGFW_CACHE"]))
    source: Any = find_plugins([]).find("source", "folder")
    logs: dict[tuple[str, str], RowLog] = {}

    def log(kind: str, key: str) -> RowLog:
        return logs.setdefault((kind, key), RowLog(store.folder(kind) / f"{key}.log"))

    intake = Intake(
        [source(path=folder)],
        (),
        {"class": Target("class")},
        {"class": ("class",)},
        {},
        rounded_side(SIDE),
        store,
        log,
        workers,
        Progress(),
    )

    def work() -> int:
        samples = intake.samples(intake.look(intake.listed()))
        assert not any(sample.left_out for sample in samples)
        return len(samples)

    return work


def jpeg_of(image: Any) -> bytes:
    """The bytes of a JPEG of an image uint8 (h, w, 3)."""
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG")
    return file.getvalue()


def by_keras(folder: Path, workers: int) -> Callable[[], int]:
    """Decoding and resizing as Keras does it."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras

    def work() -> int:
        data = keras.utils.image_dataset_from_directory(
            folder, image_size=(SIDE, SIDE), shuffle=False, verbose=False
        )
        return sum(len(images) for images, _ in data)

    return work


def in_threads(each: Callable[[bytes], Any]) -> Callable[[Path, int], Callable[[], int]]:
    """Reads and decodes every file of a folder with as many threads as imgfw has."""

    def prepared(folder: Path, workers: int) -> Callable[[], int]:
        import PIL.JpegImagePlugin  # noqa: F401

        from imgfw.workers import mapped

        def work() -> int:
            files = sorted(folder.rglob("*.jpg"))
            return sum(1 for _ in mapped(lambda file: each(file.read_bytes()), files, workers=workers))

        return work

    return prepared


def in_full(content: bytes) -> None:
    """Decode all of a photo and reduce it."""
    import io

    from PIL import Image

    Image.open(io.BytesIO(content)).convert("RGB").resize(
        (SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=3
    )


def entropy(content: bytes) -> None:
    """Undo the entropy coding, and as little else as can be."""
    import io

    from PIL import Image

    image = Image.open(io.BytesIO(content))
    image.draft("L", (image.width // 8, image.height // 8))
    image.load()


WORKS = {"imgfw": by_imgfw, "keras": by_keras, "full": in_threads(in_full), "floor": in_threads(entropy)}


def one(name: str, folder: Path, workers: int) -> None:
    """Do one work in this process; print pictures, seconds passed and of processors, megabytes at most."""
    work = WORKS[name](folder, workers)
    begun, busy = time.perf_counter(), time.process_time()
    count = work()
    passed, busy = time.perf_counter() - begun, time.process_time() - busy
    print(json.dumps([count, passed, busy, peak()]))


def peak() -> float:
    """Megabytes that this process had at most; what `resource` tells may be those of its parent."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def measured(name: str, folder: Path, cache: Path, workers: int) -> tuple[int, float, float, float]:
    """(pictures, seconds passed, seconds of processors, megabytes) of one work in a process of its own."""
    call = [sys.executable, __file__, "--one", name, "--folder", str(folder), "--workers", str(workers)]
    given = {**os.environ, "IMGFW_CACHE": str(cache)}
    done = subprocess.run(call, env=given, capture_output=True, text=True, check=True)
    count, passed, busy, peak = json.loads(done.stdout.splitlines()[-1])
    return count, passed, busy, peak


def compare(work: Path, photos: Path, count: int, turns: int, workers: int) -> None:
    """Print how long each takes for the same photos."""
    folder, half = work / "photos", work / "half"
    make_photos(photos, folder, count)
    for file in sorted(folder.rglob("*.jpg"))[: count // 2]:
        place = half / file.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(file)
    size = sum(file.stat().st_size for file in folder.rglob("*.jpg")) / count / 1e6
    print(f"{count} photos of {SIZE[0]} x {SIZE[1]}, {size:.1f} MB each, {workers} threads, {turns} turns")
    found: dict[str, list[tuple[int, float, float, float]]] = {name: [] for name in WORKS}
    for turn in range(turns):
        for name, results in found.items():
            results.append(measured(name, folder, work / f"cache{turn}", workers))
    ours = [median(column) for column in zip(*found["imgfw"], strict=True)]
    for name, results in found.items():
        counts, passed, busy, peak = (median(column) for column in zip(*results, strict=True))
        assert counts == count
        aim = f"  aim {AIMS[name]}" if name in AIMS else ""
        print(
            f"{name:6} {count / passed:6.1f} pictures/s, takes {passed / ours[1]:5.2f} of imgfw's time, "
            f"{busy / ours[2]:5.2f} of its processor's, {peak:5.0f} MB{aim}"
        )
    passed, busy = (median(column) for column in list(zip(*found["floor"], strict=True))[1:3])
    print(f"imgfw / floor: {ours[1] / passed:.2f} in time, {ours[2] / busy:.2f} of the processor's; aim 1.25")
    print(f"imgfw with half as many: {measured('imgfw', half, work / 'cache-half', workers)[3]:.0f} MB")


def again(work: Path, count: int, workers: int) -> None:
    """Print how long the first and the second intake of small pictures take."""
    folder = work / "small"
    make_small(folder, count)
    for told in ("first", "second"):
        done, passed, busy, peak = measured("imgfw", folder, work / "cache-small", workers)
        print(
            f"{told} intake of {done:,} small pictures: {passed:.1f} s (processors {busy:.1f}), {peak:.0f} MB"
        )
    print(f"aim of the second: {AIM_AGAIN} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--again", type=int, default=40_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--one", choices=WORKS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one, given.folder, given.workers)
        return
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if given.photos:
            compare(work, given.photos, given.count, given.turns, given.workers)
        if given.again:
            again(work, given.again, given.workers)


if __name__ == "__main__":
    main()
