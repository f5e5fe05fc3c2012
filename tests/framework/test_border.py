"""What strangers give is checked and made plain where it comes in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import Annotator, Finding, Picture, PictureError, Region, Sample, Source, Target
from imgfw.border import content_of, findings_of, regions_of, samples_of, targets_of
from imgfw.errors import ComponentError, RunError

IMAGE = np.zeros((2, 3, 3), np.uint8)
POINTS = np.arange(10, dtype=np.float64).reshape(5, 2)


class Told(Source):
    """A source that gives what it is told to."""

    use: Literal["told"] = "told"
    what: Any = None

    def gives(self):
        """As told."""
        return self.what

    def samples(self):
        """As told; an error is raised."""
        if isinstance(self.what, Exception):
            raise self.what
        yield self.what

    def read(self, sample):
        """As told; an error is raised."""
        if isinstance(self.what, Exception):
            raise self.what
        return self.what


class Finds(Annotator):
    """An annotator that finds what it is told to."""

    use: Literal["finds"] = "finds"
    what: Any = None

    def annotate(self, picture, sample):
        """As told."""
        return self.what


def sample_of(**fields: Any) -> Sample:
    """A sample with these fields, as it comes in."""
    (sample,) = samples_of(Told(what=Sample(**{"uri": "a.jpg", **fields})))
    return sample


def found(*regions: Any) -> tuple[Region, ...]:
    """What an annotator found, as it comes in."""
    finds = Finds(what=regions)
    return regions_of(finds, finds, Picture(IMAGE), Sample("a.jpg"))


def test_an_ordinary_sample_comes_in_as_it_is():
    """What is right is not changed."""
    sample = Sample(
        "a.jpg", stamp="1", digest="d", labels={"c": ("x",), "n": 1.5, "t": ()}, group="g", split="val",
        facts={"day": 1, "who": None, "new": True, "sizes": [1, 2.5], "more": {"a": "b"}}, copies=("b",),
        left_out="why",
    )  # fmt: skip

    assert next(samples_of(Told(what=sample))) == sample


@pytest.mark.parametrize("number", [np.float32(0.5), np.float64(0.5), 0.5])
def test_numbers_of_numpy_become_pythons(number):
    """In labels, facts and boxes, to the bit."""
    sample = sample_of(labels={"n": number}, facts={"n": number, "all": np.array([number])})
    (region,) = found(Region((0, 0, number, np.int64(3))))

    assert type(sample.labels["n"]) is float and sample.labels["n"] == 0.5
    assert json.dumps(sample.facts) == '{"n": 0.5, "all": [0.5]}'
    assert region.box == (0.0, 0.0, 0.5, 3.0)
    assert all(type(edge) is float for edge in region.box)


def test_texts_of_numpy_become_pythons():
    """Names that were read from an array are plain texts."""
    sample = sample_of(labels={"c": (np.str_("cat"),)}, group=np.str_("g"))

    assert type(sample.labels["c"][0]) is str and type(sample.group) is str


def test_landmarks_become_float32():
    """Whatever float they are."""
    (region,) = found(Region(landmarks=POINTS))

    assert region.landmarks.dtype == np.float32
    assert region.landmarks.tolist() == POINTS.tolist()


SAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "text for labels": ({"labels": {"c": "cat"}}, r"labels\['c'\]: expected a tuple of label names"),
    "list of labels": ({"labels": {"c": ["cat"]}}, r"expected a tuple of label names .*, got \['cat'\]"),
    "number in a tuple": ({"labels": {"c": (3,)}}, "expected label names that are not empty, got 3"),
    "empty label": ({"labels": {"c": ("",)}}, "expected label names that are not empty"),
    "nan": ({"labels": {"n": float("nan")}}, "expected a finite number, got nan"),
    "huge": ({"labels": {"n": 10**400}}, "expected a finite number"),
    "bool": ({"labels": {"c": True}}, "expected a tuple of label names"),
    "None label": ({"labels": {"c": None}}, "expected a tuple of label names"),
    "name of a target": ({"labels": {3: ("x",)}}, "expected the name of a target, got 3"),
    "no labels": ({"labels": ("cat",)}, "expected labels as {target: names or number}"),
    "path": ({"uri": Path("a.jpg")}, "expected a text that is not empty for its uri, got PosixPath"),
    "empty uri": ({"uri": ""}, "expected a text that is not empty for its uri"),
    "stamp": ({"stamp": 5}, "expected a text for stamp, got 5"),
    "digest": ({"digest": b"d"}, "expected a text for digest, got b'd'"),
    "group": ({"group": 7}, "expected a text for group, got 7"),
    "split": ({"split": None}, "expected a text for split, got None"),
    "left out": ({"left_out": False}, "expected a text for left_out, got False"),
    "number": ({"number": -1}, "expected a number of its region from 0 on, got -1"),
    "number as text": ({"number": "1"}, "expected a number of its region"),
    "copies": ({"copies": "b.jpg"}, "expected a tuple of texts for copies"),
    "a copy": ({"copies": (Path("b"),)}, "expected a text for each of copies"),
    "facts": ({"facts": [1]}, "expected facts by name"),
    "fact": ({"facts": {"day": object()}}, r"facts\['day'\]: expected what JSON has too"),
    "fact nan": ({"facts": {"score": np.nan}}, r"facts\['score'\]: expected a finite number"),
    "fact name": ({"facts": {1: 2}}, "expected text as names, got 1"),
    "fact date": ({"facts": {"day": np.datetime64("2020-01-01")}}, "expected what JSON has too"),
    "region": ({"region": (0, 0, 1, 1)}, "expected a Region, got"),
}
REGIONS: dict[str, tuple[Any, str]] = {
    "box of three": (Region((0, 0, 1)), "box: expected a tuple of four numbers"),  # type: ignore[arg-type]
    "box array": (Region(np.array([0, 0, 1, 1])), r"a tuple of four numbers .*, got int64 \(4,\)"),  # type: ignore[arg-type]
    "box of texts": (Region((0, 0, "1", 1)), "expected a finite number, got '1'"),  # type: ignore[arg-type]
    "box nan": (Region((0, 0, np.nan, 1)), "expected a finite number, got nan"),
    "box inf": (Region((0, 0, 1, np.inf)), "expected a finite number, got inf"),
    "mirrored": (Region((5, 0, 5, 1)), r"left < right and top < bottom, got \(5.0, 0.0, 5.0, 1.0\)"),
    "upside down": (Region((0, 2, 5, 1)), "left < right and top < bottom"),
    "seven points": (Region(landmarks=np.zeros((7, 2), "f4")), r"or \(5, 2\), got float32 \(7, 2\)"),
    "three coordinates": (Region(landmarks=np.zeros((5, 3), "f4")), "an array of floats"),
    "whole numbers": (Region(landmarks=np.zeros((5, 2), int)), "an array of floats"),
    "list of points": (Region(landmarks=[[0, 0]] * 5), "an array of floats"),  # type: ignore[arg-type]
    "points nan": (Region(landmarks=np.full((5, 2), np.nan)), "finite numbers"),
    "points beyond": (Region(landmarks=np.full((5, 2), 1e300)), "finite numbers"),
    "facts": (Region(facts={"score": object()}), "what JSON has too"),
    "no region": ((0, 0, 1, 1), "expected a Region"),
}  # fmt: skip


@pytest.mark.parametrize("fault", SAMPLES)
def test_a_faulty_sample_names_source_plugin_and_field(fault):
    """Each fault says whose it is, what was expected and what came."""
    fields, told = SAMPLES[fault]

    with pytest.raises(ComponentError, match=rf"source/told: .*{told}.*a fault of its plugin, .*test_border"):
        sample_of(**fields)


@pytest.mark.parametrize("fault", REGIONS)
def test_a_faulty_region_names_annotator_plugin_and_field(fault):
    """Whether an annotator found it or a source gives it."""
    region, told = REGIONS[fault]

    with pytest.raises(ComponentError, match=f"annotator/finds: annotate.*{told}.*a fault of its plugin"):
        found(region)
    with pytest.raises(ComponentError, match=f"source/told: samples.*{told}.*a fault of its plugin"):
        sample_of(region=region)


@pytest.mark.parametrize("what", [None, "a.jpg", ("a.jpg",)])
def test_what_is_no_sample_is_refused(what):
    """The error says what was expected."""
    with pytest.raises(ComponentError, match=r"source/told: samples\(\): expected a Sample"):
        list(samples_of(Told(what=what)))


def test_samples_that_cannot_be_listed_end_the_run_with_a_sentence():
    """A missing list is the user's, not the plugin's."""
    gone = FileNotFoundError(2, "No such file or directory", "list.txt")

    with pytest.raises(RunError, match=r"source/told: its samples cannot be listed: list.txt: No such file"):
        list(samples_of(Told(what=gone)))


def test_samples_come_one_by_one():
    """Nothing is collected: the first is there before the second is asked for."""

    class Endless(Told):
        def samples(self) -> Iterator[Sample]:
            """Without end."""
            while True:
                yield Sample("a")

    assert next(samples_of(Endless())).uri == "a"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError("the disk is on fire")])
def test_what_cannot_be_read_is_left_out(error):
    """An OSError of a source is a reason, not the end of the run."""
    reason = error.strerror or str(error)

    with pytest.raises(PictureError, match=f"cannot be read: {reason}"):
        content_of(Told(what=error), Sample("a"))


def test_a_sources_own_reason_is_kept():
    """A PictureError goes through."""
    with pytest.raises(PictureError, match="is gone"):
        content_of(Told(what=PictureError("is gone")), Sample("a"))


def test_bytes_and_pictures_come_in():
    """A picture's numbers are made plain, its pixels stay."""
    drawn = Picture(IMAGE, np.float64(0.5), (0, 0, np.float32(1), 1), POINTS, {"age": np.int64(3)})  # type: ignore[arg-type]

    picture = content_of(Told(what=drawn), Sample("a"))

    assert content_of(Told(what=b"bytes"), Sample("a")) == b"bytes"
    assert isinstance(picture, Picture)
    assert picture.image is IMAGE
    assert (type(picture.scale), picture.box, picture.facts) == (float, (0, 0, 1, 1), {"age": 3})
    assert picture.landmarks is not None and picture.landmarks.dtype == np.float32


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (None, "expected bytes or a Picture, got None"),
        ("text", "expected bytes or a Picture, got 'text'"),
        (bytearray(b"x"), "expected bytes or a Picture"),
        (IMAGE, r"expected bytes or a Picture, got uint8 \(2, 3, 3\)"),
        (Picture(IMAGE / 255), r"expected an image uint8 \(H, W, 3\), got float64 \(2, 3, 3\)"),
        (Picture(IMAGE[..., 0]), r"expected an image uint8 \(H, W, 3\), got uint8 \(2, 3\)"),
        (Picture(IMAGE[..., :2]), r"got uint8 \(2, 3, 2\)"),
        (Picture(IMAGE[:0]), r"got uint8 \(0, 3, 3\)"),
        (Picture(IMAGE.tolist()), "expected an image uint8"),
        (Picture(IMAGE, 0.0), "expected a scale above 0"),
        (Picture(IMAGE, float("nan")), "scale: expected a finite number"),
        (Picture(IMAGE, facts={"x": {1}}), "expected what JSON has too"),
    ],
)
def test_what_is_no_picture_is_the_plugins_fault(what, told):
    """The error names the sample."""
    with pytest.raises(ComponentError, match=rf"source/told: read\(\) of a.jpg.*{told}"):
        content_of(Told(what=what), Sample("a.jpg"))


