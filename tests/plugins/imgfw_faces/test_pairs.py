"""Pairs of pictures, listed or all."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_faces.pairs import Pair, all_of, listed

LIST = "2\t1\nAnn\t1\t4\nAnn\t2\tBob\t12\nCleo_de_M\t3\t1\nBob\t1\tCleo_de_M\t2\n"


def table(tmp_path: Path, text: str) -> Path:
    """A list of pairs beside one of its pictures."""
    (tmp_path / "Ann").mkdir(exist_ok=True)
    (tmp_path / "Ann" / "Ann_0001.jpg").touch()
    (tmp_path / "pairs.txt").write_text(text)
    return tmp_path / "pairs.txt"


@pytest.mark.parametrize("text", [LIST, LIST.replace("\t", " "), LIST.rstrip("\n")])
def test_the_list_of_lfw_is_read(tmp_path: Path, text: str):
    """Three cells are one person, four are two; the first line tells the folds; with tabs or blanks."""
    at = tmp_path

    assert listed(table(tmp_path, text), at) == [
        Pair(at / "Ann/Ann_0001.jpg", at / "Ann/Ann_0004.jpg", True, 0),
        Pair(at / "Ann/Ann_0002.jpg", at / "Bob/Bob_0012.jpg", False, 0),
        Pair(at / "Cleo_de_M/Cleo_de_M_0003.jpg", at / "Cleo_de_M/Cleo_de_M_0001.jpg", True, 1),
        Pair(at / "Bob/Bob_0001.jpg", at / "Cleo_de_M/Cleo_de_M_0002.jpg", False, 1),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "pairs.txt:1: expected how many folds and how many pairs"),
        ("Ann 1 4\n", "pairs.txt:1: expected how many folds and how many pairs"),
        *(
            (f"{counts}\nAnn 1 4\nAnn 1 Bob 2\n", f"pairs.txt:1: expected .* at least 2 1, got '{counts}'")
            for counts in ("2 0", "1 1", "-1 1", "2 -1", "0 0", "2", "2 1 1")
        ),
        (LIST.replace("12", "x"), "pairs.txt:3: expected NAME 1 4 or NAME 1 OTHER 2, got"),
        (LIST.replace("12", "-12"), "pairs.txt:3: expected NAME 1 4 or NAME 1 OTHER 2, got"),
        (LIST + "Ann 1 Bob 2 3\n", "pairs.txt:6: expected NAME 1 4 or NAME 1 OTHER 2, got"),
        (LIST + "Ann\n", "pairs.txt:6: expected NAME 1 4 or NAME 1 OTHER 2, got 'Ann'"),
        (LIST + "Ann\t1\t4\n", "expected 4 pairs by its first line, got 5"),
    ],
)
def test_what_is_no_such_list_is_told_with_its_line(tmp_path: Path, text: str, why: str):
    """Nothing is guessed."""
    with pytest.raises(CallError, match=why):
        listed(table(tmp_path, text), tmp_path)


def test_pictures_may_have_any_ending(tmp_path: Path):
    """Of pictures; .jpg counts where there are several, and is the name of one that is missing."""
    file = table(tmp_path, "2 1\nAnn 1 2\nAnn 3 Bob 1\nAnn 4 5\nBob 1 Ann 2\n")
    for name in ("Ann_0002.png", "Ann_0003.webp", "Ann_0003.jpg", "Ann_0004.txt", "Ann_0005.JPEG"):
        (tmp_path / "Ann" / name).touch()

    found = listed(file, tmp_path)

    assert [(pair.first.name, pair.second.name) for pair in found] == [
        ("Ann_0001.jpg", "Ann_0002.png"),
        ("Ann_0003.jpg", "Bob_0001.jpg"),
        ("Ann_0004.jpg", "Ann_0005.JPEG"),
        ("Bob_0001.jpg", "Ann_0002.png"),
    ]


def test_a_folder_without_any_of_the_pictures_is_another_one(tmp_path: Path):
    """The first that is missing is named."""
    file = table(tmp_path, LIST)
    (tmp_path / "Ann" / "Ann_0001.jpg").unlink()

    with pytest.raises(CallError, match=r"pairs\.txt lists, such as Ann/Ann_0001\.jpg, got none"):
        listed(file, tmp_path)


def test_a_list_in_another_encoding_is_told(tmp_path: Path):
    """By name."""
    (tmp_path / "pairs.txt").write_bytes("1\t1\nZoë\t1\t2\n".encode("latin-1"))

    with pytest.raises(CallError, match=r"pairs\.txt: expected a text in UTF-8"):
        listed(tmp_path / "pairs.txt", tmp_path)


def test_all_pairs_of_a_folder(tmp_path: Path):
    """Of four people with two pictures each: two folds of two people, four pairs across them in each."""
    for name in "abcd":
        (tmp_path / name).mkdir()
        for number in "12":
            (tmp_path / name / f"{number}.jpg").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()

    found = all_of(tmp_path)

    assert [sum(pair.fold == fold for pair in found) for fold in (0, 1)] == [6, 6]
    assert sum(pair.same for pair in found) == 4
    assert all(pair.same == (pair.first.parent == pair.second.parent) for pair in found)
    folds = {(pair.first.parent.name, pair.fold) for pair in found}
    assert len(folds) == 4, "a person is in one fold"


def test_what_is_no_folder_is_told(tmp_path: Path):
    """A file, nothing at all, and a folder where a list should be."""
    file = table(tmp_path, LIST)

    for call in (all_of, lambda folder: listed(file, folder)):
        with pytest.raises(CallError, match=r"pairs\.txt: expected a folder that .* a person, got a file"):
            call(file)
        with pytest.raises(CallError, match=r"gone: expected a folder that .* a person, got none there"):
            call(tmp_path / "gone")
    with pytest.raises(CallError, match="expected a file that lists pairs, got a folder"):
        listed(tmp_path, tmp_path)
    with pytest.raises(CallError, match=r"gone: expected a file that lists pairs: No such file"):
        listed(tmp_path / "gone", tmp_path)


def test_few_people_have_no_folds(tmp_path: Path):
    """A threshold from the same pairs would tell nothing."""
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.jpg").touch()

    with pytest.raises(CallError, match="expected the folders of four people or more, got 3"):
        all_of(tmp_path)
