"""The teacher inside [train]: checked like any backbone, and written out in full."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest

from imgfw import Teacher, Trainer
from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load, resolved_toml
from imgfw.registry import Registry

TOP = "source = [{ use = 'shelf', path = 'pictures' }]\nmetric = [{ use = 'share' }]\n"
REST = TOP + "backbone = { use = 'net' }\nhead = [{ use = 'dense' }]\n"


class School(Trainer):
    """A trainer that may have a teacher."""

    use: Literal["gym"] = "gym"
    teacher: Teacher | None = None

    def needs_of(self, backbone: Any) -> frozenset[str]:
        return frozenset({"pixels"})


@pytest.fixture
def read(folder: Path, parts: ModuleType) -> Callable[..., Recipe]:
    """read(train) -> the recipe with these lines under [train]."""
    trained = [part for part in parts.COMPONENTS if part is not parts.Gym]
    registry = Registry.of(parts.plugin("toys", [*trained, School]))

    def made(train: str, *sets: str) -> Recipe:
        Path("r.toml").write_text(f"{REST}[train.teacher]\n{train}\n", "utf-8")
        return load(Path("r.toml"), sets, registry)

    return made


def problem(read: Callable[..., Recipe], train: str) -> Problem:
    """The one problem of such a recipe."""
    with pytest.raises(RecipeError) as caught:
        read(train)
    (found,) = caught.value.problems
    return found


def test_a_teacher_is_a_component_with_all_its_parameters(read: Callable[..., Recipe]) -> None:
    """The recipe has it as a backbone, and the resolved recipe tells what it did not say."""
    recipe = read("backbone = { use = 'net', size = 96 }")

    assert recipe.teacher is not None
    assert (recipe.teacher.use, recipe.teacher.size) == ("net", 96)  # type: ignore[attr-defined]
    told = recipe.tables["train"]["teacher"]["backbone"]
    assert told == {"dtype": "float32", "use": "net", "size": 96, "weights": "none", "freeze": 0}
    assert "weights" in resolved_toml(recipe)


def test_pictures_are_decoded_at_the_larger_side(folder: Path, parts: ModuleType) -> None:
    """The teacher's side counts like any other."""

    class Wide(parts.Mean):  # type: ignore[misc, name-defined]
        """Wants large pictures."""

        use: Literal["wide"] = "wide"

        @property
        def side(self) -> int:
            """More than the others."""
            return 600

    trained = [part for part in parts.COMPONENTS if part is not parts.Gym]
    registry = Registry.of(parts.plugin("toys", [*trained, School, Wide]))
    Path("r.toml").write_text(f"{REST}[train.teacher]\nbackbone = {{ use = 'wide' }}\n", "utf-8")

    assert load(Path("r.toml"), (), registry).side == 640


def test_paths_of_a_teacher_are_relative_to_the_recipe(folder: Path, read: Callable[..., Recipe]) -> None:
    """A weights file beside the recipe is found, and told by its whole path."""
    (folder / "w.h5").write_bytes(b"x")

    recipe = read("backbone = { use = 'net', weights = 'w.h5' }")

    assert recipe.teacher is not None
    assert recipe.teacher.weights == folder / "w.h5"  # type: ignore[attr-defined]
    assert recipe.tables["train"]["teacher"]["backbone"]["weights"] == str(folder / "w.h5")


def test_a_bundle_is_the_trainers_own(folder: Path, read: Callable[..., Recipe]) -> None:
    """It is no backbone of the recipe, and its path must be there."""
    (folder / "old").mkdir()

    recipe = read("bundle = 'old'")

    assert recipe.teacher is None
    assert recipe.trainer.teacher.bundle == folder / "old"  # type: ignore[union-attr]
    assert "existing path" in problem(read, "bundle = 'gone'").what


@pytest.mark.parametrize(
    ("train", "where", "says"),
    [
        ("backbone = { use = 'nett' }", "r.toml:6:", "name of a backbone"),
        ("backbone = { size = 96 }", "r.toml:6:", "name of a backbone"),
        ("backbone = { use = 'net', size = 9 }", "r.toml:6:", "size"),
        ("backbone = { use = 'net', sise = 96 }", "r.toml:6:", "known key"),
        ("backbone = { use = 'cells' }", "r.toml:6:", "features (N, D)"),
        ("backbone = { use = 'cells', pooling = 'max' }", "r.toml:6:", "pooling"),
        ("backbone = { use = 'mean' }\nbundle = 'pictures'", "r.toml:5:", "one of backbone and bundle"),
    ],
)
def test_what_is_wrong_with_a_teacher_is_told_at_its_place(
    read: Callable[..., Recipe], train: str, where: str, says: str
) -> None:
    """One problem each, where the teacher stands."""
    found = problem(read, train)

    assert found.where.startswith(where)
    assert says in found.what


def test_a_teacher_of_another_trainer_is_refused(folder: Path, parts: ModuleType) -> None:
    """A network that this trainer does not understand cannot teach."""

    class Foreign(parts.Net):  # type: ignore[misc, name-defined]
        """A network of another trainer."""

        use: Literal["foreign"] = "foreign"
        trainer = "other"

    trained = [part for part in parts.COMPONENTS if part is not parts.Gym]
    registry = Registry.of(parts.plugin("toys", [*trained, School, Foreign]))
    Path("r.toml").write_text(f"{REST}[train.teacher]\nbackbone = {{ use = 'foreign' }}\n", "utf-8")

    with pytest.raises(RecipeError, match='"gym" understands'):
        load(Path("r.toml"), (), registry)


def test_without_a_teacher_nothing_changes(read: Callable[..., Recipe], folder: Path) -> None:
    """A trainer that takes none, or is given none, is as it was."""
    recipe = read("bundle = 'pictures'", "train={}")

    assert recipe.teacher is None


def test_a_teacher_sees_what_it_was_made_for(read: Callable[..., Recipe]) -> None:
    """The transforms of the recipe come before it as well, and it may need one of them as the last."""
    found = problem(read, "backbone = { use = 'upright' }")

    assert found.what == "expected align as the last transform, which upright needs"
    assert found.line.startswith("backbone = { use = 'upright'")