def test_nothing_found_is_a_reason():
    """An annotator that gives no region leaves the picture out, in training as at prediction."""
    with pytest.raises(PictureError, match="found nothing"):
        found()


@pytest.mark.parametrize("what", [None, [Region()], Region()])
def test_regions_come_in_a_tuple(what):
    """Anything else is refused."""
    finds = Finds(what=what)

    with pytest.raises(ComponentError, match=r"annotator/finds: annotate\(\): expected a tuple of Region"):
        regions_of(finds, finds, Picture(IMAGE), Sample("a"))


def test_targets_come_in():
    """A tuple of right ones is given on."""
    targets = (
        Target("a", labels=("x", "y")),
        Target("b", "ordinal", ("x", "y"), (1.5,)),
        Target("n", "number"),
    )

    assert targets_of(Told(what=targets)) == targets


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (None, "expected a tuple of Target, got None"),
        ([Target("a")], "expected a tuple of Target"),
        (("a",), "expected a tuple of Target"),
        ((Target(""),), "expected a name"),
        ((Target(3),), "expected a name, got 3"),  # type: ignore[arg-type]
        ((Target("a", "class"),), "expected one of the types classes, multi-label, ordinal, number"),  # type: ignore[arg-type]
        ((Target("a", labels=["x"]),), "expected a tuple of label names"),  # type: ignore[arg-type]
        ((Target("a", labels=("x", "x")),), "expected every label once"),
        ((Target("a", labels=("",)),), "label names that are not empty"),
        ((Target("a", edges=[1.0]),), "expected a tuple of edges"),  # type: ignore[arg-type]
        ((Target("a", edges=(np.nan,)),), "expected a finite number"),
    ],
)
def test_what_is_no_target_is_the_plugins_fault(what, told):
    """Each fault has its sentence."""
    with pytest.raises(ComponentError, match=rf"source/told: gives\(\).*{told}.*a fault of its plugin"):
        targets_of(Told(what=what))


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | st.text(max_size=5) | NUMBERS.map(np.float64)
    | st.floats(width=32, allow_nan=False, allow_infinity=False).map(np.float32)
    | st.integers(-9, 9).map(np.int16) | st.booleans().map(np.bool_),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=4))
