"""Names that every disk takes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from imgfw_photos.names import LONGEST, fitted, folded, folders, numbered, parted, safe

LETTERS = some.text(
    some.sampled_from("aAäÄß./\\:~ -_é\u0301\u0130ıK\u212a\0\n\u202e\udce9鳥🏳\u200d🌈"), max_size=12
)
NAMES = some.one_of(LETTERS, some.text(max_size=12))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("dog", "dog"),
        ("../../x", "_._.._x"),
        ("a\0b", "a_b"),
        ("C:\\", "C__"),
        ("", "_"),
        (".", "_"),
        ("..", "_"),
        (".hidden", "_hidden"),
        ("end. ", "end_"),
        ("  room  ", "room"),
        ("con", "con_"),
        ("Aux.jpg", "Aux_.jpg"),
        ("COM1", "COM1_"),
        ("LPT².tar.gz", "LPT²_.tar.gz"),
        ("console", "console"),
        ("caf\udce9.jpg", "caf_.jpg"),
        ("txt\u202egpj.exe", "txt_gpj.exe"),
        ("Ünï cödé 鳥.jpg", "Ünï cödé 鳥.jpg"),
    ],
)
def test_a_name_becomes_one_that_every_disk_takes(name, made):
    """And a safe one stays as it is."""
    assert safe(name) == made


@given(NAMES)
@example("con .x")
@example("a" * 300)
def test_a_safe_name_leads_nowhere_else(name):
    """One component of 255 bytes at most, which is safe itself."""
    made = safe(name)

    assert made == safe(made)
    assert made not in ("", ".", "..") and not set(made) & set('/\\\0:*?"<>|')
    assert 0 < len(made.encode()) <= LONGEST
    assert made[-1] not in ". " and made[0] not in ". "


@given(some.lists(NAMES, unique=True, max_size=12))
@example(["Animal", "animal", "ANIMAL", "animal-2"])
@example(["caf\u00e9", "cafe\u0301", "CAFÉ", "Straße", "STRASSE"])
def test_no_two_labels_share_a_folder(labels):
    """Twins in other letters or compositions get numbers."""
    made = folders(labels)

    assert list(made) == labels
    assert len({folded(folder) for folder in made.values()}) == len(labels)
    assert all(safe(folder) == folder for folder in made.values())


@given(some.text(max_size=8))
def test_twins_are_folded_alike(name):
    """Composed, apart, large or small."""
    apart, composed = unicodedata.normalize("NFD", name), unicodedata.normalize("NFC", name)

    assert folded(apart) == folded(composed)
    assert folded(folded(name)) == folded(name)
    assert folded(name.casefold()) == folded(name)


def test_a_long_name_is_cut_between_letters():
    """The ending and the number stay; an accent stays with its letter."""
    flags = "🏳\u200d🌈" * 40
    accents = "e\u0301" * 150

    assert numbered("鳥" * 100, ".jpeg", 12) == "鳥" * 82 + "-12.jpeg"
    assert fitted(accents, ".jpg") == "e\u0301" * 83 + ".jpg"
    assert fitted(flags, ".jpg").removesuffix(".jpg").endswith("🌈")
    assert fitted("short", ".jpg") == "short.jpg"


@pytest.mark.parametrize(
    ("name", "stem", "suffix"),
    [
        ("a.b.JPG", "a.b", ".JPG"),
        ("none", "none", ""),
        (".hidden", ".hidden", ""),
        ("dot.", "dot.", ""),
        ("a." + "x" * 40, "a." + "x" * 40, ""),
    ],
)
def test_a_name_has_a_stem_and_an_ending(name, stem, suffix):
    """What is as long as a sentence is no ending."""
    assert parted(name) == (stem, suffix)
