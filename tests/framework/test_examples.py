"""Pictures that a bundle keeps as evidence."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import Picture
from imgfw.errors import DamagedError
from imgfw.examples import NEAREST, SIDE, Examples, few, made, small

ROWS = np.float32([[2, 0, 0], [0, 3, 0], [0, 0, 1], [1, 1, 0], [1, 0.9, 0]])


def picture(shade: int, height: int = 8, width: int = 6) -> Picture:
    """A plain one."""
    return Picture(np.full((height, width, 3), shade, np.uint8))


@pytest.fixture
def examples() -> Examples:
    """Three of Ann and two of Bob."""
    ann = made("Ann", ["a1", "a2", "a3"], ROWS[:3], [picture(shade) for shade in (0, 50, 100)])
    return ann.with_those(made("Bob", ["b1", "b2"], ROWS[3:], [picture(shade) for shade in (150, 200)]))


def test_the_nearest_are_told_by_the_angle(examples: Examples):
    """However long the features are, and whosever they are; not more than a person looks at."""
    found = examples.nearest(np.float32([10, 10, 0]))

    assert [each.uri for each in found] == ["b1", "b2", "a1"] and len(found) == NEAREST
    assert [each.cosine for each in found] == pytest.approx([1, 0.9986, 0.7071], abs=1e-4)
    assert {each.label for each in found[:2]} == {"Bob"}


def test_features_of_zeros_are_near_to_nobody(examples: Examples):
    """There is nothing to divide by."""
    assert [each.cosine for each in examples.nearest(np.zeros(3, np.float32))] == [0, 0, 0]


def test_they_read_back_as_they_were(examples: Examples, tmp_path: Path):
    """And know where they are kept."""
    examples.save(tmp_path / "examples" / "0")

    again = Examples.load(tmp_path, "examples/0")

    assert (again.labels, again.uris, again.pictures) == (examples.labels, examples.uris, examples.pictures)
    assert np.array_equal(again.features, examples.features)
    (first, *_) = again.nearest(ROWS[1])
    assert (first.uri, first.picture) == ("a2", "examples/0/000001.jpg")
    assert (tmp_path / first.picture).read_bytes() == examples.pictures[1]
    assert again.files("Bob") == ["examples/0/000003.jpg", "examples/0/000004.jpg"]


@pytest.mark.parametrize("file", ["examples.json", "features.npy", "000002.jpg"])
@pytest.mark.parametrize("content", [None, b"x"])
def test_what_is_damaged_is_told(examples: Examples, tmp_path: Path, file: str, content: bytes | None):
    """A file that is gone, and one that is another."""
    examples.save(tmp_path / "kept")
    (tmp_path / "kept" / file).unlink()
    if content is not None:
        (tmp_path / "kept" / file).write_bytes(content)

    with pytest.raises(DamagedError, match=f"kept.*{file}"):
        Examples.load(tmp_path, "kept")


def test_somebody_leaves_with_all_pictures(examples: Examples):
    """Of the others all stay, in their order."""
    left = examples.without("Ann")

    assert (left.labels, left.uris, len(left.features), len(left.pictures)) == (
        ("Bob",) * 2,
        ("b1", "b2"),
        2,
        2,
    )
    assert left.of("Ann") == []
    assert np.array_equal(left.features, ROWS[3:]) and left.pictures == examples.pictures[3:]


def test_few_are_the_typical_one_and_then_those_unlike_it():
    """Their mean points along the second row; the fourth is opposite, the last at right angles to both."""
    rows = np.float32([[1, 0.1], [5, 1], [1, 0.3], [-1, -0.2], [-0.2, 1]])

    assert few(rows[:3], 1) == [1]
    assert few(rows[[1, 0, 2, 3, 4, 1, 1]], 3)[1:] == [3, 4]
    assert sorted(few(rows, 9)) == [0, 1, 2, 3, 4]
    assert few(rows, 0) == []
    assert few(np.float32([[1, 0], [1, 0.2], [1, -0.2], [0, 9]]), 2) == [1, 3], "length plays no part"


@pytest.mark.parametrize(("height", "width"), [(8, 6), (500, 250)])
def test_pictures_are_kept_small(height: int, width: int):
    """As JPEG, with their proportions; what is small already stays."""
    image = Image.open(BytesIO(small(picture(90, height, width))))

    factor = min(1, SIDE / height)
    assert (image.format, image.size) == ("JPEG", (round(width * factor), round(height * factor)))
    assert abs(int(np.array(image).mean()) - 90) <= 1
