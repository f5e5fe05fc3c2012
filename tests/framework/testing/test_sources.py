"""Sources under the kit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any, Literal

import numpy as np
import pytest

from imgfw import Picture, Sample, Source, Target
from imgfw.testing import check_component

GOOD = (
    Sample("a/1.png", stamp="1", labels={"class": ("a",), "size": 1.5}),
    Sample("b/1.png", stamp="1", labels={"class": ("b",), "size": 2}),
)
TARGETS = (Target("class", "classes", ("a", "b")), Target("size", "number"))
CALLS = count()


def first(**changes: Any) -> Callable[[], tuple[Sample, ...]]:
    """The good samples, the first of them changed."""
    return lambda: (replace(GOOD[0], **changes), GOOD[1])


def source(samples: Any = lambda: GOOD, gives: Any = TARGETS, read: Any = lambda: b"picture") -> type[Source]:
    """A source with these answers."""

    class Tried(Source):
        """Tried."""

        use: Literal["tried"] = "tried"

        def gives(self):
            """As given."""
            return gives

        def samples(self):
            """As given."""
            return iter(samples())

        def read(self, sample):
            """As given."""
            return read()

    return Tried


def noisy() -> Picture:
    """Another picture each time."""
    return Picture(np.full((2, 2, 3), next(CALLS), np.uint8))


BROKEN = {
    "none": (source(tuple), "give the check a source that has samples"),
    "texts": (source(lambda: ("a", "b")), "expected a Sample, got 'a'"),
    "twice": (source(first(uri="b/1.png")), "a uri of its own"),
    "unsorted": (source(lambda: GOOD[::-1]), "list the samples sorted by uri"),
    "unstamped": (source(first(stamp="")), "let every sample have a stamp"),
    "changing": (source(lambda: (replace(GOOD[0], stamp=f"{next(CALLS)}"),)), "let two listings be equal"),
    "no targets": (source(gives=()), "let gives.. give a tuple of Target, one at least"),
    "unnamed target": (source(gives=TARGETS[:1]), 'name the target "size", which a/1.png has'),
    "unknown label": (source(first(labels={"class": ("c",)})), r"\['c'\] is not there"),
    "bare label": (source(first(labels={"class": "a"})), "expected a tuple of label names .*, got 'a'"),
    "two labels": (source(first(labels={"class": ("a", "b")})), "one label a sample"),
    "no number": (source(first(labels={"size": ("1",)})), 'let "size" be a number'),
    "no tuple": (source(gives=[*TARGETS]), "expected a tuple of Target"),
    "name for a number": (source(first(labels={"size": ()})), 'let "size" be a number, got ..'),
    "number for a name": (source(first(labels={"class": 3})), 'let "class" have label names, got 3.0'),
    "no plain facts": (source(first(facts={"at": np.datetime64("2020")})), "expected what JSON has too"),
    "empty": (source(read=lambda: b""), "let read give the bytes of a/1.png, or a Picture; got no bytes"),
    "text": (source(read=lambda: "picture"), "expected bytes or a Picture, got 'picture'"),
    "float": (source(read=lambda: Picture(np.zeros((2, 2, 3)))), r"uint8 \(H, W, 3\), got float64"),
    "noisy": (source(read=noisy), "be the same picture each time"),
    "other bytes": (source(read=lambda: b"%d" % next(CALLS)), "be the same each time it is read"),
}


def test_a_source_of_files_or_of_pictures_passes():
    """Bytes, or a Picture it makes itself."""
    check_component(source())
    check_component(source(read=lambda: Picture(np.zeros((2, 2, 3), np.uint8))))


def test_folders_may_be_listed_one_after_the_other():
    """`a/` comes before `a-b/`, though the hyphen comes before the slash."""
    names = ("a/1", "a-b/1")

    check_component(source(lambda: tuple(Sample(name, stamp="1") for name in names)))


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_source_is_told_what_to_do(fault):
    """Each fault has its sentence."""
    cls, told = BROKEN[fault]

    with pytest.raises(AssertionError, match=f"source/tried: .*{told}"):
        check_component(cls)


@pytest.mark.parametrize("given", [None, [".dat"], {".dat": "3"}, {".dat": -1}, {3: 3}, {".dat": True}])
def test_what_is_passed_over_is_counted_by_ending(given: Any) -> None:
    """Anything else would fail in the survey of a run."""

    class Passes(source()):  # type: ignore[misc]
        """Tried."""

        def passed_over(self):
            """As given."""
            return given

    with pytest.raises(AssertionError, match="let passed_over give counts by ending"):
        check_component(Passes)


def test_a_source_may_pass_files_over() -> None:
    """By ending, or none."""

    class Passes(source()):  # type: ignore[misc]
        """Tried."""

        def passed_over(self):
            """Some."""
            return {".dat": 3}

    check_component(Passes)
