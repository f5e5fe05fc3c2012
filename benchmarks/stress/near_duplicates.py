"""How many planted copies are found among distinct pictures, how many of those are confused, and how fast.

    python benchmarks/stress/near_duplicates.py --photos FOLDER [--pictures 2000] [--copies 500 | --every]
                                                [--side 320] [--many 40000] [--frames 600] [--workers 2]
                                                [--sheet FILE.png]

Distinct pictures are the photos below FOLDER (names that begin with "bad" are spoiled twins and left out)
and drawn selfies up to --pictures. Copies of every kind are planted by turns, with --every one of each kind
of each picture. Aims: 99 % of exact, re-encoded, resized and turned copies, 90 % of mirrored and cropped
ones; at most 0.5 % of distinct pictures with another one: these are named (some photos are true
near-duplicates), and --sheet shows them. Then the time for --many pictures: windows of the photos, which
look like photos; and for --frames of one camera: a photo with another thing in each, the worst there is,
since nearly every two are compared pixel by pixel.
"""

from __future__ import annotations

import argparse
import io
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import numpy as np
from PIL import Image, ImageEnhance, ImageOps
from PIL.Image import Transpose

from imgfw import decode
from imgfw.fingerprint import Fingerprint, fingerprint
from imgfw.registry import find_plugins
from imgfw.similar import near_duplicates
from imgfw.ties import joined
from imgfw.workers import mapped

MOST_WRONG = 0.005


@dataclass(frozen=True)
class Known:
    """One picture: its name, the bytes of its file, the number of the distinct picture it shows, its kind."""

    name: str
    content: bytes
    shows: int
    kind: str = ""


def stored(image: Image.Image, form: str = "JPEG", **options: int | Image.Exif) -> bytes:
    """The bytes of a file."""
    file = io.BytesIO()
    image.save(file, form, **({"quality": 95} | options if form == "JPEG" else options))
    return file.getvalue()


def turned_by_tag(image: Image.Image) -> bytes:
    """Pixels a quarter turn round and a tag that turns them back."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return stored(image.transpose(Transpose.ROTATE_90), exif=exif)


def cut(image: Image.Image, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> bytes:
    """Without these parts of its width and height."""
    width, height = image.size
    edges = left * width, top * height, (1 - right) * width, (1 - bottom) * height
    return stored(image.crop(tuple(map(round, edges))))


KINDS: dict[str, tuple[float, Callable[[Image.Image], bytes]]] = {
    "exact": (1, lambda image: stored(image, "PNG")),
    "JPEG q60": (0.99, lambda image: stored(image, quality=60)),
    "WebP q75": (0.99, lambda image: stored(image, "WEBP", quality=75)),
    "50 % size": (0.99, lambda image: stored(image.resize([max(1, side // 2) for side in image.size]))),
    "EXIF-turned": (0.99, turned_by_tag),
    "turned left": (0.99, lambda image: stored(image.transpose(Transpose.ROTATE_90), "PNG")),
    "turned right": (0.99, lambda image: stored(image.transpose(Transpose.ROTATE_270), "PNG")),
    "upside down": (0.99, lambda image: stored(image.transpose(Transpose.ROTATE_180), "PNG")),
    "12 % brighter": (0.99, lambda image: stored(ImageEnhance.Brightness(image).enhance(1.12))),
    "mirrored": (0.9, lambda image: stored(ImageOps.mirror(image))),
    "5 % off, centre left": (0.9, lambda image: cut(image, 0.025, 0.025, 0.025, 0.025)),
    "5 % off each side": (0.9, lambda image: cut(image, 0.05, 0.05, 0.05, 0.05)),
    "5 % off the left": (0.9, lambda image: cut(image, left=0.05)),
    "5 % off the top": (0.9, lambda image: cut(image, top=0.05)),
    "5 % off a corner": (0.9, lambda image: cut(image, right=0.05, bottom=0.05)),
}


def photos(folder: Path) -> list[tuple[str, bytes]]:
    """Names and bytes of the distinct photos below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    return [
        (str(path.relative_to(folder)), path.read_bytes())
        for path in paths
        if not path.name.startswith("bad")
    ]


