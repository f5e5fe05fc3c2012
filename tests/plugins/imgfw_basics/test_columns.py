"""What columns are for."""

from __future__ import annotations

from typing import Any

import pytest

from imgfw import CallError
from imgfw_basics.columns import FILES, Columns, found
from imgfw_basics.sheet import Sheet


def wanted(**given: Any) -> Columns:
    """What is wanted, by default nothing in particular."""
    return Columns(**{"file": "", "split": None, "group": None, "targets": (), "types": {}, **given})


def sheet(**columns: list[Any]) -> Sheet:
    """A table of these columns."""
    rows = tuple(zip(*columns.values(), strict=True))
    return Sheet("t.csv", tuple(columns), tuple(range(2, 2 + len(rows))), rows)


BASE = {"file": ["a", "b", "c"], "label": ["x", "x", "y"]}


def told(*sheets: Sheet, **given: Any) -> str:
    """The error."""
    with pytest.raises(CallError) as error:
        found(wanted(**given), sheets, "|")
    return str(error.value)


def test_every_other_column_is_a_target():
    """With the type that its cells say; file, split and group are none."""
    columns = sheet(
        **BASE, split=["train"] * 3, group=["g"] * 3, tags=["a|b", "", ""], score=["1.5", "2", ""]
    )

    assert found(wanted(), [columns], "|") == Columns(
        "file",
        "split",
        "group",
        ("label", "tags", "score"),
        {"label": "classes", "tags": "multi-label", "score": "number"},
    )


@pytest.mark.parametrize("name", [*FILES, "File", "FileName", "front_file_name"])
def test_the_usual_names_of_the_file(name):
    """In any case; Hugging Face's too."""
    assert found(wanted(), [sheet(**{name: ["a"], "label": ["x"]})], "|").file == name


def test_file_split_and_group_may_be_named():
    """Or be none at all: then the column is a target like any other."""
    columns = sheet(**BASE, split=["a", "a", "b"], part=["train"] * 3, person=["p", "p", "q"])

    named = found(wanted(split="part", group="person"), [columns], "|")
    none = found(wanted(split="", group=""), [columns], "|")

    assert (named.split, named.group, named.targets) == ("part", "person", ("label", "split"))
    assert (none.split, none.group) == ("", "") and "split" in none.targets


def test_targets_may_be_named():
    """Then no other column is one."""
    columns = sheet(**BASE, other=["u", "u", "v"])

    assert found(wanted(targets=("other",)), [columns], "|").types == {"other": "classes"}


def test_types_may_be_named():
    """What the recipe says holds."""
    columns = sheet(**BASE, stars=["1", "2", "3"])

    types = found(wanted(types={"stars": "number", "label": "multi-label"}), [columns], "|").types

    assert types == {"label": "multi-label", "stars": "number"}


def test_columns_where_every_cell_differs_are_no_targets():
    """Addresses and comments; unless there is nothing else, as in the smallest tables."""
    columns = sheet(**BASE, url=["u1", "u2", "u3"], empty=["", "", ""])

    assert found(wanted(), [columns], "|").targets == ("label",)
    assert found(wanted(targets=("url",)), [columns], "|").targets == ("url",)
    assert found(wanted(), [sheet(file=["a", "b"], label=["x", "y"])], "|").targets == ("label",)


def test_a_column_is_looked_at_in_every_table():
    """Also where one of them lacks it."""
    first, second = sheet(**BASE), sheet(file=["d"], label=["x|y"])

    assert found(wanted(), [first, second], "|").types == {"label": "multi-label"}
    assert found(wanted(), [first, sheet(file=["d"])], "|").types == {"label": "classes"}


@pytest.mark.parametrize(
    "given",
    [
        {"file": "fil"},
        {"split": "spilt"},
        {"group": "x"},
        {"targets": ("labl",)},
        {"types": {"labl": "number"}},
    ],
    ids=str,
)
def test_a_column_that_does_not_exist_is_an_error(given):
    """With the nearest name, or all of them."""
    error = told(sheet(**BASE), **given)

    assert error.startswith('t.csv: expected a column "')
    assert 'did you mean "' in error or "known: file, label" in error


@pytest.mark.parametrize(
    ("columns", "given", "error"),
    [
        ({"picture file": ["a"], "label": ["x"]}, {}, "its columns: picture file, label; say which by"),
        ({"file": ["a"], "image": ["b"], "label": ["x"]}, {}, "file and image may both be it; say which by"),
        (
            {"front_file_name": ["a"], "back_file_name": ["b"], "label": ["x"]},
            {},
            "front_file_name and back_file_name may both be it",
        ),
        ({"file": ["a"], "label": [""]}, {}, "no column that can be a target; its columns: file, label"),
        ({"file": ["a"]}, {}, "no column that can be a target; its columns: file"),
        ({"file": ["a"], "box": [{"x": 1}]}, {"targets": ("box",)}, '"box" holds no labels or numbers'),
        ({"file": ["a"], "label": [""]}, {"targets": ("label",)}, '"label" holds no labels or numbers'),
        (
            BASE,
            {"group": "label", "targets": ("label",)},
            '"label" cannot be a target and file, split or group',
        ),
        (BASE, {"types": {"file": "classes"}}, '"file" cannot be a target and file, split or group'),
        ({"file": ["a"], "a/b": ["x"]}, {"targets": ("a/b",)}, '"a/b" cannot be a target; rename it without'),
    ],
)
def test_what_cannot_be_meant_is_an_error(columns, given, error):
    """It names the table and the columns."""
    found_error = told(sheet(**columns), **given)

    assert found_error.startswith("t.csv: ") and error in found_error


def test_names_that_no_target_may_have_are_passed_over():
    """Unless they are asked for."""
    assert found(wanted(), [sheet(**BASE, **{"a/b": ["u", "u", "v"]})], "|").targets == ("label",)
