"""The decoder."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.Image import Transpose

from imgfw import images
from imgfw.errors import PictureError
from imgfw.images import decode, decoding, header, resized, rounded_side
from imgfw.room import Room

STORED_AS = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def scene(width: int, height: int) -> Image.Image:
    """Smooth colours with some structure, different in every corner."""
    y, x = np.mgrid[0:height, 0:width]
    red, green = 255 * x / width, 255 * y / height
    blue = 127 + 120 * np.sin(x / 9) * np.cos(y / 7)
    return Image.fromarray(np.stack([red, green, blue], axis=2).astype(np.uint8))


def stored(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def heic(image: Image.Image) -> bytes:
    """The bytes of a HEIC file."""
    from pillow_heif import from_pillow

    file = io.BytesIO()
    from_pillow(image).save(file, quality=90)
    return file.getvalue()


def test_rounded_side_is_the_next_size_up() -> None:
    """A wanted side is rounded up to 320, 640, 1280 or full."""
    wanted = [0, 224, 320, 321, 640, 1000, 1281, None]

    rounded = [rounded_side(side) for side in wanted]

    assert rounded == [320, 320, 320, 640, 640, 1280, None, None]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("side", [None, 40])
def test_every_orientation_gives_the_same_pixels(orientation: int, side: int | None) -> None:
    """A picture stored turned or mirrored, with the EXIF tag that says so, decodes to the upright pixels."""
    upright = scene(150, 100)
    turn = STORED_AS[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = stored(upright if turn is None else upright.transpose(turn), "PNG", exif=exif)

    picture = decode(content, side)

    assert np.array_equal(picture.image, decode(stored(upright, "PNG"), side).image)
    assert (picture.facts["width"], picture.facts["height"]) == (150, 100)
    assert picture.facts["orientation"] == orientation


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "MPO", "AVIF"])
def test_every_format_decodes(form: str) -> None:
    """Each format that is readable gives its colours, and its header says which it is."""
    image = scene(60, 40)

    picture = decode(stored(image, form))

    assert picture.image.shape == (40, 60, 3)
    assert picture.facts["format"] in (form, "JPEG")
    assert np.abs(picture.image.astype(int) - np.asarray(image)).mean() < 12


def test_heic_decodes_upright() -> None:
    """A HEIC file, as phones write it, decodes."""
    picture = decode(heic(scene(64, 48)))

    assert picture.image.shape == (48, 64, 3)
    assert picture.facts["format"] == "HEIC"


@settings(max_examples=40, deadline=None)
@given(width=st.integers(1, 400), height=st.integers(1, 400), side=st.integers(1, 300))
def test_the_shorter_side_is_brought_down_but_never_up(width: int, height: int, side: int) -> None:
    """The shorter side is `side`, or less where it was less; the shape is kept; scale says by how much."""
    content = stored(scene(width, height), "JPEG")

    picture = decode(content, side)

    rows, columns = picture.image.shape[:2]
    assert min(rows, columns) == min(side, width, height)
    assert picture.scale == pytest.approx(min(rows, columns) / min(width, height))
    assert abs(rows - height * picture.scale) <= 0.5
    assert abs(columns - width * picture.scale) <= 0.5


def test_a_large_jpeg_shrunk_on_load_is_close_to_one_decoded_in_full() -> None:
    """Shrinking while loading gives about what full decoding and an antialiased reduction would."""
    content = stored(scene(1600, 1200), "JPEG", quality=95)

    shrunk = decode(content, 150).image

    assert np.abs(shrunk.astype(int) - resized(decode(content).image, (150, 200))).mean() < 1


def test_equal_bytes_give_equal_pixels_in_threads() -> None:
    """The same bytes at the same side give the same pixels, however many threads decode."""
    kinds = [("TIFF", {"compression": packing}) for packing in ("tiff_lzw", "jpeg", "tiff_adobe_deflate")]
    kinds += [(form, {}) for form in ("JPEG", "MPO", "PNG", "TIFF", "WEBP", "GIF", "BMP", "AVIF")]
    contents = [stored(scene(500, 400), form, **options) for form, options in kinds]
    contents += [heic(scene(500, 400)), stored(Image.merge("LAB", scene(500, 400).split()), "TIFF")]
    alone = [decode(content, 120).image for content in contents]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda content: decode(content, 120).image, contents * 6))

    assert all(np.array_equal(image, alone[i % len(alone)]) for i, image in enumerate(together))


@pytest.mark.parametrize(
    ("mode", "colour", "shown"),
    [
        ("RGBA", (200, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (200, 0, 0, 255), (200, 0, 0)),
        ("LA", (0, 0), (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("I;16", 0x80FF, (0x80, 0x80, 0x80)),
    ],
)
def test_every_mode_becomes_rgb_as_a_viewer_shows_it(
    mode: str, colour: Any, shown: tuple[int, int, int]
) -> None:
    """Transparent is white, grey is grey, 16 bits become their upper 8."""
    content = stored(Image.new(mode, (3, 2), colour), "PNG")

    picture = decode(content)

    assert picture.image.dtype == np.uint8
    assert (picture.image == shown).all()


def test_a_transparent_palette_is_shown_over_white() -> None:
    """The transparent colour of a GIF is white."""
    image = Image.new("P", (4, 4), 1)
    image.putpalette([0, 0, 0, 250, 10, 10])

    picture = decode(stored(image, "GIF", transparency=1))

    assert (picture.image == 255).all()


def test_cmyk_becomes_rgb() -> None:
    """A CMYK JPEG of pure cyan has no red."""
    content = stored(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG")

    picture = decode(content)

    assert picture.image[..., 0].max() < 30
    assert picture.image[..., 1:].min() > 200


def test_an_animation_is_its_first_frame() -> None:
    """Of several frames the first is the picture; the header counts them."""
    red, blue = Image.new("RGB", (6, 6), "red"), Image.new("RGB", (6, 6), "blue")

    picture = decode(stored(red, "GIF", save_all=True, append_images=[blue]))

    assert (picture.image == (255, 0, 0)).all()
    assert picture.facts["frames"] == 2


def test_the_header_equals_the_facts_of_the_picture() -> None:
    """What `header` says is what `decode` keeps."""
    content = stored(scene(90, 60), "JPEG")

    facts = header(content)

    assert facts == dict(decode(content, 30).facts)
    assert facts | {"mode": "RGB", "frames": 1} == facts


def test_a_cut_off_file_is_refused_with_a_reason() -> None:
    """A file that ends too early is refused, not half shown."""
    content = stored(scene(200, 150), "JPEG")

    with pytest.raises(PictureError, match="cut off"):
        decode(content[: len(content) // 2])


@settings(max_examples=150, deadline=None)
@given(data=st.data(), form=st.sampled_from(["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"]))
def test_damaged_files_decode_or_are_refused(data: st.DataObject, form: str) -> None:
    """Whatever bytes are changed, the answer is a picture or a PictureError."""
    content = bytearray(stored(scene(24, 16), form))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        picture = decode(bytes(content), 16)
    except PictureError as error:
        assert str(error)
    else:
        assert picture.image.dtype == np.uint8
        assert picture.image.ndim == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("progressive", "most", "most_full"), [(False, 150_000, 800_000), (True, 750_000, 900_000)]
)
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_a_jpeg_of_200_megapixels_is_used_in_bounded_memory(
    progressive: bool, most: int, most_full: int, tmp_path: Path
) -> None:
    """A phone's largest JPEG is decoded at an eighth of its size, and at full size halved.

    A progressive one takes the 600 MB of its coefficients besides: its last scan may change any of them.
    """
    file = tmp_path / "large.jpg"
    image = Image.new("RGB", (16320, 12240), (180, 90, 40))
    file.write_bytes(stored(image, "JPEG", progressive=progressive))
    look = """
