"""The source `generated`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, Target
from imgfw_lens.generated import Generated
from imgfw_lens.generative import Shape
from imgfw_lens.generator_folder import GRAPH, Settings
from imgfw_lens.generator_training import begun, trained

pytestmark = pytest.mark.keras

SETTINGS = Settings(
    Shape(16, 2, 4), 7, "tiles", Target("class", "classes", ("a", "b")), ((("a",), 30), (("b",), 10)), "d1"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generator after two steps."""
    made = tmp_path_factory.mktemp("made") / "tiny"
    tiles = np.random.default_rng(0).integers(0, 200, (40, 16, 16, 3)).astype(np.uint8)
    begun(made, SETTINGS, lambda where: None)
    trained(made, SETTINGS, tiles, [("a",)] * 30 + [("b",)] * 10, steps=2, every=2, say=lambda text: None)
    return made


def test_samples_are_marked_and_labelled(folder: Path) -> None:
    """In order, each with the labels that the generator is told, about as often as in train."""
    source = Generated(path=folder, count=200)

    found = list(source.samples())

    assert source.gives() == (SETTINGS.target,) and source.files_read() == (folder / GRAPH,)
    assert [sample.uri for sample in found[:2]] == ["generated/tiny/000000", "generated/tiny/000001"]
    assert all(sample.generated and not sample.split for sample in found)
    assert len({sample.digest for sample in found}) == 200
    counts = Counter(sample.labels["class"] for sample in found)
    assert 120 < counts["a",] < 180


def test_pictures_are_drawn_the_same_each_time(folder: Path) -> None:
    """By another object too; another seed draws others, and knows them by other digests."""
    one, again, other = (Generated(path=folder, count=3, seed=seed) for seed in (0, 0, 1))
    sample = list(one.samples())[2]

    picture = one.read(sample)

    assert picture.image.shape == (16, 16, 3) and picture.image.dtype == np.uint8
    assert np.array_equal(picture.image, again.read(sample).image)
    assert not np.array_equal(picture.image, other.read(sample).image)
    assert sample.digest not in {each.digest for each in other.samples()}


def test_one_label_may_be_asked_for(folder: Path) -> None:
    """One that there is not is refused."""
    found = list(Generated(path=folder, count=20, labels=("b",)).samples())

    assert {sample.labels["class"] for sample in found} == {("b",)}
    with pytest.raises(CallError, match='"class" has no label "c"'):
        Generated(path=folder, labels=("c",)).gives()


def test_a_generator_that_is_not_finished_is_refused(tmp_path: Path) -> None:
    """As is a folder without any."""
    with pytest.raises(CallError, match="train-generator` made"):
        Generated(path=tmp_path / "none").gives()
    begun(tmp_path / "half", SETTINGS, lambda where: None)
    with pytest.raises(CallError, match="not trained to its end"):
        Generated(path=tmp_path / "half").gives()
