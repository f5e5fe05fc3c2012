"""Templates of places."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imgfw import CallError
from imgfw_photos.names import safe
from imgfw_photos.template import read

TAKEN = datetime(2019, 1, 2, 3, 4, 5)


def placed(
    template: str, name: str = "IMG_1.JPG", date: datetime | None = TAKEN, undated: str = "undated"
) -> str:
    """Where a dog goes."""
    place = read(template, undated).place("dog", name, date)
    return "/".join((*place.folder, place.stem + place.suffix))


@pytest.mark.parametrize(
    ("template", "dated", "undated"),
    [
        ("{label}/{name}", "dog/IMG_1.JPG", "dog/IMG_1.JPG"),
        ("{label}/{date:%Y}/{name}", "dog/2019/IMG_1.JPG", "dog/undated/IMG_1.JPG"),
        ("{label}/{date:%Y/%m}/{name}", "dog/2019/01/IMG_1.JPG", "dog/undated/IMG_1.JPG"),
        ("{date:%Y}/{date:%m-%d}/{label}/{name}", "2019/01-02/dog/IMG_1.JPG", "undated/dog/IMG_1.JPG"),
        ("my {label}s/{date:%Y%m%d_%H%M%S}{suffix}", "my dogs/20190102_030405.JPG", "my dogs/undated.JPG"),
        ("{label}/{stem} of {date:%y}{suffix}", "dog/IMG_1 of 19.JPG", "dog/IMG_1 of undated.JPG"),
        ("{label}/{{x}} {name}", "dog/{x} IMG_1.JPG", "dog/{x} IMG_1.JPG"),
    ],
)
def test_a_template_says_where_a_picture_goes(template, dated, undated):
    """With its date, and without."""
    assert placed(template) == dated
    assert placed(template, date=None) == undated


def test_other_targets_are_asked_by_name():
    """Each once, in their order; what they say is the name of a folder, or a part of one."""
    template = read("{label}/{target:kind of light}/{target:quality}-{target:quality} {name}")

    place = template.place("dog", "a.jpg", None, {"quality": "good", "kind of light": "dusk"})

    assert template.targets == ("kind of light", "quality")
    assert (*place.folder, place.stem) == ("dog", "dusk", "good-good a")


def test_the_folder_of_undated_pictures_has_a_name():
    """Any that is safe."""
    assert placed("{label}/{date:%Y}/{name}", date=None, undated="no date") == "dog/no date/IMG_1.JPG"
    with pytest.raises(CallError, match="--undated"):
        read("{label}/{name}", "../x")


def test_a_year_has_four_digits():
    """Everywhere."""
    assert placed("{label}/{date:%Y-%G}/{name}", date=datetime(987, 6, 5)) == "dog/0987-0987/IMG_1.JPG"


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("", "between two slashes"),
        ("{label}", "file name at its end"),
        ("{label}/{name}/", "between two slashes"),
        ("/{label}/{name}", "between two slashes"),
        ("{label}//{name}", "between two slashes"),
        ("{label}/{date:%Y//%m}/{name}", "between two slashes"),
        ("../{label}/{name}", "no name that every disk takes"),
        ("a\\b/{label}/{name}", "no name that every disk takes"),
        ("con/{label}/{name}", '"con_" is one'),
        ("{label}/\0{name}", "no name that every disk takes"),
        ("{labl}/{name}", 'did you mean "label"'),
        ("{}/{name}", "known: date, label"),
        ("{label.__class__}/{name}", "no field"),
        ("{label!r}/{name}", "no field"),
        ("{label:>9}/{name}", "has no form"),
        ("{label}/{date}/{name}", "needs a form"),
        ("{label}/{target}/{name}", "needs the name of a target"),
        ("{target:quality}/{name}", "expected {label}"),
        ("{label}/{date:%B}/{name}", "has no %B"),
        ("{label}/{date:%}/{name}", "has no %;"),
        ("{label}/{suffix}", "file name at its end"),
        ("{label}/{name", "expected '}'"),
        ("{name}", "expected {label}"),
    ],
)
def test_what_is_no_template_is_refused(template, reason):
    """With the reason, and what would do."""
    with pytest.raises(CallError, match="--template") as caught:
        read(template)

    assert reason in str(caught.value)


@given(
    some.sampled_from(
        ["{label}/{name}", "{date:%Y:/..%m}/{label}/{name}", "x{label}/{stem}{date:/%d}{suffix}"]
    ),
    some.text(max_size=12),
    some.text(max_size=300),
    some.one_of(some.none(), some.datetimes()),
)
def test_every_place_is_inside_the_target(template, label, name, date):
    """Whatever files and labels are called."""
    place = read(template).place(safe(label), name, date)

    parts = (*place.folder, place.stem + place.suffix)
    assert PurePosixPath("/t", *parts).parts == ("/", "t", *parts)
    assert all(safe(part) == part and part not in (".", "..") for part in parts)
