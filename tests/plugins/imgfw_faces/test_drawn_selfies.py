"""The source `drawn-selfies`."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, Sample
from imgfw_faces.drawn_selfies import DrawnSelfies

SMALL = DrawnSelfies(count=24, people=7, size=48)
DIGEST = """
import hashlib
from imgfw_faces.drawn_selfies import DrawnSelfies
source = DrawnSelfies(count=24, people=7, size=48)
sample = list(source.samples())[13]
print(sample.digest, hashlib.sha256(source.read(sample).image.tobytes()).hexdigest())
"""


def test_samples_are_sorted_counted_and_distinct():
    """As many as asked, by uri, no digest twice."""
    samples = list(SMALL.samples())

    uris = [sample.uri for sample in samples]
    assert len(samples) == 24
    assert uris == sorted(uris)
    assert len({sample.digest for sample in samples}) == 24


def test_nothing_is_drawn_for_a_list(monkeypatch):
    """Labels, digests and landmarks come from the parameters alone."""
    from imgfw_faces import render

    monkeypatch.setattr(render, "draw", lambda *_: pytest.fail("a picture was drawn"))

    assert all(sample.labels["quality"] for sample in SMALL.samples())


def test_every_label_is_one_its_target_names():
    """The targets know all labels; numbers are numbers."""
    targets = {target.name: target for target in SMALL.gives()}

    for sample in SMALL.samples():
        assert {"quality", "attributes", "person", "popularity", "age"} < sample.labels.keys()
        for name, labels in sample.labels.items():
            if targets[name].type == "number":
                assert 0 <= labels <= 8
            else:
                assert set(labels) <= set(targets[name].labels)


def test_a_group_is_a_person():
    """Pictures of one person share a group, so that nobody is in two splits."""
    for sample in SMALL.samples():
        assert (sample.group,) == sample.labels["person"]


def test_pictures_of_a_person_may_be_in_several_splits_where_that_is_asked_for():
    """Else nobody could learn to tell people apart; nothing else changes."""
    apart = list(SMALL.model_copy(update={"together": False}).samples())

    assert {sample.group for sample in apart} == {""}
    assert [sample.digest for sample in apart] == [sample.digest for sample in SMALL.samples()]


def test_what_is_read_is_what_was_promised():
    """The picture has the sample's landmarks and the asked size."""
    sample = list(SMALL.samples())[3]

    picture = SMALL.read(sample)

    assert picture.image.shape == (48, 48, 3)
    np.testing.assert_array_equal(picture.landmarks, sample.region.landmarks)


def test_another_process_draws_the_same_bytes():
    """Digest and pixels depend on the parameters only."""
    sample = list(SMALL.samples())[13]
    pixels = hashlib.sha256(SMALL.read(sample).image.tobytes()).hexdigest()

    path = os.pathsep.join(p for p in sys.path if p)
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    found = subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
    )

    assert found.stdout.split() == [sample.digest, pixels]


def test_more_pictures_keep_those_that_were_there():
    """A larger count only adds samples; another seed or size gives others."""
    digests = {sample.digest for sample in SMALL.samples()}

    larger = {sample.digest for sample in DrawnSelfies(count=31, people=7, size=48).samples()}
    other = {sample.digest for sample in DrawnSelfies(count=24, people=7, size=48, seed=8).samples()}

    assert digests < larger
    assert not digests & other


def test_the_default_set_is_balanced():
    """Half to two thirds are good, and no attribute is nearly always or never there."""
    samples = list(DrawnSelfies(count=640).samples())

    good = sum(sample.labels["quality"] == ("good",) for sample in samples) / len(samples)
    held = Counter(name for sample in samples for name in sample.labels["attributes"])
    assert 0.48 < good < 0.65
    assert all(0.02 < held[name] / len(samples) < 0.75 for name in DrawnSelfies().gives()[2].labels)


def test_a_foreign_sample_is_refused_by_name():
    """A uri of another source is named in the error."""
    with pytest.raises(CallError, match="photos/cat"):
        SMALL.read(Sample(uri="photos/cat.jpg"))


def test_importing_the_plugin_is_light():
    """Neither numpy nor Pillow is imported with the plugin."""
    code = "import sys, imgfw_faces; print(sorted({'numpy', 'PIL'} & set(sys.modules)))"
    path = os.pathsep.join(p for p in sys.path if p)

    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == "[]"


def test_every_parameter_is_told():
    """In the manual, with its default."""
    page = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
    table = (
        page.partition("\n## drawn-selfies\n")[2].partition("| default | says |\n")[2].partition("\n\n")[0]
    )
    told = dict(re.findall(r"^\| `(\w+)` \| `(\w+)` \|", table, re.MULTILINE))

    fields = {name: field for name, field in DrawnSelfies.model_fields.items() if name != "use"}
    assert told == {name: str(field.default).lower() for name, field in fields.items()}
