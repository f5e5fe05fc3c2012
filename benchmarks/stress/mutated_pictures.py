"""Thousands of damaged pictures among good ones, through a real run: nothing dies, nothing good is refused.

    python benchmarks/stress/mutated_pictures.py [--mutated 20000] [--good 2000] [--workers 4] [--seed 1]

Small pictures of every readable format are damaged at random: bits turned, ends cut off, bytes put in, pieces
swapped or said twice, numbers of headers set to extremes. A run over a folder of them and of good ones must
end with exit code 3, refuse no good one, name every refused one with a reason in samples.csv, stay below
600 MB, and show nothing that the libraries write by themselves. `--keep FOLDER` leaves the pictures there.
Linux only.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

RECIPE = """
[[source]]
use = "folder"
path = "pictures"

[group]
near = false

[backbone]
use = "patch-colours"

[[head]]
use = "patch-nearest"

[[metric]]
use = "accuracy"
"""
PLUGIN = '''
"""Colours as features, and the nearest mean of them: as little as a run can do."""

from typing import ClassVar, Literal

from imgfw import Backbone, Head, hookimpl


class Colours(Backbone):
    """The mean colour."""

    use: Literal["patch-colours"] = "patch-colours"

    @property
    def side(self):
        return 32

    def encode(self, picture):
        return picture.image.mean(axis=(0, 1)).astype("float32")


class FittedNearest:
    """The means at work."""

    def __init__(self, means):
        self.means = means

    def state(self):
        return self.means

    def predict(self, inputs):
        import numpy as np

        found = {}
        for name, means in self.means.items():
            far = ((inputs["features"][:, None] - means[None]) ** 2).sum(axis=2)
            near = np.exp(far.min(axis=1, keepdims=True) - far)
            found[name] = (near / near.sum(axis=1, keepdims=True)).astype("float32")
        return found


class Nearest(Head):
    """The label whose mean is nearest."""

    use: Literal["patch-nearest"] = "patch-nearest"
    types: ClassVar = ("classes",)

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        import numpy as np

        means = {}
        for name, target in targets.items():
            rows = [truth[name] == label for label in range(target.width)]
            means[name] = np.stack([inputs["features"][r].mean(axis=0) for r in rows])
        return self.restore(means)

    def restore(self, state):
        return FittedNearest(state)


@hookimpl
def imgfw_backbones():
    return [Colours]


@hookimpl
def imgfw_heads():
    return [Nearest]
'''
WATCHED = """
import re, sys
from pathlib import Path
from imgfw.cli.main import main
code = main(sys.argv[1:])
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(f"PEAK {peak // 1024}", file=sys.stderr)
sys.exit(code)
"""
EXTREMES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


@dataclass(frozen=True)
class Ended:
    """What became of a run: exit code, megabytes, seconds, and what it said.

    refused  {name of the file: reason}
    listed   the names of all files in samples.csv
    """

    code: int
    megabytes: float
    seconds: float
    refused: dict[str, str]
    listed: frozenset[str]
    loud: str


def drawn(rng: np.random.Generator, number: int, side: int = 48) -> Image.Image:
    """A picture with smooth and sharp parts, of one of two tints."""
    small = rng.integers(0, 256, (6, 8, 3), np.uint8)
    small[..., number % 2] //= 3
    image = np.asarray(Image.fromarray(small).resize((side * 4 // 3, side), Image.Resampling.BICUBIC)).copy()
    image[side // 3 : side // 2] = rng.integers(0, 256, 3, np.uint8)
    return Image.fromarray(image)


def stored(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    if form == "HEIF":
        from pillow_heif import from_pillow

        from_pillow(image).save(file, **options)
    else:
        image.save(file, form, **options)
    return file.getvalue()


def forms() -> list[Callable[[Image.Image], bytes]]:
    """Ways to store a picture: every format, and within it what is decoded differently."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    return [
        lambda i: stored(i, "JPEG", quality=90, exif=exif),
        lambda i: stored(i, "JPEG", progressive=True, subsampling=0),
        lambda i: stored(i.convert("CMYK"), "JPEG"),
        lambda i: stored(i, "MPO", save_all=True, append_images=[i]),
        lambda i: stored(i, "PNG", exif=exif),
        lambda i: stored(i.quantize(32), "PNG", transparency=1),
        lambda i: stored(i.convert("I;16"), "PNG"),
        lambda i: stored(
            i.convert("RGBA"), "PNG", save_all=True, append_images=[i.convert("RGBA").rotate(90)]
        ),
        lambda i: stored(i, "WEBP", lossless=True),
        lambda i: stored(i, "WEBP", exif=exif),
        lambda i: stored(i.convert("RGBA"), "WEBP", save_all=True, append_images=[i.rotate(180)]),
        lambda i: stored(i, "GIF", save_all=True, append_images=[i.rotate(180)]),
        lambda i: stored(i, "BMP"),
        lambda i: stored(i.quantize(16), "BMP"),
        lambda i: stored(i, "TIFF"),
        lambda i: stored(i, "TIFF", compression="tiff_lzw"),
        lambda i: stored(i, "TIFF", compression="jpeg"),
        lambda i: stored(i.convert("1"), "TIFF", compression="group4"),
        lambda i: stored(i.convert("F"), "TIFF", compression="tiff_adobe_deflate"),
        lambda i: stored(i, "AVIF", speed=10),
        lambda i: stored(i, "HEIF"),
    ]


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Damage a file in one to four ways."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if len(content) > 16:
            content = rng.choice(DAMAGES)(bytearray(content), rng)
    return content


