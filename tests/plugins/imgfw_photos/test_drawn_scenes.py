"""The source `drawn-scenes`."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, Sample
from imgfw_photos.drawn_scenes import DrawnScenes

SMALL = DrawnScenes(count=24, size=48)


def test_samples_are_sorted_distinct_and_grouped_by_day():
    """Four of a day, which never part; no digest twice."""
    samples = list(SMALL.samples())

    uris = [sample.uri for sample in samples]
    assert uris == sorted(uris)
    assert len({sample.digest for sample in samples}) == len(samples) == 24
    assert set(Counter(sample.group for sample in samples).values()) == {4}


def test_labels_are_those_of_the_target():
    """Some photos have several, some none, and each label is common enough to be learned."""
    samples = list(DrawnScenes(count=600).samples())
    (target,) = SMALL.gives()
    counts = Counter(label for sample in samples for label in sample.labels["tags"])

    assert target.type == "multi-label" and counts.keys() == set(target.labels)
    assert min(counts.values()) > 60
    sizes = Counter(len(sample.labels["tags"]) for sample in samples)
    assert sizes[0] > 40 and sizes[2] > 60 and sizes[3] > 10


def test_what_is_read_is_what_was_promised():
    """The size that the sample tells, drawn twice the same."""
    for sample in list(SMALL.samples())[:8]:
        image = SMALL.read(sample).image
        assert image.shape == (sample.facts["height"], sample.facts["width"], 3)
        np.testing.assert_array_equal(image, SMALL.read(sample).image)


def test_photos_of_one_day_share_its_light():
    """And its clothes; the next day has others."""
    assert SMALL.day(0).mood == SMALL.day(3).mood
    np.testing.assert_array_equal(SMALL.day(0).me.cloth, SMALL.day(3).me.cloth)
    assert SMALL.day(0).mood != SMALL.day(4).mood


def test_more_of_them_keep_those_that_were_there():
    """More photos only add samples; what changes a photo gives others."""
    digests = {sample.digest for sample in SMALL.samples()}

    def others(**values: object) -> set[str]:
        return {sample.digest for sample in SMALL.model_copy(update=values).samples()}

    assert digests < others(count=30)
    for values in ({"seed": 8}, {"size": 49}, {"per_day": 3}):
        assert not digests & others(**values)


def test_what_is_no_drawn_scene_is_refused():
    """By its name."""
    for uri in ("photos/cat.jpg", "drawn-scenes/first"):
        with pytest.raises(CallError, match=f"{uri}.*expected drawn-scenes/000012"):
            SMALL.read(Sample(uri=uri))


def test_every_parameter_is_told():
    """In the manual, with its default."""
    page = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
    table = page.partition("\n## drawn-scenes\n")[2].partition("| default | says |\n")[2].partition("\n\n")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", table, re.MULTILINE))

    fields = {name: field for name, field in DrawnScenes.model_fields.items() if name != "use"}
    assert told == {name: str(field.default) for name, field in fields.items()}