import pathlib, re, sys
from imgfw.images import decode
def peak():
    return re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]
content = pathlib.Path(sys.argv[1]).read_bytes()
small = decode(content, 640).image.shape
small_peak = peak()
full = decode(content)
print(*small, *full.image.shape, full.scale, small_peak, peak())
"""

    done = subprocess.run([sys.executable, "-c", look, str(file)], capture_output=True, text=True, check=True)

    *shapes, small_peak, full_peak = done.stdout.split()
    assert shapes == ["640", "853", "3", "6120", "8160", "3", "0.5"]
    assert int(small_peak) < most
    assert int(full_peak) < most_full


@pytest.mark.parametrize("form", ["PNG", "TIFF", "GIF", "BMP"])
def test_the_largest_pictures_are_reduced_as_all_are(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is reduced band by band, so that it is in memory once, has the pixels that it would have had."""
    content = stored(scene(1100, 900), form)
    whole = decode(content, 60).image

    monkeypatch.setattr(images, "_WHOLE", 1000)
    banded = decode(content, 60).image

    assert np.array_equal(banded, whole)


@pytest.mark.slow
def test_large_pictures_in_many_threads_wait_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for one at a time all are decoded, to the same bits."""
    contents = [stored(scene(2100, 2000), form) for form in ("PNG", "TIFF", "BMP")] * 4
    alone = [decode(content, 100).image for content in contents[:3]]
    monkeypatch.setattr(images, "ROOM", Room(20_000_000))

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda content: decode(content, 100).image, contents))

    assert all(np.array_equal(image, alone[i % 3]) for i, image in enumerate(together))


def test_resized_is_antialiased() -> None:
    """A fine checkerboard becomes even grey, not a pattern."""
    board = (np.indices((200, 200)).sum(axis=0) % 2 * 255).astype(np.uint8)[..., None].repeat(3, axis=2)

    small = resized(board, (20, 30))

    assert small.shape == (20, 30, 3)
    assert np.abs(small.astype(int) - 127).max() <= 12


def test_real_odd_and_broken_files_are_used_or_refused_by_name(assets: Path) -> None:
    """Of real broken and hostile files those that Pillow reads are read, the others have a reason."""
    import csv

    folder = assets / "nasty"
    others = ("PPM", "JPEG2000", "IM")
    wrong = []

    for row in csv.DictReader((folder / "expected.csv").read_text().splitlines()):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                facts = decode((folder / row["file"]).read_bytes(), 320).facts
                outcome = f"({facts['width']}, {facts['height']})"
            except PictureError:
                outcome = ""
        swapped = row["exif_orientation"] in ("5", "6", "7", "8") and row["format"] != "TIFF"
        size = "(" + ", ".join(row["size"].strip("()").split(", ")[:: -1 if swapped else 1]) + ")"
        expected = size if row["pillow"] == "ok" and row["format"] not in others else ""
        if outcome != expected and not row["file"].endswith((".heic", ".heif")):
            wrong.append((row["file"], outcome, expected))

    assert wrong == []


def test_opaque_pictures_of_8_bits_equal_pillows_own_at_full_size(assets: Path) -> None:
    """Of real files of every format, turned ones and CMYK included, every pixel is as Pillow gives it."""
    import csv

    import pillow_heif
    from PIL import ImageOps

    folder = assets / "nasty"
    compared, wrong = set(), []
    for row in csv.DictReader((folder / "expected.csv").read_text().splitlines()):
        content = (folder / row["file"]).read_bytes()
        try:
            picture = decode(content)
        except PictureError:
            continue
        if picture.facts["format"] == "HEIC":
            image: Image.Image = pillow_heif.open_heif(io.BytesIO(content)).to_pillow()
        else:
            image = Image.open(io.BytesIO(content))
        if image.mode in ("I;16", "I;16B", "I", "F", "LAB") or image.has_transparency_data:
            continue
        plain = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
        compared.add((picture.facts["format"], picture.facts["mode"]))
        if not np.array_equal(picture.image, plain):
            wrong.append(row["file"])

    assert wrong == []
    assert {form for form, _ in compared} >= {
        "JPEG",
        "PNG",
        "WEBP",
        "GIF",
        "BMP",
        "TIFF",
        "MPO",
        "AVIF",
        "HEIC",
    }
    assert {mode for _, mode in compared} >= {"RGB", "L", "P", "1", "CMYK"}


def test_real_photos_stored_in_eight_orientations_look_alike(assets: Path) -> None:
    """One photo saved eight ways decodes upright eight times."""
    folder = assets / "nasty" / "exif_orientation"

    for name in ("Landscape", "Portrait"):
        pictures = [decode((folder / f"{name}_{i}.jpg").read_bytes(), 320).image for i in range(1, 9)]

        apart = [np.abs(picture.astype(int) - pictures[0]).mean() for picture in pictures]
        assert max(apart) < 2


def test_how_pictures_are_decoded_can_be_told():
    """With the numbers that decide what pixels come out."""
    told = decoding(320)

    assert told == {
        "side": 320,
        "jpeg_margin": images.MARGIN,
        "filter": "bicubic",
        "reducing_gap": images.GAP,
    }
