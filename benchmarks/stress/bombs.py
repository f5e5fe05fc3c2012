"""Small files that claim or unfold to something huge: what each costs until it is used or refused.

    python benchmarks/stress/bombs.py

Every bomb is decoded at 320 pixels in a process of its own; printed are its size, what became of it, seconds,
and megabytes above those of a process that decodes a small picture.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator

from PIL import Image

WATCHED = """
import sys, re, time
from pathlib import Path
from imgfw import PictureError, decode
small, bomb = (sys.stdin.buffer.read(int(size)) for size in sys.argv[1:])
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
decode(small, 320)
before, begun = peak(), time.perf_counter()
try:
    told = "used"
    decode(bomb, 320)
except PictureError as error:
    told = str(error)
import json
print(json.dumps([told, time.perf_counter() - begun, peak() - before]))
"""
LARGE = 11_000
"""A square of this side is just within what is decoded."""
DICTIONARY = struct.Struct("<HHII")


def stored(image: Image.Image, form: str, **options: object) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int,
    height: int,
    depth: int = 8,
    colour: int = 2,
    laced: int = 0,
    first: bytes = b"",
    rows: int = 0,
) -> bytes:
    """A PNG that claims a size, with `rows` rows of zeros in it, and chunks before these."""
    size = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, laced)
    bands = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    packer, packed = zlib.compressobj(), b""
    for _ in range(rows):
        packed += packer.compress(bytes(1 + (width * bands * depth + 7) // 8))
    palette = chunk(b"PLTE", bytes(6)) if colour == 3 else b""
    data = chunk(b"IDAT", packed + packer.flush())
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + first + palette + data + chunk(b"IEND", b"")


def shared(count: int, size: int) -> bytes:
    """EXIF of many tags that all refer to the same bytes."""
    begin = b"II*\0\x08\0\0\0" + struct.pack("<H", count)
    tags = b"".join(DICTIONARY.pack(1000 + n, 7, size, 8) for n in range(count))
    return begin + tags + bytes(max(4, size - len(tags)))


def tiff(width: int, height: int, *, big: int = 0, pages: int = 1, loop: bool = False, **tags: int) -> bytes:
    """A grey TIFF that claims a size; `big` = bytes of zeros that follow, `pages` directories in a row."""
    known = {
        "bits": 258,
        "packing": 259,
        "kind": 262,
        "strip": 273,
        "samples": 277,
        "rows": 278,
        "bytes": 279,
    }
    start = 8
    entry = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 277: 1, 278: height}
    length = 2 + 12 * (len(entry) + 2) + 4
    entry |= {273: start + length * pages, 279: max(1, big)}
    entry |= {known[name]: value for name, value in tags.items()}
    parts = [b"II*\0" + struct.pack("<I", start)]
    for page in range(pages):
        following = start + length * (page + 1) if page + 1 < pages else start if loop else 0
        lines = [DICTIONARY.pack(tag, 4, 1, value) for tag, value in sorted(entry.items())]
        parts += [struct.pack("<H", len(entry)), *lines, struct.pack("<I", following)]
    return b"".join([*parts, bytes(big)])


def jpeg(
    image: Image.Image, size: tuple[int, int] | None = None, after: bytes = b"", **options: object
) -> bytes:
    """A JPEG whose header claims another size, with segments put behind its first two bytes."""
    content = bytearray(stored(image, "JPEG", **options))
    if size:
        frame = content.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0")
        content[frame + 5 : frame + 9] = struct.pack(">HH", *size[::-1])
    return bytes(content[:2] + after + content[2:])


def segments(marker: int, content: bytes, begin: bytes = b"") -> bytes:
    """Content spread over segments of a JPEG."""
    parts = [content[at : at + 65000] for at in range(0, len(content), 65000)] or [b""]
    return b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(begin + part) + 2) + begin + part for part in parts
    )


def many_scans(side: int, count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    content = stored(Image.new("L", (side, side), 90), "JPEG", progressive=True)
    starts = [at for at in range(len(content)) if content[at : at + 2] == b"\xff\xda"]
    scan = content[starts[-1] : content.rindex(b"\xff\xd9")]
    return content[: content.rindex(b"\xff\xd9")] + scan * count + b"\xff\xd9"


def gif(width: int, height: int, middle: bytes = b"", frames: int = 1) -> bytes:
    """A GIF of 8 x 8 pixels whose header claims a size."""
    content = stored(Image.new("P", (8, 8)), "GIF")
    frame = content.index(b"\x2c")
    begin = content[:6] + struct.pack("<HH", width, height) + content[10:frame]
    return begin + middle + content[frame:-1] * frames + b";"


def bmp(width: int, height: int, bits: int = 24, packing: int = 0, data: bytes = bytes(64)) -> bytes:
    """A BMP that claims a size."""
    palette = bytes(1024) if bits <= 8 else b""
    about = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, len(data), 1, 1, 0, 0)
    return (
        b"BM"
        + struct.pack("<IHHI", 54 + len(palette + data), 0, 0, 54 + len(palette))
        + about
        + palette
        + data
    )


def claiming(content: bytes, box: bytes, *numbers: int) -> bytes:
    """A HEIC or AVIF whose first box of this name holds other numbers."""
    at = content.index(box) + 8
    new = b"".join(struct.pack(">I", number) for number in numbers)
    return content[:at] + new + content[at + len(new) :]


def heic() -> bytes:
    """A small HEIC."""
    from pillow_heif import from_pillow

    file = io.BytesIO()
    from_pillow(Image.new("RGB", (64, 64), "red")).save(file)
    return file.getvalue()


def bombs() -> Iterator[tuple[str, bytes]]:
    """(what it is, its bytes)"""
    yield from _pngs()
    yield from _tiffs()
    yield from _jpegs()
    yield from _others()


def _pngs() -> Iterator[tuple[str, bytes]]:
    most = 2**31 - 1
    for width, height in ((40_000, 40_000), (most, most), (most, 1), (1, most), (65_535, 65_535), (0, 9)):
        yield f"PNG claims {width} x {height}", png(width, height)
    for depth, colour in ((1, 0), (16, 0), (8, 3), (16, 6), (8, 4)):
        yield f"PNG claims 60000 x 60000, kind {colour}, {depth} bits", png(60_000, 60_000, depth, colour)
    yield "PNG claims 60000 x 60000, interlaced", png(60_000, 60_000, laced=1)
    yield "PNG claims 11000 x 11000 and has no rows", png(LARGE, LARGE)
    yield "PNG unfolds to 11000 x 11000, transparent", png(LARGE, LARGE, colour=6, rows=LARGE)
    yield "PNG unfolds to 11000 x 11000, 16 bits grey", png(LARGE, LARGE, 16, 0, rows=LARGE)
    yield "PNG unfolds to 1 x 120,000,000", png(1, 120_000_000, 1, 0, rows=1000)
    packed = zlib.compress(bytes(200_000_000), 9)
    yield "PNG with 200 MB of colour profile", png(8, 8, first=chunk(b"iCCP", b"a\0\0" + packed), rows=8)
    yield "PNG with 200 MB of text", png(8, 8, first=chunk(b"zTXt", b"a\0\0" + packed), rows=8)
    yield "PNG with 200 MB of other text", png(8, 8, first=chunk(b"iTXt", b"a\0\1\0\0\0" + packed), rows=8)
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000)))
    yield "PNG with 100 texts of 1 MB", png(8, 8, first=text * 100, rows=8)
    yield "PNG with 200,000 texts", png(8, 8, first=chunk(b"tEXt", b"a\0b") * 200_000, rows=8)
    yield "PNG with EXIF tags that share 1 MB", png(8, 8, first=chunk(b"eXIf", shared(60_000, 2**20)), rows=8)
    spelt = "\nexif\n9\n" + shared(30_000, 2**18).hex()
    raw = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(spelt.encode()))
    yield "PNG with spelt-out EXIF tags that share", png(8, 8, first=raw, rows=8)
    frames = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "PNG claims 2,147,483,647 frames", png(8, 8, first=frames, rows=8)


def _tiffs() -> Iterator[tuple[str, bytes]]:
    for width, height in ((65_535, 65_535), (2**32 - 1, 2**32 - 1), (2**32 - 1, 1), (0, 5)):
        yield f"TIFF claims {width} x {height}", tiff(width, height)
    yield "TIFF with a million directories", tiff(4, 4, pages=1_000_000, big=16)
    yield "TIFF whose directories run in a circle", tiff(4, 4, pages=3, loop=True, big=16)
    yield "TIFF with 65,535 samples a pixel", tiff(4, 4, samples=65_535)
    yield "TIFF with strips of no rows", tiff(4, 4, rows=0, big=16)
    yield "TIFF claims a strip of 4 GB", tiff(4, 4, bytes=2**32 - 1)
    yield "TIFF with tags that share 1 MB", shared(60_000, 2**20)
    yield "TIFF of BigTIFF's kind, cut off", b"II+\0\x08\0\0\0" + struct.pack("<Q", 2**60)
    image = Image.new("RGB", (LARGE, LARGE))
    for packing in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        yield f"TIFF unfolds to 11000 x 11000 by {packing}", stored(image, "TIFF", compression=packing)
    yield (
        "TIFF unfolds to 11000 x 11000 of floats",
        stored(Image.new("F", (LARGE, LARGE)), "TIFF", compression="tiff_lzw"),
    )


def _jpegs() -> Iterator[tuple[str, bytes]]:
    small = Image.new("RGB", (16, 16), "red")
    yield "JPEG claims 65500 x 65500", jpeg(small, (65_500, 65_500))
    yield "JPEG claims 65500 x 65500, progressive", jpeg(small, (65_500, 65_500), progressive=True)
    yield (
        "JPEG claims 20000 x 10000 and has no rows, progressive",
        jpeg(small, (20_000, 10_000), progressive=True),
    )
    yield "JPEG claims 0 x 16", jpeg(small, (0, 16))
    yield "JPEG with 20,000 scans of 3000 x 3000", many_scans(3000, 20_000)
    yield (
        "JPEG with EXIF tags that share 64 kB",
        jpeg(small, after=segments(0xE1, shared(5000, 60_000)[:64_900], b"Exif\0\0")),
    )
    yield (
        "JPEG with EXIF tags that share 1 MB",
        jpeg(small, after=segments(0xE1, shared(5000, 2**20), b"Exif\0\0")),
    )
    yield "JPEG with 200,000 comments", jpeg(small, after=segments(0xFE, b"a") * 200_000)
    yield (
        "JPEG with 16 MB of colour profile",
        jpeg(small, after=segments(0xE2, bytes(2**24), b"ICC_PROFILE\0\1\xff")),
    )
    yield "JPEG that unfolds to 16000 x 16000", stored(Image.new("L", (16_000, 16_000)), "JPEG")


def _others() -> Iterator[tuple[str, bytes]]:
    yield "GIF claims 65535 x 65535", gif(65_535, 65_535)
    yield "GIF with 100,000 frames", gif(8, 8, frames=100_000)
    yield "GIF with 200,000 comments", gif(8, 8, b"\x21\xfe\x01a\0" * 200_000)
    yield "GIF that unfolds to 11000 x 11000", stored(Image.new("P", (LARGE, LARGE)), "GIF")
    for width, height in ((2**31 - 1, 2**31 - 1), (40_000, -40_000), (2**31 - 1, 1), (-5, 5)):
        yield f"BMP claims {width} x {height}", bmp(width, height)
    runs = b"\xff\0" * (LARGE // 255 + 1) + b"\0\0"
    yield "BMP unfolds to 11000 x 11000", bmp(LARGE, LARGE, 8, 1, runs * LARGE)
    webp = stored(Image.new("RGB", (16, 16)), "WEBP", lossless=True)
    at = webp.index(b"VP8L") + 9
    yield "WebP claims 16383 x 16383", webp[:at] + struct.pack("<I", 0x3FFE | 0x3FFE << 14) + webp[at + 4 :]
    yield (
        "WebP that unfolds to 7900 x 7900",
        stored(Image.new("RGB", (7900, 7900)), "WEBP", lossless=True, method=0),
    )
    yield (
        "WebP that unfolds to 11000 x 11000",
        stored(Image.new("RGB", (LARGE, LARGE)), "WEBP", lossless=True, method=0),
    )
    avif = stored(Image.new("RGB", (64, 64)), "AVIF")
    for name, content in (("AVIF", avif), ("HEIC", heic())):
        for width, height in ((65_535, 65_535), (2**32 - 1, 2**32 - 1), (9000, 9000)):
            yield f"{name} claims {width} x {height}", claiming(content, b"ispe", width, height)


def watched(bomb: bytes) -> tuple[str, float, float]:
    """(used or the reason, seconds, megabytes above a small picture) of one bomb."""
    small = stored(Image.new("RGB", (64, 64)), "PNG") if not _is_tiff(bomb) else tiff(64, 64, big=4096)
    call = [sys.executable, "-c", WATCHED, str(len(small)), str(len(bomb))]
    done = subprocess.run(call, input=small + bomb, capture_output=True)
    if done.returncode:
        return f"DIED {done.returncode}: {done.stderr.decode()[-300:]}", 0.0, 0.0
    if done.stderr:
        return f"LOUD: {done.stderr.decode()[:300]}", 0.0, 0.0
    told, seconds, megabytes = json.loads(done.stdout)
    return told, seconds, megabytes


def _is_tiff(content: bytes) -> bool:
    return content[:2] in (b"II", b"MM")


def main() -> None:
    """Measure and print."""
    slowest, largest = 0.0, 0.0
    for number, (name, content) in enumerate(bombs(), 1):
        told, seconds, megabytes = watched(content)
        slowest, largest = max(slowest, seconds), max(largest, megabytes)
        print(
            f"{number:3} {name:52} {len(content):>11,} B {seconds:6.2f} s {megabytes:6.0f} MB  {told}",
            flush=True,
        )
    print(f"slowest {slowest:.2f} s, largest {largest:.0f} MB above a small picture")


if __name__ == "__main__":
    main()
