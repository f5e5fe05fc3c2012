"""Reading a file: what is not TOML, and the caps."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.errors import Problem, RecipeError
from imgfw.recipe.read import MAX_BYTES, Document, parse, text_of
from imgfw.recipe.spots import Problems


def parsed(text: str) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a text and the problems with it."""
    problems = Problems()
    return parse(text, Path("r.toml"), problems), problems.in_order()


def test_a_table_that_comes_twice_is_told_with_the_first_one() -> None:
    """The second table is told and left out with all that is in it; the rest is read."""
    document, (problem,) = parsed("[split]\ntest = 0.3\n[split]\nval = 0.1\n[augment]\nper_sample = 2\n")

    assert str(problem) == (
        "r.toml:3:1: expected every table once, got [split] again (first at r.toml:1:1)\n    [split]"
    )
    assert document.tables == {"split": {"test": 0.3}, "augment": {"per_sample": 2}}


@pytest.mark.parametrize(
    ("text", "place"),
    [("a = 1\na = 2\n", "2:1"), ("q = {a = 1, a = 2}\n", "1:13"), ("a = 1\na.b = 2\n", "2:1")],
)
def test_a_key_that_comes_twice_is_told(text: str, place: str) -> None:
    """A second key is a problem at its own place, inline tables included."""
    _, (problem,) = parsed(text)

    assert problem.where == f"r.toml:{place}"
    assert problem.what == "expected every key once"


def test_all_that_is_not_toml_is_told_at_once() -> None:
    """Each statement that is wrong is one problem, and the others are still read."""
    text = (
        "seed = folder\n[[head]]\nunits = [\n  1,\n  b!,\n]\ndropout = 0.4\n[split\ntest = 0.1\n[backbone]\n"
    )

    document, problems = parsed(text)

    assert [problem.where for problem in problems] == ["r.toml:1:8", "r.toml:5:3", "r.toml:8:1"]
    assert problems[0].hint == 'text needs quotes, as in use = "folder"'
    assert document.tables == {"head": [{"dropout": 0.4}], "backbone": {}}
    assert "[split" in document.hidden


def test_line_and_column_are_those_of_the_key() -> None:
    """The spot of a key has its line, its column and the line itself."""
    document, _ = parsed("\n[[head]]\n  units = [1,\n 2] # two\n")

    spot = document.spots.at("head", 0, "units", 1)
    assert (spot.where, spot.line) == ("r.toml:4:2", "2] # two")
    assert document.spots.at("head", 0, "units").where == "r.toml:3:3"


@settings(max_examples=200, deadline=None)
@given(st.text("ab=\"'[]{}#,.\n\\ 10-:tée\r\x00", max_size=80))
def test_whatever_the_text_there_are_tables_or_problems(text: str) -> None:
    """No text raises; one without problems is what tomllib makes of it."""
    document, problems = parsed(text)

    assert document.tables is not None or problems
    if not problems:
        assert document.tables == tomllib.loads(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a." * 10_000 + "a = 1\n", "32 dotted parts"),
        ("\n".join("[" + ".".join(["a"] * count) + "]" for count in range(1, 40)), "32 dotted parts"),
        ("a = " + "[" * 10_000, "64 deep"),
        ("a = " + "{a = " * 10_000, "64 deep"),
        ("a = " + "9" * 5_000, "sensible length"),
    ],
)
def test_what_would_stall_tomllib_is_a_problem(text: str, what: str) -> None:
    """Long dotted keys, deep nesting and endless numbers are told, and never reach tomllib."""
    _, problems = parsed(text)

    assert problems
    assert all(what in problem.what for problem in problems)


def test_a_file_beyond_the_cap_is_refused(tmp_path: Path) -> None:
    """A recipe may have MAX_BYTES and no byte more."""
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * MAX_BYTES)

    assert len(text_of(path)) == MAX_BYTES
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(RecipeError, match="at most 1,048,576 bytes"):
        text_of(path)


def test_a_byte_that_is_not_utf8_has_a_place(tmp_path: Path) -> None:
    """Text of another encoding is refused with line and column of the first such byte."""
    path = tmp_path / "latin.toml"
    path.write_bytes('seed = 1\nname = "é"\n'.encode("latin-1"))

    with pytest.raises(RecipeError, match=r"latin\.toml:2:9: expected UTF-8 text, got the byte 0xe9"):
        text_of(path)


def test_a_missing_file_gets_the_nearest_name(tmp_path: Path) -> None:
    """A recipe that is not there is a problem that names the recipe beside it."""
    (tmp_path / "selfie.toml").touch()

    with pytest.raises(RecipeError, match=r'no such file.*did you mean "selfie.toml"'):
        text_of(tmp_path / "selfy.toml")


def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    """A file as Windows writes it is the same text."""
    path = tmp_path / "r.toml"
    path.write_bytes(b"\xef\xbb\xbfseed = 1\r\nname = 'x'\r\n")

    assert text_of(path) == "seed = 1\nname = 'x'\n"


def test_a_folder_is_no_recipe(tmp_path: Path) -> None:
    """It is called so, and the recipes in it are named."""
    (tmp_path / "selfie.toml").write_text("")

    with pytest.raises(RecipeError) as told:
        text_of(tmp_path)

    assert str(told.value) == f"{tmp_path}: expected a recipe file, got a folder (known: selfie.toml)"
