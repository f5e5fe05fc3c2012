"""Whether the parts of a recipe fit each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import ClassVar, Literal

import pytest

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load
from imgfw.registry import Registry

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]
TOP = "source = [{ use = 'shelf', path = 'pictures' }]\nmetric = [{ use = 'share' }]\n"
FROZEN = "backbone = { use = 'net', freeze = 'all' }\n"
TRAINED = "backbone = { use = 'net' }\n"
PLAIN = "backbone = { use = 'mean' }\n"
DENSE = "head = [{ use = 'dense' }]\n"
NEAREST = "head = [{ use = 'nearest' }]\n"


@pytest.mark.parametrize("text", [FROZEN + NEAREST, PLAIN + DENSE, TRAINED + DENSE])
def test_the_trainer_is_the_one_that_networks_name(loaded: Loaded, text: str) -> None:
    """A network brings its trainer along, with [train] or without, with a `use` or without."""
    plain, given = loaded(TOP + text), loaded(TOP + text + "[train]\nepochs = 3\n")

    assert plain.trainer is not None
    assert given.trainer is not None
    assert (plain.tables["train"]["epochs"], given.tables["train"]["epochs"]) == (10, 3)


def test_without_a_network_there_is_no_trainer(loaded: Loaded, told: Told) -> None:
    """[train] is allowed and checked where nothing needs it, and has no part in the resolved recipe."""
    recipe = loaded(TOP + PLAIN + NEAREST + "[train]\nepochs = 3\n")

    assert recipe.trainer is None
    assert "train" not in recipe.tables
    assert told(TOP + PLAIN + NEAREST + "[train]\nepochs = 0\n")


def test_a_trainer_that_is_not_installed_is_a_problem(folder: Path, parts: ModuleType) -> None:
    """Without the trainer that a network names, the network's table is told."""
    without = [part for part in parts.COMPONENTS if part is not parts.Gym]
    registry = Registry.of(parts.plugin("toys", without))
    Path("r.toml").write_text(TOP + PLAIN + DENSE)

    with pytest.raises(RecipeError) as caught:
        load(Path("r.toml"), (), registry)

    (problem,) = caught.value.problems
    assert problem.where == "r.toml:4:9"
    assert 'the trainer "gym"' in problem.what


def test_two_trainers_need_a_choice(folder: Path, parts: ModuleType) -> None:
    """Networks of two trainers are a problem, until [train] says which one takes them."""

    class Other(parts.Gym):  # type: ignore[name-defined, misc]
        use: Literal["other"] = "other"

    class Layers(parts.Dense):  # type: ignore[name-defined, misc]
        use: Literal["layers"] = "layers"
        trainer: ClassVar[str] = "other"

    registry = Registry.of(parts.plugin("toys", [*parts.COMPONENTS, Other, Layers]))
    text = TOP + FROZEN + "head = [{ use = 'layers' }]\n"
    Path("r.toml").write_text(text)

    with pytest.raises(RecipeError, match="one trainer for all networks"):
        load(Path("r.toml"), (), registry)
    recipe = load(Path("r.toml"), ["train.use='other'"], registry)
    assert recipe.trainer is not None
    assert recipe.trainer.use == "other"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TRAINED + DENSE + "cleaner = [{ use = 'odd' }]", "a frozen backbone, whose features odd needs"),
        (TRAINED + NEAREST, "a network that sees the features alone, to train net with"),
        ("backbone = { use = 'net', freeze = 99 }\n" + DENSE, "freeze leaves nothing to train"),
        (FROZEN + DENSE + "augmenter = [{ use = 'flip' }]", "per_sample of 2 or more"),
        (PLAIN + NEAREST + "augmenter = [{ use = 'flip' }]", "per_sample of 2 or more"),
        (PLAIN + NEAREST + "transform = [{ use = 'align' }]", "that gives landmarks, which align needs"),
    ],
)
def test_what_does_not_fit_is_told_once(told: Told, text: str, what: str) -> None:
    """Parts that cannot work together are one problem."""
    (problem,) = told(TOP + text)

    assert what in problem.what


