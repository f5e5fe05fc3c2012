"""The encoder: transforms, backbone, regions, variations."""

from __future__ import annotations

import io
from dataclasses import replace
from math import prod
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imgfw import Annotator, ComponentError, Picture, PictureError, Region, Sample, images, inference
from imgfw.encoder import Encoder, augmented, regions
from imgfw.errors import UnavailableError
from imgfw.parts import Part


def part(component) -> Part:
    """A part of a component that learns nothing."""
    return Part(component, component)


@pytest.fixture
def encoder(small) -> Encoder:
    """Two transforms and a backbone."""
    transforms = (part(small["Darker"](by=1)), part(small["Darker"](by=2)))
    return Encoder(320, (), transforms, part(small["MeanColour"]()))


def grey(value: int) -> Picture:
    """A plain picture."""
    return Picture(np.full((2, 2, 3), value, np.uint8))


def test_transforms_come_before_the_backbone(encoder: Encoder):
    """All transforms, then the features as float32."""
    row = encoder.encode(grey(10))

    assert row.tolist() == [7, 7, 7]
    assert row.dtype == np.float32


def test_the_key_tells_whatever_changes_rows(encoder: Encoder, small):
    """Side, transforms and backbone are part of it; an equal encoder has an equal key."""
    transforms, backbone = encoder.transforms, encoder.backbone

    assert Encoder(320, (), transforms, backbone).key == encoder.key
    others = [
        Encoder(640, (), transforms, backbone),
        Encoder(320, (), transforms[::-1], backbone),
        Encoder(320, (), transforms, part(small["MeanColour"](factor=2.0))),
        Encoder(320, (part(small["Darker"]()),), transforms, backbone),
    ]
    assert len({other.key for other in others} | {encoder.key}) == 5


def test_graphs_that_work_differently_make_other_rows(encoder: Encoder, monkeypatch):
    """Rows of another revision of decoder or graphs are not taken for these."""
    keys = [encoder.key]
    for module in (images, inference):
        monkeypatch.setattr(module, "REVISION", 99)
        keys.append(replace(encoder).key)

    assert len(set(keys)) == 3


def test_bytes_become_one_picture_without_annotators(encoder: Encoder):
    """The whole picture is the region."""
    content = io.BytesIO()
    Image.new("RGB", (8, 6), (5, 6, 7)).save(content, "PNG")

    pictures = encoder.pictures(content.getvalue())

    assert len(pictures) == 1
    assert pictures[0].image.shape == (6, 8, 3) and pictures[0].box is None


class Finds:
    """An annotator that finds these regions, or raises."""

    def __init__(self, found=(), error: Exception | None = None) -> None:
        self.found, self.error = found, error

    def annotate(self, picture, sample):
        """What it was made to find."""
        if self.error:
            raise self.error
        return self.found


def annotator(name: str, found=(), error: Exception | None = None) -> Part:
    """An annotator of this name; what finds is what it learned, which has no name of its own."""
    return Part(Named(use=name), Finds(found, error))


class Named(Annotator):
    """An annotator by name."""

    use: str


def test_the_first_annotator_that_succeeds_decides():
    """Those before it may fail, those behind it are not asked."""
    found = (Region((0, 0, 1, 1)),)
    annotators = [
        annotator("a", error=PictureError("no face")),
        annotator("b", found),
        annotator("c", error=AssertionError()),
    ]

    assert regions(annotators, grey(0), Sample("x")) == found


def test_too_many_regions_are_an_answer():
    """Where several are an error, no other annotator is asked what it finds."""
    strict = Part(Named(use="a", several="error"), Finds((Region((0, 0, 1, 1)), Region((1, 1, 2, 2))), None))

    with pytest.raises(PictureError, match=r"^a: found 2 regions, expected one"):
        regions([strict, annotator("b", (Region((0, 0, 1, 1)),))], grey(0), Sample("x"))


def test_where_all_annotators_fail_every_reason_is_told():
    """Even an error of a stranger's annotator is only a reason."""
    annotators = [
        annotator("a", error=PictureError("no face")),
        annotator("b"),
        annotator("c", error=ZeroDivisionError("oh")),
        annotator("d", [Region()]),
    ]
    reasons = r"a: no face; b: found nothing; c: ZeroDivisionError: oh; annotator/d: .*expected a tuple"

    with pytest.raises(PictureError, match=reasons):
        regions(annotators, grey(0), Sample("x"))


@pytest.mark.parametrize(
    ("error", "found", "unavailable"),
    [
        (PictureError("no face"), (), False),
        (None, (), False),
        (ZeroDivisionError("oh"), (), True),
        (None, [Region()], True),
    ],
)
def test_only_what_was_looked_at_rightly_is_remembered(error, found, unavailable: bool):
    """Where an annotator broke down, nothing is known of the picture: it may be asked again."""
    with pytest.raises(PictureError) as caught:
        regions([annotator("a", found, error), annotator("b")], grey(0), Sample("x"))

    assert isinstance(caught.value, UnavailableError) is unavailable


def test_finding_nothing_means_the_same_at_prediction(encoder: Encoder):
    """An annotator that gives no region leaves a picture out, and does not leave it without an answer."""
    content = io.BytesIO()
    Image.new("RGB", (8, 6)).save(content, "PNG")
    one = replace(encoder, annotators=(annotator("a"),))

    with pytest.raises(PictureError, match="a: found nothing"):
        one.pictures(content.getvalue())


