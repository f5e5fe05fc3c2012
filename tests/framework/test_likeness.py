"""Likeness: copies of one picture are alike, whatever was done to them; other pictures are not."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from imgfw import likeness, overlap
from imgfw.fingerprint import THUMB_BYTES, fingerprint
from imgfw.likeness import LEAST_OUTLINE, alike, outlines

SEEDS = range(12)


def scene(seed: int) -> Image.Image:
    """Blots of every size, 320 x 240."""
    rng = np.random.default_rng(seed)
    total = np.zeros((240, 320, 3))
    for cells in (3, 6, 12, 24, 60):
        blots = rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        total += np.asarray(Image.fromarray(blots).resize((320, 240), Image.Resampling.BICUBIC))
    return Image.fromarray((total / 5).astype(np.uint8))


def encoded(image: Image.Image, form: str, quality: int) -> Image.Image:
    """A picture after its way through a file."""
    file = io.BytesIO()
    image.save(file, form, quality=quality)
    return Image.open(file).convert("RGB")


def cropped(image: Image.Image, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0):
    """Without these parts of its width and height."""
    width, height = image.size
    box = left * width, top * height, (1 - right) * width, (1 - bottom) * height
    return image.crop(tuple(map(round, box)))


def thumb(image: Image.Image) -> np.ndarray:
    """The thumbnail of a picture."""
    return fingerprint(np.asarray(image.convert("RGB"))).thumb


def are_alike(one: Image.Image, other: Image.Image) -> bool:
    """What is said of two pictures, in either order."""
    a, b = thumb(one)[None], thumb(other)[None]
    found = {bool(alike(a, b)[0]), bool(alike(b, a)[0])}
    assert len(found) == 1
    return found.pop()


EDITS = {
    "the same": lambda image: image,
    "JPEG of quality 60": lambda image: encoded(image, "JPEG", 60),
    "JPEG of quality 20": lambda image: encoded(image, "JPEG", 20),
    "WebP": lambda image: encoded(image, "WEBP", 70),
    "half the size": lambda image: image.resize((160, 120)),
    "a quarter of the size": lambda image: image.resize((80, 60)),
    "squashed": lambda image: image.resize((300, 260)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.12),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.85),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.2),
    "without its centre's surroundings": lambda image: cropped(image, 0.025, 0.025, 0.025, 0.025),
    "5 % off every side": lambda image: cropped(image, 0.05, 0.05, 0.05, 0.05),
    "5 % off the left": lambda image: cropped(image, left=0.05),
    "5 % off the top": lambda image: cropped(image, top=0.05),
    "5 % off the right": lambda image: cropped(image, right=0.05),
    "5 % off the bottom": lambda image: cropped(image, bottom=0.05),
    "5 % off a corner": lambda image: cropped(image, left=0.05, bottom=0.05),
    "cropped and brighter": lambda image: ImageEnhance.Brightness(cropped(image, top=0.04)).enhance(1.1),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_like_its_picture(edit):
    """Whatever was done to it, in whichever order they are asked about."""
    assert [seed for seed in SEEDS if not are_alike(scene(seed), EDITS[edit](scene(seed)))] == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.tuples(*[st.floats(0, 0.05)] * 4), st.booleans())
def test_any_small_crop_is_like_its_picture(seed: int, sides: tuple[float, ...], whole_first: bool):
    """Up to 5 % off any sides, from either picture."""
    pair = [scene(seed), cropped(scene(seed), *sides)]

    assert are_alike(*(pair if whole_first else pair[::-1]))


def test_two_crops_of_one_picture_are_alike():
    """Each shows what the other has lost."""
    for seed in SEEDS:
        one, other = cropped(scene(seed), left=0.04, top=0.02), cropped(scene(seed), right=0.04, bottom=0.03)
        assert are_alike(one, other), seed


def framed(seed: int) -> Image.Image:
    """One thick frame, different pictures in it."""
    return ImageOps.expand(scene(seed), 40, "black")


def letterboxed(seed: int) -> Image.Image:
    """Black above and below, as in a film."""
    image = Image.new("RGB", (320, 320))
    image.paste(scene(seed), (0, 40))
    return image


def captioned(seed: int) -> Image.Image:
    """One white bar with one text under different pictures."""
    image = scene(seed)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 190, 320, 240), fill="white")
    draw.text((20, 195), "SUMMER SALE", fill="black", font=ImageFont.load_default(36))
    return image


def word(seed: int) -> Image.Image:
    """Different letters, large, at one place."""
    letters = "".join(map(chr, np.random.default_rng(seed).integers(65, 91, 6)))
    image = Image.new("RGB", (320, 240), (240, 240, 235))
    ImageDraw.Draw(image).text((20, 80), letters, fill="black", font=ImageFont.load_default(64))
    return image


def sky(seed: int) -> Image.Image:
    """A gradient from one blue to another with the noise of a camera."""
    rng = np.random.default_rng(seed)
    down = np.linspace(0, 1, 240)[:, None, None]
    blues = rng.integers(60, 140, 3) * (1 - down) + rng.integers(140, 250, 3) * down
    noisy = blues + rng.normal(0, 3, (240, 320, 3))
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def portrait(seed: int) -> Image.Image:
    """Another head of about the same shape before the same background."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (320, 240), (150, 170, 190))
    draw = ImageDraw.Draw(image)
    skin = tuple(int(v) for v in rng.integers([170, 120, 90], [235, 190, 160]))
    x, y, wide, high = (
        160 + rng.integers(-8, 9),
        110 + rng.integers(-8, 9),
        rng.integers(45, 62),
        rng.integers(62, 80),
    )
    draw.rectangle((x - 90, y + 75, x + 90, 240), fill=tuple(int(v) for v in rng.integers(20, 200, 3)))
    draw.ellipse((x - wide - 9, y - high - 14, x + wide + 9, y + rng.integers(0, 60)), fill=(60, 40, 30))
    draw.ellipse((x - wide, y - high, x + wide, y + high), fill=skin)
    for side in (-1, 1):
        eye = x + side * rng.integers(18, 28)
        draw.ellipse((eye - 7, y - 18, eye + 7, y - 18 + rng.integers(5, 12)), fill="black")
    draw.rectangle(
        (x - rng.integers(10, 25), y + 35, x + 20, y + 35 + rng.integers(3, 12)), fill=(150, 50, 60)
    )
    return image


