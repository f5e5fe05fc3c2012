"""Sets of nearly the same pictures."""

from __future__ import annotations

import numpy as np

from imgfw import Picture, PictureError, Sample, fingerprint_of
from imgfw_report.near_sets import near_sets


def scene(seed: int, shift: int = 0) -> np.ndarray:
    """A picture with detail, uint8 (64, 64, 3), brighter by a shift."""
    small = np.random.default_rng(seed).integers(20, 220, (8, 8, 3))
    return (small.repeat(8, axis=0).repeat(8, axis=1) + shift).astype(np.uint8)


def given(*groups: str, pictures) -> tuple[list[Sample], dict[str, np.ndarray]]:
    """Samples of these groups with their hashes, and the pictures by uri."""
    shown = {f"{number}.jpg": image for number, image in enumerate(pictures)}
    samples = [
        Sample(uri, digest=uri, group=group, facts={"hash": fingerprint_of(image).hash})
        for (uri, image), group in zip(shown.items(), groups, strict=True)
    ]
    return samples, shown


def found(samples, shown, count=9):
    """The uris of the sets, and of the pictures that were read."""
    read: list[str] = []

    def picture(sample: Sample) -> Picture:
        read.append(sample.uri)
        return Picture(shown[sample.uri])

    sets = near_sets(samples, picture, count)
    return [[sample.uri for sample in own] for own in sets], read


def test_nearly_the_same_within_a_group_are_a_set():
    """Others of the group are in none, and groups without close hashes are not read."""
    pictures = [scene(1), scene(1, 4), scene(1, 8), scene(2), scene(3), scene(4)]
    samples, shown = given("day", "day", "day", "day", "other", "other", pictures=pictures)

    sets, read = found(samples, shown)

    assert sets == [["0.jpg", "1.jpg", "2.jpg"]]
    assert sorted(read) == ["0.jpg", "1.jpg", "2.jpg"]


def test_a_group_may_hold_several_sets():
    """As many as are wanted."""
    pictures = [scene(1), scene(2), scene(1, 4), scene(2, 4)]
    samples, shown = given("day", "day", "day", "day", pictures=pictures)

    assert found(samples, shown)[0] == [["0.jpg", "2.jpg"], ["1.jpg", "3.jpg"]]
    assert found(samples, shown, 1)[0] == [["0.jpg", "2.jpg"]]


def test_what_is_not_kept_together_is_no_set():
    """Groups of one, what is left out, and further regions of a picture."""
    samples, shown = given("a", "b", pictures=[scene(1), scene(1, 4)])
    one = samples[0]
    regions = [one, Sample(one.uri, digest=one.digest, number=1, group="a", facts=one.facts)]
    left = [one, Sample("1.jpg", digest="1.jpg", group="a", facts=one.facts, left_out="is broken")]

    assert found(samples, shown)[0] == found(regions, shown)[0] == found(left, shown)[0] == []


def test_what_cannot_be_read_is_in_no_set():
    """The others are."""
    samples, shown = given("a", "a", "a", pictures=[scene(1), scene(1, 4), scene(1, 8)])

    def picture(sample: Sample) -> Picture:
        if sample.uri == "1.jpg":
            raise PictureError("is gone")
        return Picture(shown[sample.uri])

    (own,) = near_sets(samples, picture, 9)

    assert [sample.uri for sample in own] == ["0.jpg", "2.jpg"]
