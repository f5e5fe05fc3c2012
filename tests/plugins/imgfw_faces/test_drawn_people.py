"""The source `drawn-people`."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import CallError, Sample
from imgfw_faces.drawn_people import DrawnPeople
from imgfw_faces.person import GROWN

SMALL = DrawnPeople(people=5, strangers=2, train=3, val=1, test=2, size=48)


def test_every_person_has_so_many_pictures_in_every_split():
    """Strangers are in one split only, half of them in val and half in test."""
    found = Counter((*sample.labels["person"], sample.split) for sample in SMALL.samples())
    names = SMALL.gives()[0].labels

    assert len(names) == 9
    for name in names[:5]:
        assert [found[name, split] for split in ("train", "val", "test")] == [3, 1, 2]
    for name, splits in zip(names[5:], ([0, 1, 0], [0, 1, 0], [0, 0, 2], [0, 0, 2]), strict=True):
        assert [found[name, split] for split in ("train", "val", "test")] == splits


def test_samples_are_sorted_and_distinct():
    """By uri, no digest twice."""
    samples = list(SMALL.samples())

    uris = [sample.uri for sample in samples]
    assert uris == sorted(uris)
    assert len({sample.digest for sample in samples}) == len(samples)


def test_heads_are_turned_as_said():
    """In train towards the camera, in val and test to both sides; everybody is grown-up."""
    source = DrawnPeople(people=30, frontal=8, turned=(20, 40))
    sides = set()

    for number in range(30):
        for split, count in (("train", 3), ("val", 2), ("test", 4)):
            for turn in range(count):
                portrait = source.portrait(number, split, turn)
                yaw = portrait.pose[0]
                assert abs(yaw) <= 8 if split == "train" else 20 <= abs(yaw) <= 40
                assert portrait.person.age >= GROWN
                sides.add((split, yaw > 0))
    assert len(sides) == 6


def test_pictures_of_a_day_are_alike_and_never_part():
    """Clothes, light and place are the day's, one group; expressions and poses are the picture's."""
    source = DrawnPeople(people=1, train=4, per_day=2)
    one, same, other = (source.portrait(0, "train", turn) for turn in (0, 1, 2))
    groups = [sample.group for sample in source.samples() if sample.split == "train"]

    assert (one.outfit, one.colours, one.light, one.scene) == (
        *(same.outfit, same.colours, same.light, same.scene),
    )
    assert one.light != other.light
    assert one.pose != same.pose and one.person == same.person == other.person
    assert [groups[0] == group for group in groups] == [True, True, False, False]


def test_no_day_is_in_two_splits():
    """So clothes and places tell nobody apart."""
    lights = {
        split: {SMALL.portrait(0, split, turn).light for turn in range(3)}
        for split in ("train", "val", "test")
    }

    assert not lights["train"] & lights["val"] and not lights["train"] & lights["test"]
    assert not lights["val"] & lights["test"]


def test_what_is_read_is_what_was_promised():
    """The picture has the sample's landmarks and the asked size, drawn twice the same."""
    sample = list(SMALL.samples())[-1]

    picture = SMALL.read(sample)

    assert picture.image.shape == (48, 48, 3)
    np.testing.assert_array_equal(picture.landmarks, sample.region.landmarks)
    np.testing.assert_array_equal(picture.image, SMALL.read(sample).image)


def test_more_of_them_keep_those_that_were_there():
    """More people and pictures only add samples; what changes a picture gives others."""
    digests = {sample.digest for sample in SMALL.samples()}

    def others(**values: object) -> set[str]:
        return {sample.digest for sample in SMALL.model_copy(update=values).samples()}

    assert digests < others(train=4, test=3)
    assert others(strangers=0) < digests
    for values in ({"seed": 8}, {"size": 49}, {"per_day": 3}):
        assert not digests & others(**values)
    assert len(digests & others(turned=(10.0, 20.0))) == 15


def test_what_cannot_be_is_refused_by_name():
    """A sample of another source, and an angle that is least and most the wrong way round."""
    for uri in ("photos/cat.jpg", "drawn-people/person-00001/night-0001", "drawn-people/person-00001/0001"):
        with pytest.raises(CallError, match=f"{uri}.*expected drawn-people/person-00012/test-0003"):
            SMALL.read(Sample(uri=uri))
    with pytest.raises(ValidationError, match=r"expected turned = \[least, most\], got \[40, 20\]"):
        DrawnPeople(turned=(40, 20))


def test_every_parameter_is_told():
    """In the manual, with its default."""
    page = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
    table = page.partition("\n## drawn-people\n")[2].partition("| default | says |\n")[2].partition("\n\n")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", table, re.MULTILINE))

    fields = {name: field for name, field in DrawnPeople.model_fields.items() if name != "use"}
    assert told == {
        name: str(list(field.default) if isinstance(field.default, tuple) else field.default)
        for name, field in fields.items()
    }