def _bits(content: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 2, 8, 64))):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return bytes(content)


def _head_bits(content: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 2, 4))):
        content[rng.randrange(min(len(content), 128))] ^= 1 << rng.randrange(8)
    return bytes(content)


def _cut(content: bytearray, rng: random.Random) -> bytes:
    return bytes(content[: rng.randrange(1, len(content))])


def _put_in(content: bytearray, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    return bytes(content[:at]) + rng.randbytes(rng.choice((1, 4, 100))) + bytes(content[at:])


def _swapped(content: bytearray, rng: random.Random) -> bytes:
    a, b, c = sorted(rng.randrange(2, len(content) + 1) for _ in range(3))
    return bytes(content[:a] + content[b:c] + content[a:b] + content[c:])


def _twice(content: bytearray, rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(2, len(content) + 1) for _ in range(2))
    return bytes(content[:b] + content[a:b] * rng.choice((1, 1, 20)) + content[b:])


def _emptied(content: bytearray, rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(2, len(content) + 1) for _ in range(2))
    return bytes(content[:a] + bytes(b - a) + content[b:])


def _extreme(content: bytearray, rng: random.Random) -> bytes:
    form = rng.choice(("<H", ">H", "<I", ">I"))
    at = rng.randrange(2, min(len(content), 256) - 4)
    struct.pack_into(form, content, at, rng.choice(EXTREMES) & (0xFFFF if form[1] == "H" else 0xFFFFFFFF))
    return bytes(content)


DAMAGES = (_bits, _head_bits, _cut, _put_in, _swapped, _twice, _emptied, _extreme, _extreme)


def lay(folder: Path, good: int, bad: int, seed: int) -> None:
    """Write good pictures (g...) and damaged ones (m...) of two classes."""
    rng, chance, ways = np.random.default_rng(seed), random.Random(seed), forms()
    for number in range(max(good, bad)):
        place = folder / f"class{number % 2}"
        place.mkdir(parents=True, exist_ok=True)
        content = ways[number % len(ways)](drawn(rng, number))
        if number < good:
            (place / f"g{number:06}").write_bytes(content)
        if number < bad:
            (place / f"m{number:06}").write_bytes(mutated(content, chance))


def run(work: Path, workers: int) -> Ended:
    """Run over the pictures in a folder, in a process of its own."""
    (work / "recipe.toml").write_text(RECIPE)
    (work / "small.py").write_text(PLUGIN)
    words = ["run", "recipe.toml", "--plugin", "small.py", "--runs", "runs", "--workers", str(workers)]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *words],
        cwd=work,
        env={**os.environ, "IMGFW_CACHE": str(work / "cache"), "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        text=True,
        errors="replace",
    )
    told, _, peak = done.stderr.rpartition("PEAK ")
    if not peak.strip().isdigit():
        return Ended(done.returncode, 0, 0, {}, frozenset(), done.stderr[-3000:])
    (found,) = (work / "runs").glob("*/samples.csv")
    rows = list(csv.DictReader(found.read_text("utf-8").splitlines()))
    listed = frozenset(name for row in rows for name in _names(row))
    refused = {row["uri"]: row["left_out"] for row in rows if row["left_out"]}
    return Ended(done.returncode, float(peak), time.perf_counter() - begun, refused, listed, told)


def _names(row: dict[str, str]) -> list[str]:
    return [row["uri"], *filter(None, row.get("copies", "").split("|"))]


def main() -> None:
    """Lay, run, judge and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutated", type=int, default=20_000)
    parser.add_argument("--good", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lay(work / "pictures", given.good, given.mutated, given.seed)
        if given.keep:
            shutil.copytree(work / "pictures", given.keep)
        ended = run(work, given.workers)
    good = {uri: reason for uri, reason in ended.refused.items() if Path(uri).name.startswith("g")}
    print(
        f"exit code {ended.code} (3 expected), {ended.seconds:.0f} s, {ended.megabytes:.0f} MB (at most 600)"
    )
    print(f"{len(ended.listed):,} files listed of {given.good + given.mutated:,}")
    print(f"{len(ended.refused) - len(good):,} damaged ones refused, {len(good)} good ones (0 expected)")
    print(f"{sum(not reason for reason in ended.refused.values())} without a reason (0 expected)")
    reasons = Counter(reason.split("(")[0].split(":")[0][:40] for reason in ended.refused.values())
    for reason, count in reasons.most_common(20):
        print(f"  {count:6} {reason}")
    print("it said:", ended.loud[-1500:])


if __name__ == "__main__":
    main()
