"""What the names of files say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_basics.layout import laid

HERE = Path("photos")


def labels(*names: str, nested: bool = False, wrapper: str = "") -> dict[str, tuple[str, str]]:
    """{name: (split, label)} of the files that are used."""
    found = laid(names, HERE, nested=nested, wrapper=wrapper)
    return {placed.name: (placed.split, placed.label) for placed in found if not placed.reason}


def reasons(*names: str) -> dict[str, str]:
    """{name: why it is not used}."""
    found = laid(names, HERE, nested=False)
    return {placed.name: placed.reason for placed in found if placed.reason}


def test_the_first_folder_is_the_class():
    """At any depth."""
    assert labels("cat/1.jpg", "cat/old/x/2.jpg", "dog/3") == {
        "cat/1.jpg": ("", "cat"),
        "cat/old/x/2.jpg": ("", "cat"),
        "dog/3": ("", "dog"),
    }


def test_nested_labels_are_whole_paths():
    """Below the root, or below the part of a split."""
    assert labels("animals/1.jpg", "animals/cat/2.jpg", "food/3.jpg", nested=True) == {
        "animals/1.jpg": ("", "animals"),
        "animals/cat/2.jpg": ("", "animals/cat"),
        "food/3.jpg": ("", "food"),
    }
    assert labels("train/animals/cat/1.jpg", "test/food/2.jpg", nested=True) == {
        "train/animals/cat/1.jpg": ("train", "animals/cat"),
        "test/food/2.jpg": ("test", "food"),
    }


def test_parts_of_a_split_are_no_classes():
    """Under any of their names, and some of them may be missing."""
    assert labels("Train/cat/1.jpg", "dev/dog/2.jpg") == {
        "Train/cat/1.jpg": ("train", "cat"),
        "dev/dog/2.jpg": ("val", "dog"),
    }


def test_a_class_may_be_called_like_a_part():
    """It holds its pictures directly, beside other classes."""
    assert labels("people/1.jpg", "test/2.jpg", "test/old/3.jpg") == {
        "people/1.jpg": ("", "people"),
        "test/2.jpg": ("", "test"),
        "test/old/3.jpg": ("", "test"),
    }


def test_loose_pictures_are_told():
    """At the top and in a part of a split; a licence without an ending is not taken for one."""
    at_top = reasons("LICENSE", "cat/1.jpg", "loose.jpg")
    in_part = reasons("test/loose.jpg", "top.jpg", "train/README", "train/cat/1.jpg")

    assert at_top == {"loose.jpg": "lies at the top beside the class folders, in none of them"}
    assert in_part == {
        "test/loose.jpg": "lies in test/ beside the class folders, in none of them",
        "top.jpg": "lies at the top beside the class folders, in none of them",
    }


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), "no pictures in it; expected one sub-folder a class"),
        (("1.jpg", "2.jpg"), "no pictures in class folders, only loose ones; expected"),
        (("train/1.jpg", "test/2.jpg"), "pictures directly in test/ and train/, without class folders"),
        (("cat/1.jpg", "train/cat/2.jpg"), "train/ with class folders inside, beside cat/; expected"),
        (("a/1.jpg", "test/b/2.jpg", "train/a/3.jpg"), "test/ and train/ with class folders inside, beside"),
    ],
    ids=["empty", "loose", "parts without classes", "mixed", "mixed twice"],
)
def test_half_right_layouts_are_errors(names, told):
    """They say where, what was found, and what was expected."""
    with pytest.raises(CallError) as error:
        laid(names, HERE, nested=False)

    assert str(error.value).startswith("photos: ") and told in str(error.value)


def test_an_error_of_a_mixed_layout_says_what_to_do():
    """With the names at hand."""
    with pytest.raises(CallError, match="move cat/ into one of the parts, or rename train/ if it is a class"):
        laid(["cat/1.jpg", "dog/1.jpg", "train/cat/2.jpg"], HERE, nested=False)


def test_the_folder_that_wraps_an_archive_is_no_class():
    """Where it holds folders alone; pictures directly in it make it one."""
    wrapped = labels("set/LICENSE", "set/cat/1.jpg", "set/dog/2.jpg", wrapper="set/")
    parts = labels("set/train/cat/1.jpg", wrapper="set/")
    loose = labels("set/0.jpg", "set/old/1.jpg", wrapper="set/")

    assert wrapped == {"set/cat/1.jpg": ("", "cat"), "set/dog/2.jpg": ("", "dog")}
    assert parts == {"set/train/cat/1.jpg": ("train", "cat")}
    assert {label for _, label in loose.values()} == {"set"}


def test_the_same_name_in_two_forms_is_one_label():
    """Composed."""
    found = labels("cafe\u0301/1.jpg", "caf\xe9/2.jpg")

    assert {label for _, label in found.values()} == {"caf\xe9"}


@given(st.lists(st.lists(st.sampled_from(["a", "b", "train", "test"]), max_size=4), max_size=8))
def test_every_picture_has_a_class_or_a_reason(folders):
    """Or the layout is refused: none is passed over."""
    names = sorted({"/".join([*path, f"{index}.jpg"]) for index, path in enumerate(folders)})

    try:
        found = laid(names, HERE, nested=False)
    except CallError:
        return
    assert [placed.name for placed in found] == names
    assert all(bool(placed.label) != bool(placed.reason) for placed in found)


def test_a_class_whose_name_is_no_text_is_refused():
    """The folder is named with its odd bytes spelled out; odd names of files harm nobody."""
    with pytest.raises(CallError, match=r"the name of the class folder caf\\udce9/ is no UTF-8, .* rename"):
        laid(["caf\udce9/1.jpg", "dog/2.jpg"], Path("set"), nested=False)

    assert [p.label for p in laid(["dog/caf\udce9.jpg", "ü/2.jpg"], Path("s"), nested=False)] == ["dog", "ü"]
