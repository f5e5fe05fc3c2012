"""How drawn selfies lie in a folder."""

import numpy as np
import pytest

from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.layouts import TABLE, file_of, texts
from imgfw_faces.marks_file import beside, read
from imgfw_faces.selfie_table import COLUMNS

SAMPLES = list(DrawnSelfies(count=24, people=7, size=32).samples())


@pytest.mark.parametrize("layout", ["selfie-dataset", "folders", "people"])
def test_every_sample_has_a_file_of_its_own(layout):
    """Below one folder."""
    files = [file_of(sample, layout) for sample in SAMPLES]

    assert len(set(files)) == len(SAMPLES)
    assert all(file.count("/") == 1 and file.endswith(".jpg") for file in files)


def test_the_folder_is_what_the_layout_says():
    """One for all, that of the quality, or that of the person."""
    sample = SAMPLES[0]

    assert file_of(sample, "selfie-dataset") == "images/person-00000-0000.jpg"
    assert file_of(sample, "folders") == f"{sample.labels['quality'][0]}/person-00000-0000.jpg"
    assert file_of(sample, "people") == "person-00000/0000.jpg"


def test_the_table_says_1_minus_1_and_0():
    """For what holds, what does not and what nobody knows; folders of good and bad pictures have no table."""
    (name, popularity, *values), *_ = map(str.split, texts(SAMPLES, "selfie-dataset")[TABLE].splitlines())
    of = dict(zip(COLUMNS, values, strict=True))

    assert name == "person-00000-0000"
    assert float(popularity) == SAMPLES[0].labels["popularity"]
    assert of["white"] == "0"
    assert of["frowning"] == "-1"
    assert [age for age in ("baby", "youth", "senior", SAMPLES[0].labels["age"][0]) if of[age] == "1"]
    assert texts(SAMPLES, "folders") == {}


def test_landmarks_lie_beside_the_pictures_of_people(tmp_path):
    """As the annotator `landmarks-sidecar` finds and reads them, to a thousandth of a pixel."""
    sample, written = SAMPLES[0], texts(SAMPLES, "people")
    picture = tmp_path / file_of(sample, "people")
    picture.parent.mkdir()
    picture.with_suffix(".pts").write_text(written["person-00000/0000.pts"])

    (found,) = read(beside(picture))

    assert len(written) == len(SAMPLES)
    np.testing.assert_allclose(found, sample.region.landmarks, atol=0.00051)
