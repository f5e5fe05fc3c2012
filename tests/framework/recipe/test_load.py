"""From a recipe file to a Recipe, or to every problem of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load
from imgfw.registry import Registry

Told = Callable[..., tuple[Problem, ...]]
Edits = list[tuple[float, int, str]]
Survive = Callable[[Edits, list[str]], None]

NINE_FAULTS = """\
name = "bad"
transform = 3

[[source]]
use = "shelf"
path = "pictues"

[split]
test = 0.3

[[augmenter]]
use = "flip"
rat = 0.5

[[augmenter]]
use = "tuurn"

[[filter]]
use = "flip"

[split]
val = 0.2

[[head]]
use = "dense"
units = "128"
dropout = 1.5
"""


def test_nine_faults_are_told_at_once(told: Told) -> None:
    """Every kind of fault has its place, what was expected, what came and the way out, in one pass."""
    problems = told("metric = []\n" + NINE_FAULTS.replace("transform = 3\n", ""))

    assert [str(problem).split("\n")[0] for problem in problems] == [
        "r.toml:1:1: expected a section [backbone], got none (there are: cells, mean, net, upright)",
        "r.toml:1:1: expected one or more tables [[metric]], got an empty list",
        f'r.toml:6:1: expected an existing path for "path", got "pictues" (no {Path.cwd()}/pictues, '
        'did you mean "pictures"?)',
        'r.toml:13:1: expected a known key, got "rat" (did you mean "rate"?)',
        'r.toml:16:1: expected the name of an augmenter for "use", got "tuurn" (did you mean "turn"?)',
        'r.toml:18:1: expected a section of recipes, got "filter" (known: annotator, augment, augmenter, '
        "backbone, best, candidate, cleaner, decide, group, head, metric, name, refine, seed, sink, source, "
        "split, target, train, transform)",
        "r.toml:21:1: expected every table once, got [split] again (first at r.toml:8:1)",
        'r.toml:26:1: expected a list, each a whole number of 1 or more for "units", got "128" '
        "(Width of each layer)",
        'r.toml:27:1: expected a number of 0 or more and below 1 for "dropout", got 1.5',
    ]
    assert [problem.line for problem in problems[2:5]] == ['path = "pictues"', "rat = 0.5", 'use = "tuurn"']


def test_a_recipe_is_called_by_its_file(folder: Path, registry: Registry, good: str) -> None:
    """Without a name the file's own name is made safe for a folder."""
    path = folder / "my recipe (2).toml"
    path.write_text(good.replace('name = "toy"', "", 1))

    assert load(path, (), registry).name == "my-recipe-2"


def test_problems_name_the_file_as_it_was_given(folder: Path, registry: Registry) -> None:
    """A path is told as the user wrote it."""
    (folder / "pictures" / "r.toml").write_text("seed = -1")

    with pytest.raises(RecipeError, match=r"(?m)^pictures/r\.toml:1:1: "):
        load(Path("pictures/r.toml"), (), registry)


def test_a_file_that_is_not_there_is_a_problem(folder: Path, registry: Registry) -> None:
    """There is no traceback for a missing file, a folder or a name that cannot be."""
    for name in ("none.toml", "pictures", "a\0b", "x" * 5000):
        with pytest.raises(RecipeError):
            load(Path(name), (), registry)


def test_nothing_heavy_is_imported(folder: Path, registry: Registry, good: str) -> None:
    """Checking a recipe needs no numpy, whatever the recipe asks for."""

    code = (
        "import sys, imgfw.recipe; print(sorted({'numpy', 'PIL', 'keras', 'tensorflow'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"


BITS = st.one_of(
    st.sampled_from(
        [
            *(
                "=",
                "[",
                "]",
                "[[",
                "]]",
                "{",
                "}",
                '"',
                "'",
                '"""',
                ",",
                ".",
                "#",
                "\n",
                "\r",
                "\\",
                "\0",
                "é",
            ),
            *(
                "use",
                "path",
                "head",
                "[[head]]\n",
                "[split]\n",
                "candidate",
                "seed = 1\n",
                "1e999",
                "-1",
                "nan",
            ),
            *(
                "2026-01-01",
                "9" * 25,
                "true",
                "[]",
                "{}",
                '"pictures"',
                "head:class",
                "a.b.c",
                '"~x/y"',
                "0x" + "f" * 99,
            ),
        ]
    ),
    st.text(max_size=3),
)
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), BITS)
EDITS = st.lists(EDIT, min_size=1, max_size=6)
SETS = st.lists(
    st.tuples(
        st.sampled_from(
            ["head.0.units", "seed", "source", "candidate.0.head", "train", "x", "head.0.use", '"a']
        )
        | st.text(max_size=5),
        BITS,
    ).map("=".join),
    max_size=2,
)


def mutated(text: str, edits: Edits) -> str:
    """The text with some pieces cut out and others put in."""
    for place, length, bit in edits:
        at = int(place * len(text))
        text = text[:at] + bit + text[at + length :]
    return text


@pytest.fixture
def survive(folder: Path, registry: Registry, good: str) -> Survive:
    """survive(edits, sets): a recipe or problems come of a mutated text, and nothing else."""

    def load_mutated(edits: Edits, sets: list[str]) -> None:
        Path("m.toml").write_text(mutated(good, edits), encoding="utf-8", errors="ignore", newline="")
        try:
            load(Path("m.toml"), sets, registry)
        except RecipeError as error:
            assert error.problems
            assert all(problem.where and problem.what for problem in error.problems)
            assert all("\n" not in field for problem in error.problems for field in vars(problem).values())

    return load_mutated


FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(FUZZ, max_examples=200)
@given(edits=EDITS, sets=SETS)
def test_no_recipe_ends_in_a_traceback(edits: Edits, sets: list[str], survive: Survive) -> None:
    """Whatever happens to a recipe, it loads or has problems."""
    survive(edits, sets)


@pytest.mark.slow
@settings(FUZZ, max_examples=5000)
@given(edits=EDITS, sets=SETS)
def test_five_thousand_mutated_recipes(edits: Edits, sets: list[str], survive: Survive) -> None:
    """The same at length."""
    survive(edits, sets)


def test_loading_twice_gives_the_same(loaded: Callable[..., Recipe], good: str) -> None:
    """A recipe depends on its text and the overrides alone."""
    assert loaded(good) == loaded(good)
