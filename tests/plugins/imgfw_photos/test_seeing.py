"""What is known of a picture."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from imgfw import Answer, Bundle, Target
from imgfw_photos.companions import grouped
from imgfw_photos.existing import digest_of
from imgfw_photos.seeing import Eyes
from imgfw_photos.walk import walked

KINDS = Target("kind", "multi-label", ("animal", "me"))


@pytest.fixture
def eyes() -> Eyes:
    """Of a bundle that only decides."""
    from imgfw.decisions import Decision

    bundle = Bundle(SimpleNamespace(key=""), {}, {"kind": KINDS}, {"kind": Decision(thresholds=(0.5, 0.5))})
    return Eyes(bundle, KINDS, datetime(2026, 1, 1, tzinfo=UTC), digest_of)


@pytest.fixture
def group(tmp_path):
    """A picture with a Takeout file and a video."""
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg")
    (tmp_path / "a.mov").write_bytes(b"moving")
    (tmp_path / "a.jpg.json").write_text(json.dumps({"photoTakenTime": {"timestamp": "1546398245"}}))
    return grouped(next(walked([tmp_path])))[0][0]


def prediction(**answer):
    """What the core says of a picture."""
    probabilities = {"kind": np.array(answer.pop("kind", [0.1, 0.9]), np.float32)}
    return SimpleNamespace(
        uri="a.jpg", digest="d", size=5, modified_ns=7, answers=(Answer("a.jpg", 0, probabilities, **answer),)
    )


def test_a_picture_has_labels_a_date_and_digests_of_what_belongs_to_it(eyes, group, tmp_path):
    """Size and time are those of what was looked at."""
    seen = eyes.seen(group, prediction())

    assert seen.labels == pytest.approx({"me": 0.9})
    assert seen.dated.rule == "takeout" and seen.dated.date.year == 2019
    assert (seen.digest, seen.group.picture.size, seen.group.picture.modified_ns) == ("d", 5, 7)
    assert seen.digests[str(tmp_path / "a.mov")] == hashlib.sha256(b"moving").hexdigest()
    assert len(seen.digests) == 2 and seen.wrong == ""


def test_what_has_no_label_may_still_get_a_place_by_hand(eyes, group):
    """So what belongs to it is read, too."""
    assert len(eyes.seen(group, prediction(kind=[0, 0])).digests) == 2


def test_nothing_is_read_where_nobody_has_to_know_it(eyes, group):
    """As where nothing but labels is written."""
    assert replace(eyes, digest_of=None).seen(group, prediction()).digests == {}


def test_a_picture_that_cannot_be_used_says_why(eyes, group):
    """Before and after it was looked at."""
    assert eyes.seen(group, prediction(left_out="is cut off")).wrong == "is cut off"

    group.picture.path.unlink()
    assert eyes.seen(group, prediction()).wrong == "cannot be read: No such file or directory"


def test_a_companion_that_cannot_be_read_has_no_digest(eyes, group, tmp_path):
    """Its picture goes on without."""
    (tmp_path / "a.mov").unlink()

    assert list(eyes.seen(group, prediction()).digests) == [str(tmp_path / "a.jpg.json")]
