"""Labels by target, and of copies."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgfw.labels import by_target, of_copies
from imgfw.targets import Target, truth

NAMES = ("a", "b", "c")
DECLARED = {"one": ("a",), "two": ("b",), "three": ("c",), "kind": ("x", "y"), "age": ()}
KNOWN = st.dictionaries(st.sampled_from(NAMES), st.booleans())


def columns(known: dict[str, bool]) -> dict[str, tuple[str, ...]]:
    """What a source says that has a column for each label."""
    places = dict(zip(NAMES, ("one", "two", "three"), strict=True))
    return {places[name]: (name,) if holds else () for name, holds in known.items()}


def as_row(known: dict[str, bool]) -> list[float]:
    """1 holds, 0 does not, NaN unknown."""
    return [float(known[name]) if name in known else float("nan") for name in NAMES]


@given(KNOWN)
def test_each_label_is_known_by_its_column(known: dict[str, bool]):
    """Whatever is known: what holds, what does not, and what nobody knows are three things."""
    labels = by_target(columns(known), {"t": ("one", "two", "three")}, DECLARED)

    found = truth(Target("t", "multi-label", NAMES), [labels])

    assert np.array_equal(found[0], np.float32(as_row(known)), equal_nan=True)


@given(KNOWN, KNOWN)
def test_copies_together_know_what_one_of_them_knows(one: dict[str, bool], other: dict[str, bool]):
    """What holds for one holds; what does not for one and is unknown for the other does not; and the order
    of the copies does not matter."""
    copies = [by_target(columns(k), {"t": ("one", "two", "three")}, DECLARED) for k in (one, other)]

    found, turned = of_copies(copies, "t"), of_copies(copies[::-1], "t")

    together = {n: one.get(n, False) or other.get(n, False) for n in {*one, *other}}
    row = truth(Target("t", "multi-label", NAMES), [found])[0]
    assert np.array_equal(row, np.float32(as_row(together)), equal_nan=True)
    assert found == turned


def test_one_column_stays_as_it_is():
    """A name, a number, or nothing; under the name of the target."""
    given_ = {"kind": ("x",), "age": 3.0}

    assert by_target(given_, {"t": ("kind",), "n": ("age",), "u": ("none",)}, {}) == {"t": ("x",), "n": 3.0}


def test_what_a_source_says_nobody_knows_stays_so():
    """Of one column or of several; what holds by another column is known."""
    given_ = {"one": ("a",), "one:unknown": ("b", "c"), "two": ("b",)}

    assert by_target(given_, {"t": ("one",)}, {}) == {"t": ("a",), "t:unknown": ("b", "c")}
    assert by_target(given_, {"t": ("one", "two")}, {}) == {"t": ("a", "b"), "t:unknown": ("c",)}
    assert by_target({"one:unknown": ("b",)}, {"t": ("one",)}, {}) == {}


def test_a_label_that_another_column_has_holds():
    """Of columns that share a label the one that knows decides."""
    shared = {"one": ("a", "b"), "two": ("a", "c")}

    assert by_target({"one": ("a",)}, {"t": ("one", "two")}, shared) == {"t": ("a",), "t:unknown": ("c",)}
    assert by_target({"one": ()}, {"t": ("one", "two")}, shared) == {"t": (), "t:unknown": ("a", "c")}


def test_a_label_is_told_once():
    """Though two columns have it."""
    assert by_target({"one": ("a",), "two": ("a",)}, {"t": ("one", "two")}, {}) == {"t": ("a",)}


def test_copies_without_the_target_say_nothing():
    """Neither that it holds nor that it is unknown."""
    assert of_copies([{}, {"other": ("x",)}], "t") == {}
    assert of_copies([{}, {"t": ("x",)}], "t") == {"t": ("x",)}
