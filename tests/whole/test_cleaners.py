"""Cleaners with their defaults on real photos, spoiled copies of them, and drawn selfies."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from imgfw import Cleaner, Sample, decode
from imgfw.facts import measured
from imgfw_basics.blurred import Blurred
from imgfw_basics.low_information import LowInformation
from imgfw_basics.noisy import Noisy
from imgfw_basics.odd_aspect import OddAspect
from imgfw_basics.too_bright import TooBright
from imgfw_basics.too_dark import TooDark
from imgfw_basics.too_small import TooSmall
from imgfw_faces.drawn_selfies import DrawnSelfies

pytestmark = pytest.mark.slow

CLEANERS = (TooSmall, OddAspect, Blurred, TooDark, TooBright, Noisy, LowInformation)
SETS = ("coco256", "flowers5", "lfw10x10", "scenes8", "ucf_selfies", "utk_goodbad")


def blurred(image: np.ndarray) -> np.ndarray:
    """Out of focus by 2 pixels of 224."""
    radius = 2 / 224 * min(image.shape[:2])
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius)))


def strongly_blurred(image: np.ndarray) -> np.ndarray:
    """Out of focus by 10 pixels of 224."""
    radius = 10 / 224 * min(image.shape[:2])
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius)))


def darkened(image: np.ndarray) -> np.ndarray:
    """A third of the light."""
    return (image * 0.33).astype(np.uint8)


def faded(image: np.ndarray) -> np.ndarray:
    """Three parts of white and one of the picture."""
    return (255 - (255.0 - image) / 4).astype(np.uint8)


def grainy(image: np.ndarray) -> np.ndarray:
    """Noise of a deviation of 60 levels."""
    noise = np.random.default_rng(0).normal(0, 60, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def plain(image: np.ndarray) -> np.ndarray:
    """Its mean colour everywhere, a little noise, saved as JPEG."""
    noise = np.random.default_rng(0).normal(0, 4, image.shape)
    flat = np.clip(image.mean(axis=(0, 1)) + noise, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(flat).save(file, "JPEG", quality=80)
    return decode(file.getvalue()).image


SPOILED: tuple[tuple[Callable[[np.ndarray], np.ndarray], type[Cleaner], float], ...] = (
    (blurred, Blurred, 0.9),
    (strongly_blurred, Blurred, 0.99),
    (darkened, TooDark, 0.98),
    (faded, TooBright, 0.99),
    (grainy, Noisy, 0.98),
    (plain, LowInformation, 1.0),
)


def found(cleaner: type[Cleaner], images: list[np.ndarray]) -> float:
    """The share of pictures that a cleaner finds by default."""
    samples = [
        Sample(str(i), digest=str(i), facts={"width": a.shape[1], "height": a.shape[0], **measured(a)})
        for i, a in enumerate(images)
    ]
    return len(list(cleaner().inspect(samples))) / len(samples)


@pytest.fixture(scope="module")
def photos(assets: Path) -> dict[str, list[np.ndarray]]:
    """The good photos by set, and "bad": the spoiled faces."""
    files = {name: sorted((assets / "data" / name).rglob("*.jpg")) for name in SETS}
    files["bad"] = [file for file in files["utk_goodbad"] if file.parent.name == "bad"]
    files["utk_goodbad"] = [file for file in files["utk_goodbad"] if file.parent.name == "good"]
    return {name: [decode(file.read_bytes(), 320).image for file in some] for name, some in files.items()}


@pytest.mark.parametrize("cleaner", CLEANERS)
def test_good_photos_are_hardly_ever_found(photos, cleaner):
    """At most one in a hundred of 1,400."""
    good = [image for name in SETS for image in photos[name]]

    assert len(good) > 1300
    assert found(cleaner, good) <= 0.01


@pytest.mark.parametrize(("spoil", "cleaner", "least"), SPOILED)
def test_spoiled_copies_are_found(photos, spoil, cleaner, least):
    """Nearly all copies of good photos, spoiled one way, by the cleaner for it."""
    copies = [spoil(image) for name in SETS for image in photos[name][::8]]

    assert found(cleaner, copies) >= least


def test_noise_is_found_among_spoiled_faces(photos):
    """A quarter of the spoiled faces by default, half with a bound for faces; good ones by neither."""
    assert found(Noisy, photos["bad"]) >= 0.25
    assert found(Noisy, photos["utk_goodbad"]) == 0
    noise = [[measured(image)["noise"] > 0.005 for image in photos[name]] for name in ("bad", "utk_goodbad")]
    assert np.mean(noise[0]) >= 0.49 and np.mean(noise[1]) == 0


@pytest.mark.parametrize("cleaner", CLEANERS)
def test_good_drawn_selfies_are_not_found(cleaner):
    """The embedded default: good selfies never, bad ones (dark, noisy, blurred by design) now and then."""
    source = DrawnSelfies(count=160, people=40)
    drawn = {"good": [], "bad": []}
    for sample in source.samples():
        drawn[sample.labels["quality"][0]].append(source.read(sample).image)

    assert found(cleaner, drawn["good"]) == 0
    assert found(cleaner, drawn["bad"]) <= 0.2