KINDS = [scene, framed, letterboxed, captioned, word, sky, portrait]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_pictures_that_have_much_in_common_are_not_alike(kind):
    """Every two of forty: frames, bars, backgrounds and gradients are no evidence.

    Of heads that are two ellipses each, two pairs in a hundred may pass: the fit makes up for their sizes.
    """
    thumbs = np.stack([thumb(kind(seed)) for seed in range(40)])
    one, other = np.array(list(combinations(range(40), 2))).T

    found = alike(thumbs[one], thumbs[other])

    assert found.mean() <= (0.02 if kind is portrait else 0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_pictures_that_have_much_in_common_are_like_their_own_copies(kind):
    """Through a JPEG of half the size."""
    lost = [n for n in SEEDS if not are_alike(kind(n), encoded(kind(n).resize((160, 120)), "JPEG", 75))]

    assert lost == []


def test_a_picture_is_not_like_itself_mirrored():
    """The thumbnails have to be laid the same way."""
    assert not any(are_alike(scene(seed), ImageOps.mirror(scene(seed))) for seed in SEEDS)


def test_the_same_shapes_in_other_colours_are_not_alike():
    """Red where blue was."""
    for seed in SEEDS:
        red, green, blue = scene(seed).split()
        vivid = ImageEnhance.Color(Image.merge("RGB", (red, green, blue))).enhance(2)
        assert not are_alike(vivid, Image.merge("RGB", vivid.split()[::-1])), seed


def test_a_plain_picture_is_like_nearly_equal_ones_only():
    """A blank page, nearly the same one, a lighter one, a page with a mark, a scene."""
    page = Image.new("RGB", (320, 240), (200, 200, 200))
    marked = page.copy()
    ImageDraw.Draw(marked).rectangle((150, 110, 165, 120), fill=(120, 120, 120))

    others = [Image.new("RGB", (300, 300), (level,) * 3) for level in (200, 203, 206, 230)]

    assert [are_alike(page, other) for other in [*others, marked, scene(1)]] == [True, True] + [False] * 4


def test_a_pair_is_judged_by_itself():
    """Alone as among others, and others do not matter."""
    thumbs = np.stack([thumb(edit(scene(seed))) for seed in range(6) for edit in EDITS.values()])
    other = np.roll(thumbs, 1, axis=0)

    together = alike(thumbs, other)

    alone = [bool(alike(a[None], b[None])[0]) for a, b in zip(thumbs, other, strict=True)]
    assert together.tolist() == alone
    assert 0 < sum(alone) < len(alone)


def test_no_pairs_no_answers():
    """And nothing breaks."""
    none = np.zeros((0, THUMB_BYTES), np.uint8)

    assert alike(none, none).shape == (0,)
    assert outlines(none).shape == (0, 16, 16)


def test_outlines_have_unit_power_and_plain_pictures_have_none():
    """So that their product is a correlation."""
    plain = Image.new("RGB", (320, 240), (200, 10, 90))

    found = outlines(np.stack([thumb(scene(1)), thumb(plain), thumb(sky(1))]))

    assert found.dtype == np.float32
    assert np.square(found).sum((1, 2)) == pytest.approx([1, 0, np.square(found[2]).sum()], abs=1e-3)
    assert not found[1].any()


@pytest.mark.parametrize("edit", EDITS)
def test_outlines_rule_out_no_copy(edit):
    """They only spare the fit of what is far from alike."""
    own = outlines(np.stack([thumb(scene(seed)) for seed in SEEDS]))
    copies = outlines(np.stack([thumb(EDITS[edit](scene(seed))) for seed in SEEDS]))

    assert (own * copies).sum((1, 2)).min() >= LEAST_OUTLINE


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_noise_is_like_itself_alone(seed: int):
    """Thumbnails of any bytes: equal ones are alike, independent ones are not, and no number overflows."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 256, (2, 3, THUMB_BYTES), dtype=np.uint8)

    assert alike(one, one).all()
    assert not alike(one, other).any()


def test_frames_of_one_camera_cost_few_steps(monkeypatch):
    """What differs is no matter of edges: a fit that stands still is given up, from one side alone."""
    steps: list[int] = []

    def counted(one, *rest):
        steps.append(len(one))
        return overlap.fit_step(one, *rest)

    monkeypatch.setattr(likeness, "fit_step", counted)
    rng, frames = np.random.default_rng(0), []
    for _ in range(24):
        frame = scene(1)
        left, top = int(rng.integers(0, 240)), int(rng.integers(0, 170))
        frame.paste(tuple(rng.integers(60, 200, 3).tolist()), (left, top, left + 60, top + 50))
        frames.append(thumb(frame))
    one, other = (np.stack(each) for each in zip(*combinations(frames, 2), strict=True))

    found = alike(one, other)

    assert found.mean() < 0.1
    assert sum(steps) < 6 * len(found)
