"""What cells say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_basics.cells import in_order, labels_of, type_of


@pytest.mark.parametrize("type", ["classes", "multi-label", "ordinal", "number"])
def test_what_is_not_given_is_unknown(type):
    """For every type."""
    assert labels_of(None, type, "|") is None


@pytest.mark.parametrize("cell", ["", " ", "\t"])
def test_an_empty_cell_means_none_of_several_labels(cell):
    """And nothing at all for the other types."""
    assert labels_of(cell, "multi-label", "|") == ()
    assert [labels_of(cell, type, "|") for type in ("classes", "ordinal", "number")] == [None, None, None]


@pytest.mark.parametrize(
    ("cell", "label"),
    [("cat", "cat"), (" cat ", "cat"), ("a|b", "a|b"), (3, "3"), (True, "true"), (1.5, "1.5"), ("0", "0")],
)
def test_a_class_is_the_text_of_the_cell(cell, label):
    """Without the space around it."""
    assert labels_of(cell, "classes", "|") == (label,)


def test_the_same_name_in_two_forms_is_one_label():
    """Composed."""
    assert labels_of("cafe\u0301", "classes", "|") == labels_of("caf\xe9", "classes", "|")


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("a|b", ("a", "b")),
        (" a | b |", ("a", "b")),
        ("a|a||b", ("a", "b")),
        ("|", ()),
        (["b", "a"], ("b", "a")),
        ([], ()),
        ([1, 2], ("1", "2")),
        (7, ("7",)),
    ],
)
def test_several_labels_are_divided_by_the_separator_or_listed(cell, labels):
    """Each once; nothing between two separators is nothing."""
    assert labels_of(cell, "multi-label", "|") == labels


@pytest.mark.parametrize(
    ("cell", "value"),
    [("4.5", 4.5), (" -3 ", -3.0), ("1e-3", 0.001), (".5", 0.5), ("5.", 5.0), (7, 7.0), (0.25, 0.25)],
)
def test_numbers_are_read(cell, value):
    """As people and programs write them."""
    assert labels_of(cell, "number", "|") == value


@pytest.mark.parametrize(
    "cell",
    [
        *("none", "nan", "NaN", "inf", "-Infinity", "1,5", "1_000", "0x10", "1e999", "1 2", "٣", "4.5 kg"),
        *(True, [1.0], {"a": 1}, math.nan, math.inf, 10**400, 1e39),
    ],
    ids=lambda cell: str(cell)[:12],
)
def test_what_is_no_number_is_refused(cell):
    """With what came, shortened."""
    with pytest.raises(ValueError, match=r"expected a number such as 4\.5, got ") as error:
        labels_of(cell, "number", "|")
    assert len(str(error.value)) < 110


@pytest.mark.parametrize(
    ("cell", "type"), [({"a": 1}, "classes"), ([["a"]], "multi-label"), (["a"], "classes")]
)
def test_what_is_no_label_is_refused(cell, type):
    """Objects, and lists where one label is wanted."""
    with pytest.raises(ValueError, match="expected a label, got "):
        labels_of(cell, type, "|")


@pytest.mark.parametrize(
    ("cells", "type"),
    [
        (["cat", "dog", ""], "classes"),
        (["1", "2", ""], "classes"),
        ([1, 2], "classes"),
        ([True, False], "classes"),
        (["1.5", "2", ""], "number"),
        (["1e3", "-2"], "number"),
        ([1.0, None], "number"),
        ([1.5, 2], "number"),
        (["1.5", "x"], "classes"),
        (["a|b", "a"], "multi-label"),
        (["1|2", "1.5"], "multi-label"),
        ([["a"], []], "multi-label"),
        ([["a"], "b", None], "multi-label"),
        (["", None, " "], None),
        ([], None),
        ([{"a": 1}, "x"], None),
        ([[0.5, 1.5]], None),
        ([["a"], [["b"]]], None),
    ],
    ids=str,
)
def test_the_type_of_a_column_is_told_by_its_cells(cells, type):
    """Whole numbers may be names, so they are classes unless the recipe says otherwise."""
    assert type_of(cells, "|") == type


@given(st.lists(st.none() | st.text(max_size=4) | st.integers() | st.booleans() | st.floats(-9, 9)))
def test_a_column_can_be_read_by_the_type_that_it_is_said_to_have(cells):
    """Whatever is in it."""
    type = type_of(cells, "|")

    if type is not None:
        assert [labels_of(cell, type, "|") for cell in cells].count(None) < max(len(cells), 1)


def test_ordinal_labels_are_in_the_order_of_their_numbers():
    """The others in that of the alphabet."""
    assert in_order({"10", "9", "-1", "1.5"}, "ordinal") == ("-1", "1.5", "9", "10")
    assert in_order({"10", "9"}, "classes") == ("10", "9")


def test_ordinal_labels_without_numbers_are_refused():
    """With the way to say their order."""
    with pytest.raises(ValueError, match='the order of "poor" is not known; leave the column as classes'):
        in_order({"1", "poor"}, "ordinal")