def test_variations_depend_on_seed_sample_and_number_alone(small):
    """The same three give the same pixels; any other gives others; number 0 is the picture itself."""
    augmenters = [small["Brighter"](by=200)]
    one, two = Sample("1", digest="1"), Sample("2", digest="2")

    def shade(sample: Sample, number: int, seed: int) -> int:
        return int(augmented(grey(0), sample, number, augmenters, seed).image[0, 0, 0])

    assert shade(one, 1, 0) == shade(one, 1, 0)
    assert len({shade(one, 1, 0), shade(one, 2, 0), shade(two, 1, 0), shade(one, 1, 5)}) == 4
    assert shade(one, 0, 0) == 0


class Told:
    """An augmenter that notes the numbers it gets, and draws a little."""

    def __init__(self, capacity: int | None) -> None:
        self.most, self.numbers, self.drawn = capacity, [], []

    def capacity(self, sample):
        """As made."""
        return self.most

    def apply(self, picture, number, rng):
        """Note, and leave the picture."""
        self.numbers.append(number)
        self.drawn.append(int(rng.integers(0, 2**32)))
        return picture


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=1, max_size=4), st.integers(0, 400))
def test_no_augmenter_gets_a_number_beyond_its_capacity(capacities, more):
    """From 1 to its own capacity, and together every combination once before one comes again."""
    augmenters = [Told(capacity) for capacity in capacities]
    together = prod(capacity for capacity in capacities if capacity is not None)

    for number in range(1, together + more + 1):
        augmented(grey(0), Sample("a", digest="a"), number, augmenters, 0)

    combinations = list(zip(*(a.numbers for a in augmenters if a.most is not None), strict=True))
    assert len(set(combinations[:together])) == min(together, len(combinations))
    for augmenter in augmenters:
        if augmenter.most is None:
            assert augmenter.numbers == list(range(1, together + more + 1))
        else:
            assert set(augmenter.numbers) == set(range(1, augmenter.most + 1))


def test_the_first_variation_is_number_one():
    """An augmenter that stands alone gets the number that is asked for, whether or not it has a capacity."""
    limited, free = Told(4), Told(None)

    for number in range(1, 5):
        for augmenter in (limited, free):
            augmented(grey(0), Sample("a", digest="a"), number, [augmenter], 0)

    assert limited.numbers == free.numbers == [1, 2, 3, 4]


def test_a_capacity_changes_no_chance():
    """What is drawn depends on seed, sample and number, not on what other augmenters can give."""
    limited, free = [Told(2), Told(None)], [Told(None), Told(None)]

    for number in range(1, 8):
        augmented(grey(0), Sample("a", digest="a"), number, limited, 3)
        augmented(grey(0), Sample("a", digest="a"), number, free, 3)

    assert [a.drawn for a in limited] == [a.drawn for a in free]
    assert limited[1].numbers == free[1].numbers


def test_rows_are_rounded_as_the_backbone_says(small):
    """In half precision they take half the room, and heads see the rounded values; the key tells it."""
    third = {"factor": 1 / 3}
    plain = Encoder(320, (), (), part(small["MeanColour"](**third)))
    half = Encoder(320, (), (), part(small["MeanColour"](dtype="float16", **third)))

    row, seen = half.row(grey(100)), half.encode(grey(100))

    assert (row.dtype, seen.dtype) == (np.float16, np.float32)
    assert seen.tolist() == row.astype(np.float32).tolist() == [33.34375] * 3
    assert plain.row(grey(100)).tolist() == plain.encode(grey(100)).tolist() != seen.tolist()
    assert plain.key != half.key


def test_a_feature_that_half_precision_cannot_hold_is_told(small):
    """It would be infinite."""
    encoder = Encoder(320, (), (), part(small["MeanColour"](dtype="float16", factor=1000.0)))

    assert encoder.row(grey(65)).tolist() == [64992] * 3
    with pytest.raises(ComponentError, match="a feature of 200000 is too large for float16"):
        encoder.row(grey(200))


def test_an_annotator_is_told_where_the_picture_is_from_and_says_which_region_counts():
    """Its `several` is kept to, in training and at prediction; it may look beside the file."""

    class Beside(Annotator):
        """Two regions in pictures that lie somewhere."""

        use: Literal["beside"] = "beside"

        def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
            if not sample.uri:
                raise PictureError("lies nowhere")
            return Region(box=(0.0, 0.0, 1.0, 1.0)), Region(box=(0.0, 0.0, 2.0, 2.0))

    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")

    def boxes(several: str, uri: str) -> list:
        own = Encoder(None, (part(Beside(several=several)),), (), part(Beside()))
        return [picture.box for picture in own.pictures(content.getvalue(), uri)]

    assert boxes("largest", "a.png") == [(0, 0, 2, 2)]
    assert boxes("all", "a.png") == [(0, 0, 1, 1), (0, 0, 2, 2)]
    with pytest.raises(PictureError, match="beside: lies nowhere"):
        boxes("all", "")


def test_every_region_can_be_asked_for(encoder: Encoder, small):
    """Whatever the annotators say of several; else they are the same."""
    halves = small["Halves"](several="largest", at_predict=True)
    largest = replace(encoder, annotators=(part(halves),))
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")

    assert len(largest.pictures(content.getvalue())) == 1
    assert len(largest.every.pictures(content.getvalue())) == 2
    assert (largest.every.transforms, largest.every.backbone) == (encoder.transforms, encoder.backbone)
