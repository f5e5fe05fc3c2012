"""Copies of pictures that are there already."""

from __future__ import annotations

import io
import os

import numpy as np
import pytest
from PIL import Image

from imgfw import decode
from imgfw_web.collection import Collection
from imgfw_web.copies import SIDE, Copies
from imgfw_web.found import Found
from imgfw_web.licences import Licence


def drawn(seed: int) -> Image.Image:
    """A picture with large shapes and some texture."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize(
        (480, 360), Image.Resampling.BICUBIC
    )
    return Image.fromarray(
        np.clip(np.asarray(coarse) + rng.normal(0, 4, (360, 480, 3)), 0, 255).astype(np.uint8)
    )


def saved(image: Image.Image, format: str = "PNG", **more: int) -> bytes:
    """As a file."""
    content = io.BytesIO()
    image.save(content, format, **more)
    return content.getvalue()


CHANGED = {
    "re-encoded": lambda image: saved(image, "JPEG", quality=60),
    "resized": lambda image: saved(image.resize((240, 180))),
    "mirrored": lambda image: saved(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
    "turned": lambda image: saved(image.transpose(Image.Transpose.ROTATE_90)),
    "cropped": lambda image: saved(image.crop((10, 8, 470, 352))),
}


@pytest.fixture
def collection(tmp_path):
    """Three pictures in two classes."""
    made = Collection(tmp_path)
    for number in range(3):
        found = Found(f"commons-{number}", "https://p", licence=Licence("cc0"))
        made.keep(found, ("cat", "dog")[number % 2], "q", saved(drawn(number)), "PNG")
    yield made
    made.close()


def verdict(copies, content):
    """What is said of a file."""
    return copies.of(content, decode(content, SIDE).image)


def test_the_same_bytes_are_the_same_picture(collection):
    """Of whatever class; a new picture is none."""
    copies = Copies(collection, print)

    assert verdict(copies, saved(drawn(1))) == "is the same picture as dog/commons-1.png"
    assert [verdict(copies, saved(drawn(seed))) for seed in range(10, 20)] == [""] * 10


@pytest.mark.parametrize("change", CHANGED)
def test_a_changed_copy_is_nearly_the_same_picture(collection, change):
    """As the near-duplicates of a run."""
    content = CHANGED[change](drawn(2))

    assert verdict(Copies(collection, print), content) == "is nearly the same picture as cat/commons-2.png"


def test_what_was_added_is_compared_with_too(collection):
    """In its place after those that were there."""
    copies = Copies(collection, print)
    new = drawn(7)

    copies.add("cat/new.png", decode(saved(new), SIDE).image)

    assert verdict(copies, saved(new, "JPEG", quality=70)) == "is nearly the same picture as cat/new.png"


def test_pictures_are_compared_with_where_they_are_now(collection):
    """Moved, thrown away, or spoilt by the user."""
    folder = collection.folder
    os.rename(folder / "cat" / "commons-0.png", folder / "dog" / "commons-0.png")
    os.remove(folder / "dog" / "commons-1.png")
    (folder / "cat" / "commons-2.png").write_bytes(b"spoilt")
    collection.close()
    again = Collection(folder)

    copies = Copies(again, print)

    said = [verdict(copies, CHANGED["re-encoded"](drawn(number))) for number in range(3)]
    assert said == ["is nearly the same picture as dog/commons-0.png", "", ""]
    again.close()


def test_a_folder_is_looked_at_once_and_only_if_need_be(collection, monkeypatch):
    """The first question looks at all that is there; many are told."""
    looked, said = [], []
    monkeypatch.setattr("imgfw_web.copies.TOLD", 2)
    monkeypatch.setattr(
        "imgfw_web.copies.decode", lambda content, side: looked.append(side) or decode(content, side)
    )
    copies = Copies(collection, said.append)
    assert looked == said == []

    for _ in range(3):
        verdict(copies, saved(drawn(30)))

    assert looked == [SIDE] * 3 and said == ["looking at 3 pictures that are there, to know their copies"]
