"""A table becomes a record, or every problem of it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

from imgfw.errors import ComponentError, Problem
from imgfw.recipe.read import parse
from imgfw.recipe.record import record
from imgfw.recipe.spots import Problems


def recorded(cls: type[BaseModel], text: str, *, exists: bool = True) -> tuple[Any, tuple[Problem, ...]]:
    """The record of a text and the problems with it."""
    problems = Problems()
    document = parse(text, Path("r.toml"), problems)
    assert document.tables is not None
    return record(cls, document.tables, document.spots, problems, exists=exists), problems.in_order()


def test_paths_are_found_from_the_recipe(folder: Path, parts: ModuleType) -> None:
    """A relative path is made absolute by the folder of the recipe, wherever the working directory is."""
    made, problems = recorded(parts.Shelf, 'path = "pictures/../pictures"')

    assert not problems
    assert made.path == folder / "pictures"


def test_the_home_folder_is_known(folder: Path, parts: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` is the user's home folder."""
    monkeypatch.setenv("HOME", str(folder))

    made, _ = recorded(parts.Shelf, 'path = "~/pictures"')

    assert made.path == folder / "pictures"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("picture", 'did you mean "pictures"'),
        ("pictures/a/b", "no "),
        ("r.txt/a", "is not a folder"),
        ("~nobody-at-all/x", "home"),
        ("", ""),
        ("\\u0000", "\N{REPLACEMENT CHARACTER}"),
        ("x" * 5000, "too long"),
    ],
)
def test_a_path_that_leads_nowhere_is_a_problem(
    folder: Path, parts: ModuleType, path: str, hint: str
) -> None:
    """A path must be there; which part of it is missing is told."""
    (folder / "r.txt").touch()

    made, (problem,) = recorded(parts.Shelf, f'\npath = "{path}"')

    assert made is None
    assert problem.where == "r.toml:2:1"
    assert hint in problem.hint.lower()


def test_a_path_to_be_written_need_not_exist(folder: Path, parts: ModuleType) -> None:
    """Where nothing must be there, a path is only made absolute."""
    made, problems = recorded(parts.Book, 'path = "new"', exists=False)

    assert not problems
    assert made.path == folder / "new"


def test_a_word_among_paths_stays_a_word(folder: Path, parts: ModuleType) -> None:
    """Where a parameter takes words or a path, the words are no paths."""
    words, _ = recorded(parts.Net, 'weights = "imagenet"')
    path, _ = recorded(parts.Net, 'weights = "pictures"')

    assert (words.weights, path.weights) == ("imagenet", folder / "pictures")


@pytest.mark.parametrize("value", ["2026-01-02", "2026-01-02 07:00:00", "07:00:00", "inf", "nan", "9" * 30])
def test_what_json_has_not_is_one_problem(parts: ModuleType, value: str) -> None:
    """Dates, infinite and huge numbers are told once, also where a type would be wrong too."""
    made, (problem,) = recorded(parts.Dense, f"dropout = {value}\nunits = [1]")

    assert made is None
    assert problem.where == "r.toml:1:1"


def test_a_class_that_moves_its_paths_is_told_off(folder: Path) -> None:
    """A component whose validation puts a path where the recipe has none cannot be resolved."""

    class Moving(BaseModel):
        path: Path
        copies: tuple[Path, ...] = ()

        def model_post_init(self, context: Any) -> None:
            self.copies = (self.path,)

    with pytest.raises(ComponentError, match="paths must stay"):
        recorded(Moving, 'path = "pictures"')