@pytest.mark.parametrize(
    "text",
    [
        FROZEN + DENSE + "cleaner = [{ use = 'odd' }]",
        PLAIN + NEAREST + "cleaner = [{ use = 'odd' }]",
        TRAINED + DENSE + "augmenter = [{ use = 'flip' }]",
        FROZEN + DENSE + "augmenter = [{ use = 'flip' }]\naugment.per_sample = 2",
        FROZEN + DENSE + "augmenter = [{ use = 'flip' }]\naugment.original = false",
        PLAIN + NEAREST + "transform = [{ use = 'align' }]\nannotator = [{ use = 'eyes' }]",
    ],
)
def test_what_fits_is_no_problem(told: Told, text: str) -> None:
    """Features for cleaners, rows for augmenters and landmarks for transforms can be had."""
    assert told(TOP + text) == ()


def test_a_source_may_give_landmarks(told: Told) -> None:
    """Landmarks that come with the samples serve a transform too."""
    text = PLAIN + NEAREST.replace("}", ", target = 'quality' }") + "transform = [{ use = 'align' }]"

    assert told(TOP.replace("'shelf', path = 'pictures'", "'drawn'") + text) == ()


UPRIGHT = "backbone = { use = 'upright' }\n" + NEAREST + "annotator = [{ use = 'eyes' }]\n"


@pytest.mark.parametrize(
    ("transforms", "got"),
    [([], "no transform"), (["dim"], "dim"), (["align", "dim"], "align then dim"), (["dim", "align"], None)],
)
def test_a_backbone_may_need_a_transform_as_the_last(told: Told, transforms: list[str], got: str) -> None:
    """Where it is not there, or another one stands behind it, the backbone's table is told."""
    given = ", ".join(f"{{ use = '{name}' }}" for name in transforms)

    problems = told(TOP + UPRIGHT + f"transform = [{given}]\n")

    assert [problem.got for problem in problems] == ([got] if got else [])
    for problem in problems:
        assert problem.what == "expected align as the last transform, which upright needs"
        assert problem.hint == 'add [[transform]] use = "align" behind the others'


SEVERAL = "source = [{ use = 'drawn' }]\nmetric = [{ use = 'share' }]\nbest = 'quality/share'\n"
QUALITY = "{ use = 'KIND', target = 'quality', name = 'first' }"
SECOND = "{ use = 'KIND', target = 'person', inputs = INPUTS }"


def heads(*kinds: str, inputs: str = "['features', 'head:first']") -> str:
    """Two heads of these kinds, of which the first feeds the second."""
    first, second = QUALITY.replace("KIND", kinds[0]), SECOND.replace("KIND", kinds[1])
    return f"head = [\n{first},\n{second.replace('INPUTS', inputs)},\n]\n"


def test_a_network_that_needs_predictions_cannot_train_the_backbone(told: Told) -> None:
    """It comes after the training, so another one must be there; what the heads see is told."""
    (problem,) = told(SEVERAL + TRAINED + heads("nearest", "dense"))

    assert "a network that sees the features alone, to train net with" in problem.what
    assert problem.got == "nearest on features, dense on features and head:first"
    assert problem.where == "r.toml:4:1"


def test_a_target_that_cannot_be_is_told_alone(told: Told) -> None:
    """The network that would train the backbone predicts it: that none is left is no fault of its own."""
    weights = "target = { looks = { class_weights = 'balanced' } }\n"
    looks = "head = [{ use = 'dense', target = 'looks' }, { use = 'nearest', target = 'quality' }]\n"

    (problem,) = told(SEVERAL + weights + TRAINED + looks)

    assert "expected class_weights for" in problem.what


@pytest.mark.parametrize("inputs", ["['head:first']", "['features', 'head:first']"])
@pytest.mark.parametrize("second", ["dense", "nearest"])
def test_a_head_that_trained_the_backbone_may_not_feed_another(told: Told, second: str, inputs: str) -> None:
    """Known before anything is trained, and told where the inputs of the head stand."""
    (problem,) = told(SEVERAL + TRAINED + heads("dense", second, inputs=inputs))

    assert "predictions of a head on whose labels net is not trained" in problem.what
    assert (problem.got, problem.where.rpartition(":")[0]) == ('"head:first"', "r.toml:7")
    assert "freeze the backbone" in problem.hint


@pytest.mark.parametrize("kinds", [("dense", "dense"), ("dense", "nearest"), ("nearest", "dense")])
@pytest.mark.parametrize("backbone", [FROZEN, PLAIN])
def test_heads_may_feed_heads_where_the_backbone_stays(
    told: Told, kinds: tuple[str, str], backbone: str
) -> None:
    """Out-of-fold predictions can be had of any head then."""
    assert told(SEVERAL + backbone + heads(*kinds)) == ()