def test_facts_are_the_same_after_json(facts):
    """What comes in at first is what a later run reads back."""
    plain = sample_of(facts=facts).facts

    assert json.loads(json.dumps(plain)) == plain
    assert sample_of(facts=plain).facts == plain


class Anything:
    """An object that nobody expects."""


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: PLAIN | st.builds(Anything) | st.binary(max_size=3)
            for name in (
                "uri",
                "stamp",
                "digest",
                "labels",
                "group",
                "split",
                "facts",
                "copies",
                "number",
                "region",
            )
        },
    )
)
def test_whatever_comes_is_taken_or_refused_by_name(fields):
    """No other error leaves the border, whatever a source gives; and what is taken is taken again."""
    try:
        sample = sample_of(**fields)
    except ComponentError as error:
        assert str(error).startswith("source/told: ")
    else:
        assert sample_of(**vars(sample)) == sample


class Sweeps:
    """A cleaner that gives what it is told to."""

    kind, use = "cleaner", "sweeps"

    def __init__(self, *given: object) -> None:
        self.given = given

    def inspect(self, samples, *, pictures=None, features=None):
        """What it was told."""
        return iter(self.given)


def test_findings_are_made_plain():
    """A score of numpy is a float afterwards, as it will be once it is read back from JSON."""
    told = Finding("a", "finds", "flag", "why", np.float32(0.5))

    (found,) = findings_of(Sweeps(told), [Sample("a", digest="a")])

    assert type(found.score) is float and found.score == 0.5


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a", "a Finding"),
        (Finding("b", "finds", "drop", "why"), "the id of a sample that was given"),
        (Finding("a", "finds", "burn", "why"), "one of the actions drop and flag"),
        (Finding("a", "finds", "drop", ""), "a reason for people"),
        (Finding("a", "finds", "drop", "why", float("nan")), "number"),
    ],
)
def test_what_is_no_finding_is_the_cleaners_fault(given, expected):
    """The error names the cleaner and what was expected."""
    with pytest.raises(ComponentError, match=f"cleaner/sweeps: inspect.*expected .*{expected}"):
        findings_of(Sweeps(given), [Sample("a", digest="a")])
