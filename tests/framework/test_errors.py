"""Errors: what people read."""

from __future__ import annotations

import pytest

from imgfw.errors import CallError, ImgfwError, PictureError, Problem, RecipeError, RunError, nearest


def test_a_problem_reads_like_a_compilers():
    """Place, expectation, what came, the way out and the line stand in this order."""
    problem = Problem("a.toml:14:1", "expected a number", '"x"', 'did you mean "seed"?', 'seed = "x"')

    assert str(problem) == 'a.toml:14:1: expected a number, got "x" (did you mean "seed"?)\n    seed = "x"'


def test_a_problem_leaves_out_what_there_is_not():
    """A bare problem is its place and its expectation."""
    assert str(Problem("a.toml:1:1", "expected a source")) == "a.toml:1:1: expected a source"


def test_a_recipe_error_holds_every_problem():
    """All problems are kept and printed, one below the other."""
    problems = [Problem("a:1:1", "one"), Problem("a:2:1", "two")]

    error = RecipeError(problems)

    assert error.problems == tuple(problems)
    assert str(error).splitlines() == ["a:1:1: one", "a:2:1: two"]


@pytest.mark.parametrize(
    ("error", "code"), [(CallError, 2), (RecipeError, 2), (RunError, 1), (PictureError, 1)]
)
def test_exit_codes(error: type[ImgfwError], code: int):
    """A wrong call or recipe exits with 2, a failed run with 1."""
    assert error.exit_code == code


def test_nearest_names_the_closest_else_all():
    """A typing error gets the name that was meant, anything else the whole list."""
    assert nearest("flpi", ["flip", "rotate"]) == 'did you mean "flip"?'
    assert nearest("zzz", ["rotate", "flip"]) == "known: flip, rotate"
    assert nearest("zzz", []) == "none is known"
    assert nearest("zzz", ["c", "b", "a"], most=2) == "known: a, b and 1 more"
    assert len(nearest("zzz", [f"photo {number}" for number in range(9_999)])) < 2_000