def test_beside_a_network_that_trains_the_backbone_classical_heads_feed(told: Told) -> None:
    """Their labels are not what the backbone was trained on; they may feed classical heads and networks."""
    trains = "{ use = 'dense', target = 'looks' },"
    fed = heads("nearest", "dense").replace("[\n", f"[\n{trains}\n", 1)
    metrics = SEVERAL.replace("[{ use = 'share' }]", "[{ use = 'share' }, { use = 'gap' }]")

    assert told(metrics + TRAINED + fed) == ()


CELLS = "backbone = { use = 'cells' }\n"


def test_a_head_that_takes_features_is_refused_on_maps(told: Told) -> None:
    """Where the head stands, with what the backbone gives and a way out; each head by itself."""
    both = "head = [\n{ use = 'nearest', target = 'quality' },\n{ use = 'peak', target = 'person' },\n]\n"

    (problem,) = told(SEVERAL + CELLS + both)

    assert "a backbone that gives features (N, D), which nearest takes" in problem.what
    assert problem.got == "cells, which gives maps (N, h, w, c)"
    assert problem.where.startswith("r.toml:6:")
    assert "another pooling of cells" in problem.hint


@pytest.mark.parametrize("backbone", [PLAIN, FROZEN, CELLS.replace("'cells'", "'cells', pooling = 'avg'")])
def test_a_head_that_takes_maps_is_refused_on_features(told: Told, backbone: str) -> None:
    """The same parameters of the backbone decide as when it runs."""
    (problem,) = told(TOP + backbone + "head = [{ use = 'peak' }]\n")

    assert "a backbone that gives maps (N, h, w, c), which peak takes" in problem.what
    assert "which gives features (N, D)" in problem.got


def test_a_head_that_takes_maps_fits_a_backbone_that_gives_them(told: Told) -> None:
    """And predictions of another head may join them."""
    first = "{ use = 'peak', target = 'quality' }"
    fed = f"head = [{first}, {{ use = 'peak', target = 'person', inputs = ['features', 'head:quality'] }}]\n"

    assert told(TOP + CELLS + "head = [{ use = 'peak' }]\n") == ()
    assert told(SEVERAL + CELLS + fed) == ()


def test_predictions_alone_are_no_map(told: Told) -> None:
    """A head that takes maps must see the features; one that takes vectors need not."""
    first = "{ use = 'peak', target = 'quality' }"
    fed = f"head = [{first}, {{ use = 'KIND', target = 'person', inputs = ['head:quality'] }}]\n"

    (problem,) = told(SEVERAL + CELLS + fed.replace("KIND", "peak"))

    assert 'expected "features" among the inputs of peak' in problem.what
    assert problem.got == "head:quality"
    assert told(SEVERAL + CELLS + fed.replace("KIND", "nearest")) == ()


def test_cleaners_on_features_are_refused_on_maps(told: Told) -> None:
    """They compare rows."""
    (problem,) = told(TOP + CELLS + "head = [{ use = 'peak' }]\ncleaner = [{ use = 'odd' }]\n")

    assert "a backbone that gives features (N, D), which odd needs" in problem.what


PIXELS = "[train]\npixels_only = true\n"


def test_a_network_that_others_feed_is_trained_on_kept_features(told: Told) -> None:
    """Phases that ask for pixels are refused with the inputs that keep it from the training before."""
    trains = "{ use = 'dense', target = 'looks' },"
    metrics = SEVERAL.replace("[{ use = 'share' }]", "[{ use = 'share' }, { use = 'gap' }]")
    fed = metrics + TRAINED + heads("nearest", "KIND").replace("[\n", f"[\n{trains}\n", 1)

    (problem,) = told(fed.replace("KIND", "dense") + PIXELS)

    assert "can train dense on kept features, as others feed it: a phase asks for pixels" in problem.what
    assert problem.where == "r.toml:8:37"
    assert problem.got == "features and head:first"
    assert told(fed.replace("KIND", "nearest") + PIXELS) == ()


def test_phases_that_ask_for_pixels_need_a_network_as_the_backbone(told: Told) -> None:
    """What is no network gives features alone; the trainer says so before anything runs."""
    (problem,) = told(TOP + PLAIN + DENSE + PIXELS)

    assert (problem.what, problem.where) == (
        "expected a trainer that fits: a phase asks for pixels",
        "r.toml:5:1",
    )
    assert told(TOP + TRAINED + DENSE + PIXELS) == ()
