"""Values that strangers give, one by one; `test_border.py` has them in their places."""

from __future__ import annotations

import json
from collections import OrderedDict
from enum import IntEnum
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.plain import Unfit, box_of, facts_of, is_number, landmarks_of, number_of, plain_of, text_of


class Grade(IntEnum):
    """A number with a name."""

    GOOD = 2


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (np.bool_(False), False),
        (3, 3),
        (Grade.GOOD, 2),
        (np.int64(3), 3),
        (0.1, 0.1),
        (np.float32(0.5), 0.5),
        ("ü", "ü"),
        ("caf\udce9", "caf\udce9"),
        (np.str_("x"), "x"),
        ((1, (2,)), [1, [2]]),
        (np.zeros((2, 1), np.uint8), [[0], [0]]),
        (np.array(4), 4),
        (MappingProxyType({"a": OrderedDict(b=(1,))}), {"a": {"b": [1]}}),
    ],
)
def test_what_json_has_is_made_plain(value, plain):
    """Equal to what JSON gives back, of Python's own types."""
    found = plain_of(value, "here")

    assert found == plain and type(found) is type(plain)
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    "value",
    [b"x", {1}, object(), np.nan, float("inf"), np.array([np.nan]), [1, {"a": {2}}], {1: 2}, 1j,
     np.complex64(1), np.datetime64("2020"), np.array([object()])],
)  # fmt: skip
def test_what_json_has_not_is_unfit(value):
    """Wherever it is hidden."""
    with pytest.raises(Unfit, match=r"here.*: expected "):
        plain_of(value, "here")


def test_facts_have_names():
    """A list of facts is none."""
    assert facts_of({"a": np.int8(1)}, "here") == {"a": 1}

    with pytest.raises(Unfit, match=r"here, facts: expected facts by name, got \['a'\]"):
        facts_of(["a"], "here")


@given(st.floats() | st.integers() | st.floats(width=32).map(np.float32) | st.fractions())
def test_a_number_is_finite_or_unfit(value):
    """Whatever kind of number it is, a float comes out."""
    assert is_number(value)
    try:
        found = number_of(value, "here")
    except Unfit:
        assert value != value or abs(value) > np.finfo(float).max
    else:
        assert type(found) is float and np.isfinite(found)


@pytest.mark.parametrize("value", [True, np.bool_(True), "1", None, 1j, [1]])
def test_what_is_no_number(value):
    """A truth value is none, and no text is read as one."""
    assert not is_number(value)
    with pytest.raises(Unfit, match="here: expected a finite number"):
        number_of(value, "here")


def test_a_text_is_a_text():
    """Empty only where that may be."""
    assert text_of("", "here", "a text") == ""

    with pytest.raises(Unfit, match="here: expected a name, got ''"):
        text_of("", "here", "a name", empty=False)
    with pytest.raises(Unfit, match="here: expected a text, got b'x'"):
        text_of(b"x", "here", "a text")


def test_what_came_is_told_in_brief():
    """Of an array its type and shape, of anything else the beginning."""
    assert str(Unfit("here", "this", np.zeros((2, 3)))) == "here: expected this, got float64 (2, 3)"
    assert str(Unfit("here", "this", "x" * 1000)) == f"here: expected this, got '{'x' * 79}"


@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-9, 9), min_size=4, max_size=4).map(tuple))
def test_a_box_has_an_inside_or_is_unfit(edges):
    """Left of right and top above bottom, as floats."""
    left, top, right, bottom = edges
    if left < right and top < bottom:
        assert box_of(edges, "here") == edges
    else:
        with pytest.raises(Unfit, match="here, box: expected left < right"):
            box_of(edges, "here")


@pytest.mark.parametrize("kind", ["f2", "f4", "f8"])
@pytest.mark.parametrize("count", [5, 68])
def test_landmarks_of_both_schemes(kind: str, count: int):
    """As float32; the array that came stays what it is."""
    given = np.ones((count, 2), kind)

    found = landmarks_of(given, "here")

    assert found is not given
    assert found is not None and found.dtype == np.float32 and found.shape == (count, 2)


def test_nothing_is_nothing():
    """No box and no landmarks are as good as any."""
    assert box_of(None, "here") is None
    assert landmarks_of(None, "here") is None
