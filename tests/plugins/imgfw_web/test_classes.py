"""Classes on the command line."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_web.classes import Wish, wishes


def test_a_class_is_searched_by_its_name_or_by_a_query():
    """A query may hold further signs; equal classes bring their queries together, each once."""
    found = wishes(["dog", "cat=tabby cat", "cat= black  cat ", "sum=1+1=2", "cat=tabby cat", "hot dog"])

    assert found == [
        Wish("dog", ("dog",)),
        Wish("cat", ("tabby cat", "black cat")),
        Wish("sum", ("1+1=2",)),
        Wish("hot dog", ("hot dog",)),
    ]


def test_the_same_name_in_two_forms_is_one_class():
    """The composed one."""
    (found,) = wishes([unicodedata.normalize("NFD", "café=coffee"), "café=espresso"])

    assert found == Wish("café", ("coffee", "espresso"))


@pytest.mark.parametrize(
    "text",
    [
        "", "=", "=cat", " =cat", "cat=", "cat= ", ".", "..", "../cat", "a/b", "a\\b", ".hidden", "cat.",
        "c:", "a*", "a\nb", "a\udcffb", "a\x00b", "con", "NUL", "com1.txt", "x" * 101, "ü" * 51,
        f"cat={'q' * 201}", "a|b", "a<b", 'a"b',
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_a_folder_is_refused(text):
    """On any system; so is a missing or endless query."""
    with pytest.raises(CallError, match=r"--class .*: expected"):
        wishes([text])


def test_names_that_differ_in_case_alone_are_refused():
    """They would be one folder on some systems."""
    with pytest.raises(CallError, match='"Cat" and "cat" are the same folder'):
        wishes(["Cat", "cat"])


def test_none_at_all_is_refused():
    """With an example."""
    with pytest.raises(CallError, match="--class dog"):
        wishes([])


@given(st.text(max_size=30))
def test_whatever_is_accepted_is_one_plain_folder(text):
    """For any text, on Windows too."""
    try:
        (found,) = wishes([text])
    except CallError:
        return

    assert PurePosixPath(found.name).name == PureWindowsPath(found.name).name == found.name
    assert not found.name.startswith(".") and unicodedata.is_normalized("NFC", found.name)
