"""Names in the target."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imgfw import CallError
from imgfw_photos.existing import Existing
from imgfw_photos.names import folded, parted, safe
from imgfw_photos.placing import Placing


@pytest.fixture
def placing(tmp_path):
    """Names for a target in which one picture lies."""
    (tmp_path / "Dog").mkdir()
    (tmp_path / "Dog" / "IMG_1.JPG").write_bytes(b"")
    return Placing(Existing(tmp_path))


def test_a_name_that_is_taken_gets_a_number(placing):
    """By what lies there or is planned, in whatever letters."""
    assert placing.stem(("dog",), "img_1", [".jpg"]) == "img_1-2"
    assert placing.stem(("dog",), "IMG_1", [".jpg"]) == "IMG_1-3"
    assert placing.stem(("dog",), "IMG_1", [".png"]) == "IMG_1"
    assert placing.stem(("cat",), "IMG_1", [".jpg"]) == "IMG_1"


def test_what_belongs_to_a_picture_has_a_stem_of_its_own(placing):
    """No other picture's, before or after."""
    assert placing.stem(("dog",), "IMG_1", [".HEIC", ".MOV"]) == "IMG_1-2"
    assert placing.stem(("dog",), "IMG_1-2", [".png"]) == "IMG_1-2-2"
    assert placing.stem(("cat",), "IMG_1", [".HEIC", ".MOV", ".HEIC.xmp"]) == "IMG_1"
    assert placing.stem(("cat",), "img_1", [".mov"]) == "img_1-2"


def test_a_long_name_is_cut_for_the_longest_tail(placing):
    """So that all of them fit."""
    tails = [".jpg", ".jpg.supplemental-metadata.json"]
    first, second = (placing.stem(("cat",), "x" * 300, tails) for _ in range(2))

    assert len(first + tails[1]) == len(second + tails[1]) == 255
    assert second.endswith("x-2")


def test_what_is_there_keeps_its_names(placing):
    """And what joins it takes them."""
    placing.keep(("dog",), "IMG_1", [".JPG", ".MOV"])

    assert placing.stem(("dog",), "img_1", [".mov"]) == "img_1-2"
    assert placing.stem(("dog",), "IMG_1", [".png"]) == "IMG_1-2"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    """Nothing is placed behind a link."""
    (tmp_path / "dog").symlink_to("/")

    with pytest.raises(CallError):
        Placing(Existing(tmp_path)).stem(("Dog",), "a", [".jpg"])


def test_ten_thousand_of_one_name_take_no_time_to_count(placing):
    """The next number is known."""
    made = {placing.stem(("cat",), "IMG", [".jpg"]) for _ in range(10_000)}

    assert len(made) == 10_000 and "IMG-10000" in made


TWINS = some.lists(
    some.tuples(
        some.text(some.sampled_from("aAäÄßsS\u0301e-2."), min_size=1, max_size=4),
        some.sampled_from(["NFC", "NFD"]),
        some.sampled_from([[".jpg"], [".JPG"], [".jpg", ".mov"], [".png", ".xmp", ".png.xmp"]]),
    ),
    max_size=25,
)


@given(TWINS)
def test_no_two_files_ever_share_a_name(twins):
    """In no letters and no composition; the same order gives the same names."""
    asked = [
        (parted(safe(unicodedata.normalize(form, name) + tails[0]))[0], tails) for name, form, tails in twins
    ]

    class Nothing:
        def check(self, folder):
            pass

        def names(self, folder):
            return ("A.jpg", "ä.mov")

    def placed():
        placing = Placing(Nothing())
        return [placing.stem(("dog",), stem, tails) for stem, tails in asked]

    stems = placed()

    names = [folded(stem + tail) for stem, (_, tails) in zip(stems, asked, strict=True) for tail in tails]
    assert len({*names, "a.jpg", folded("ä.mov")}) == len(names) + 2
    assert stems == placed()