def drawn(count: int) -> list[tuple[str, bytes]]:
    """Selfies drawn by code, eight of each person."""
    source = find_plugins().find("source", "drawn-selfies")(count=count, people=-(-count // 8), size=160)
    made = mapped(source.read, list(source.samples()), workers=2)
    return [(sample.uri, stored(Image.fromarray(picture.image))) for sample, picture in made]


def planted(pictures: Sequence[tuple[str, bytes]], count: int, seed: int) -> Iterator[Known]:
    """Copies of pictures drawn by chance, of all kinds by turns."""
    order = np.random.default_rng(seed).permutation(len(pictures))
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        yield copied(pictures, int(order[number % len(order)]), kind)


def copied(pictures: Sequence[tuple[str, bytes]], shows: int, kind: str) -> Known:
    """One copy of a picture."""
    name, content = pictures[shows]
    whole = Image.fromarray(decode(content).image)
    return Known(f"{name} ({kind})", KINDS[kind][1](whole), shows, kind)


def fingerprints(pictures: Sequence[Known], side: int, workers: int) -> list[Fingerprint]:
    """Decoded as a run decodes them."""

    def look(picture: Known) -> Fingerprint:
        return fingerprint(decode(picture.content, side).image)

    return [found for _, found in mapped(look, pictures, workers=workers)]


def groups_of(prints: Sequence[Fingerprint], workers: int) -> list[int]:
    """The group of each picture."""
    hashes = [each.hash for each in prints]
    smallest = joined(near_duplicates(hashes, lambda n: prints[n].thumb, workers=workers))
    return [smallest.get(number, number) for number in range(len(prints))]


def found(pictures: Sequence[Known], groups: Sequence[int]) -> dict[str, tuple[int, int]]:
    """{kind: (copies in the group of their picture, copies)}."""
    own = {picture.shows: group for picture, group in zip(pictures, groups, strict=True) if not picture.kind}
    planted_, found_ = Counter[str](), Counter[str]()
    for picture, group in zip(pictures, groups, strict=True):
        if picture.kind:
            planted_[picture.kind] += 1
            found_[picture.kind] += group == own[picture.shows]
    return {kind: (found_[kind], planted_[kind]) for kind in KINDS if planted_[kind]}


def together(pictures: Sequence[Known], groups: Sequence[int]) -> list[list[Known]]:
    """Distinct pictures that are in one group."""
    members = defaultdict(list)
    for picture, group in zip(pictures, groups, strict=True):
        if not picture.kind:
            members[group].append(picture)
    return [each for each in members.values() if len(each) > 1]


def windows(pictures: Sequence[tuple[str, bytes]], count: int) -> list[Fingerprint]:
    """Of parts of photos, 35 to 60 % of their sides."""
    rng, made = np.random.default_rng(0), []
    while len(made) < count:
        for _, content in pictures:
            image = decode(content, 320).image
            for _ in range(-(-count // len(pictures))):
                sides = [int(side * rng.uniform(0.35, 0.6)) for side in image.shape[:2]]
                top, left = (
                    rng.integers(0, whole - part) for whole, part in zip(image.shape[:2], sides, strict=True)
                )
                made.append(fingerprint(image[top : top + sides[0], left : left + sides[1]]))
    return made[:count]


def frames(background: Image.Image, count: int) -> list[Fingerprint]:
    """Of one background with a little noise and a thing of another kind, size and place in each."""
    rng, made = np.random.default_rng(0), []
    still = np.asarray(background.resize((320, 240)), np.float32)
    for _ in range(count):
        frame = (still + rng.normal(0, 3, still.shape)).clip(0, 255).astype(np.uint8)
        height, width = rng.integers(40, 110, 2)
        top, left = rng.integers(0, 240 - height), rng.integers(0, 320 - width)
        thing = Image.fromarray(rng.integers(0, 256, (4, 4, 3), dtype=np.uint8)).resize((width, height))
        frame[top : top + height, left : left + width] = np.asarray(thing)
        made.append(fingerprint(frame))
    return made


def random_prints(count: int) -> list[Fingerprint]:
    """Of no picture at all."""
    rng = np.random.default_rng(0)
    hashes = rng.integers(0, 2**64, count, dtype=np.uint64).tolist()
    return [Fingerprint(f"{h:016x}", rng.integers(0, 256, 1152, dtype=np.uint8)) for h in hashes]


def sheet(members: Sequence[Sequence[Known]], path: Path) -> None:
    """A picture of what is together, a row a group."""
    page = Image.new("RGB", (200 * max(map(len, members), default=1), 200 * max(1, len(members))))
    for row, group in enumerate(members):
        for column, each in enumerate(group):
            small = Image.fromarray(decode(each.content, 200).image)
            page.paste(ImageOps.contain(small, (196, 196)), (200 * column, 200 * row))
    page.save(path)


def tell_found(distinct: Sequence[tuple[str, bytes]], call: argparse.Namespace) -> None:
    """Plant, search and print the table."""
    originals = [Known(name, content, number) for number, (name, content) in enumerate(distinct)]
    if call.every:
        copies = [copied(distinct, number, kind) for number in range(len(distinct)) for kind in KINDS]
    else:
        copies = list(planted(distinct, call.copies, call.seed))
    pictures = [*originals, *copies]
    groups = groups_of(fingerprints(pictures, call.side, call.workers), call.workers)
    print(f"{len(originals)} distinct pictures, {len(copies)} copies, decoded at {call.side}")
    for kind, (hit, all_) in found(pictures, groups).items():
        print(f"  {kind:22}{hit:6} of {all_:5} {hit / all_:8.2%}   aim {KINDS[kind][0]:.0%}")
    wrong = together(pictures, groups)
    count = sum(map(len, wrong))
    print(
        f"  {count} distinct pictures with another one: {count / len(originals):.2%}, aim <= {MOST_WRONG:.1%}"
    )
    for group in wrong[:20]:
        print("   ", " = ".join(picture.name for picture in group))
    if call.sheet:
        sheet(wrong, call.sheet)


def tell_time(name: str, prints: Sequence[Fingerprint], workers: int) -> None:
    """Search once and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    groups = groups_of(prints, workers)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(prints)} {name}: {wall:.1f} s, {cpu:.1f} s of CPU, {workers} workers; "
        f"{len(set(groups))} groups; peak of the process {peak} MB"
    )


def main() -> None:
    """Read the call, plant, search, time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--copies", type=int, default=500)
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--side", type=int, default=320)
    parser.add_argument("--many", type=int, default=40_000)
    parser.add_argument("--frames", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", type=Path)
    call = parser.parse_args()
    real = photos(call.photos)[: call.pictures]
    missing = call.pictures - len(real)
    tell_found([*real, *(drawn(missing) if missing else [])], call)
    if call.frames:
        background = Image.fromarray(decode(real[0][1]).image)
        tell_time("frames of one camera", frames(background, call.frames), call.workers)
    if call.many:
        tell_time("random hashes", random_prints(call.many), call.workers)
        tell_time("windows of photos", windows(real, call.many), call.workers)
        image = decode(real[0][1]).image
        large = np.asarray(Image.fromarray(image).resize((853, 640)))
        start = time.process_time()
        for _ in range(200):
            fingerprint(large)
        print(f"a fingerprint of 853 x 640: {(time.process_time() - start) * 5:.2f} ms of CPU")


if __name__ == "__main__":
    main()
