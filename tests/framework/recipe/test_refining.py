"""The section [refine], read and found right or wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe, resolved_toml

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]


@pytest.fixture
def alone(good: str) -> str:
    """A recipe without candidates."""
    return good[: good.index("[[candidate]]")]


def test_keys_may_be_quoted_or_not(loaded: Loaded, alone: str) -> None:
    """A dotted key in quotes, and the tables that TOML makes of one without, say the same."""
    quoted = loaded(alone + '[refine.values]\n"head.0.units" = [[1], [2]]\n"train.epochs" = [1]\n').refinement
    bare = loaded(alone + "[refine.values]\nhead.0.units = [[1], [2]]\ntrain.epochs = [1]\n").refinement
    given = loaded(
        alone, "refine.values.head.0.units=[[1], [2]]", 'refine.values."train.epochs"=[1]'
    ).refinement

    for each in (quoted, bare, given):
        assert each is not None
        assert each.table.values == {"head.0.units": ([1], [2]), "train.epochs": (1,)}


def test_all_candidates_may_be_refined_unless_some_are_named(loaded: Loaded, good: str) -> None:
    """The recipe as it stands is named as it is called."""
    every = loaded(good + '[refine.values]\n"augment.per_sample" = [3]\n').refinement
    some = loaded(good + '[refine]\nfrom = ["toy"]\n[refine.values]\n"head.0.units" = [[3]]\n').refinement

    assert every is not None and every.starts == ("toy", "small", "classical")
    assert some is not None and some.starts == ("toy",)


def test_other_values_can_be_given_by_set(loaded: Loaded, alone: str) -> None:
    """They take the place of those in the file, with quotes or without."""
    for text in ('"head.0.units" = [[1], [2]]', "head.0.units = [[1], [2]]"):
        for key in ('"head.0.units"', "head.0.units"):
            recipe = loaded(
                f"{alone}[refine.values]\n{text}\ntrain.epochs = [1]\n", f"refine.values.{key}=[[9]]"
            )

            assert recipe.refinement is not None
            assert list(recipe.refinement.table.values.items()) == [
                ("head.0.units", ([9],)),
                ("train.epochs", (1,)),
            ]


def test_a_refinement_can_be_taken_out(loaded: Loaded, told: Told, alone: str) -> None:
    """An empty table by --set leaves the candidates alone; in the file it has nothing to try."""
    text = alone + "[refine.values]\nhead.0.units = [[1], [2]]\n"

    assert loaded(text, "refine={}").refinement is None
    assert "refine" not in loaded(text, "refine={}").tables
    assert [problem.got for problem in told(alone + "[refine]\n")] == ["none"]


def test_a_recipe_may_be_called_as_no_component_is(loaded: Loaded, alone: str) -> None:
    """It can be named all the same."""
    text = (
        alone.replace('"toy"', '"My_Toy.2"', 1)
        + '[refine]\nfrom = ["My_Toy.2"]\nvalues.head.0.units = [[1]]\n'
    )

    assert loaded(text).refinement.starts == ("My_Toy.2",)  # type: ignore[union-attr]


def test_the_resolved_recipe_refines_the_same(loaded: Loaded, alone: str) -> None:
    """It loads again, with the same values; paths among them are from the root."""
    values = '"head.0.units" = [[1], [2]]\n"backbone.weights" = ["none", "pictures"]\n'
    recipe = loaded(f'{alone}[refine]\nsearch = "grid"\nepochs = 1\n[refine.values]\n{values}')

    again = loaded(resolved_toml(recipe))

    assert recipe.refinement is not None and again.refinement is not None
    assert again.refinement.table == recipe.refinement.table
    assert again.tables == recipe.tables
    none, path = recipe.refinement.table.values["backbone.weights"]
    assert none == "none" and str(path).startswith("/") and str(path).endswith("pictures")


@pytest.mark.parametrize(
    ("text", "where", "what", "got", "hint"),
    [
        ("refine = 3", "1:1", "one table [refine]", "3", ""),
        ("[[refine]]\nvalues.a = [1]", "1:1", "one table [refine]", "values", ""),
        ("[refine]", "1:1", 'the key "values"', "none", "values to try"),
        ("[refine]\nvalues = {}", "2:1", "one parameter or more to try", "none", ""),
        ("[refine]\nvalues = 3", "2:1", 'a table for "values"', "3", ""),
        ('[refine]\nserch = 1\nvalues.augment.per_sample = [3]', "2:1", "a known key", "serch", "search"),
        ('[refine]\nsearch = "all"\nvalues.augment.per_sample = [3]', "2:1", '"greedy" or', "all", ""),
        ("[refine]\nepochs = 0\nvalues.augment.per_sample = [3]", "2:1", "1 or more", "0", "Epochs"),
        ('[refine]\nfrom = ["tou"]\nvalues.augment.per_sample = [3]', "2:9", "of a candidate", "", "toy"),
        ('[refine.values]\n"head.0.unitz" = [[3]]', "2:19", "a known key", '"unitz"', "units"),
        ('[refine.values]\n"head.3.units" = [[3]]', "2:19", "an index from 0 to 0", '"3"', ""),
        ('[refine.values]\n"train.epochs.x" = [3]', "2:21", "table or list before", "3", ""),
        ('[refine.values]\n"hed.0.units" = [[3]]', "2:1", "that candidates may change", "", '"head"'),
        ('[refine.values]\n"split.test" = [0.2]', "2:1", "that candidates may change", '"split.test"', ""),
        ('[refine.values]\n"head.0.units" = 3', "2:1", "a list of 1 or more", "3", ""),
        ('[refine.values]\n"head.0.units" = []', "2:1", "a list of 1 or more", "[]", ""),
        ('[refine.values]\n"head.0.units" = [[3], "x"]', "2:24", 'for "units"', '"x"', ""),
        ('[refine.values]\n"head.0.units" = [[3], [3]]', "2:24", "every value of head.0.units", "again", ""),
        ('[refine.values]\n"head..units" = [[3]]', "2:1", 'such as "head.0.units"', '"head..units"', ""),
        ('[refine.values]\n"train.rate" = [nan]', "2:17", "JSON has too", "nan", ""),
        ('[refine.values]\n"backbone.use" = ["nett"]', "2:19", "name of a backbone", '"nett"', '"net"'),
        ('[refine]\nepochs = 1\nvalues.train.epochs = [2]', "3:1", "no epochs among the values", "", "take"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(
    told: Told, alone: str, text: str, where: str, what: str, got: str, hint: str
) -> None:
    """Unknown keys, paths that name nothing, values of the wrong type: where they stand, with the way out."""
    if text.startswith("refine"):
        whole, line = f"{text}\n{alone}", 0
    else:
        whole, line = alone + text, alone.count("\n")
    row, column = where.split(":")

    found = told(whole)

    at = f"r.toml:{int(row) + line}:{column}"
    assert [p.where for p in found] == [at], found
    assert what in found[0].what and got in found[0].got and hint in found[0].hint


def test_all_problems_are_told_at_once(told: Told, alone: str) -> None:
    """What is wrong with one key does not hide what is wrong with another."""
    values = '"head.0.unitz" = [[3]]\n"train.epochs" = 5\n"hed" = [1]\n"train.phase" = ["x"]\n'
    found = told(f'{alone}[refine]\nserch = "grid"\n[refine.values]\n{values}')

    first = alone.count("\n") + 2
    assert [problem.where.split(":")[1] for problem in found] == [str(first + n) for n in (0, 2, 3, 4, 5)]


def test_a_parameter_comes_once(told: Told, alone: str) -> None:
    """However its key is written."""
    (problem,) = told(alone + "[refine.values]\n'train.epochs' = [3]\ntrain.epochs = [4]\n")

    assert problem.where == f"r.toml:{alone.count(chr(10)) + 3}:1"
    assert (problem.what, problem.got) == ("expected every parameter once", '"train.epochs" again')
    assert problem.hint.startswith("first at r.toml:")


def test_a_value_that_does_not_suit_the_rest_is_named(told: Told, alone: str) -> None:
    """Where the problem stands in another section, the hint says with which value."""
    (problem,) = told(alone + "[refine.values]\naugment.per_sample = [1]\n")

    assert problem.where == "r.toml:14:1" and problem.hint.endswith("with augment.per_sample = 1")


def test_too_many_combinations_are_counted(told: Told, alone: str) -> None:
    """The product and the cap are named; one after the other they are few."""
    numbers = list(range(2, 13))
    values = f"values.head.0.units = {[[n] for n in numbers]}\nvalues.train.epochs = {numbers}\n"
    values += f"values.augment.per_sample = {numbers}\n"

    (problem,) = told(f'{alone}[refine]\nsearch = "grid"\n{values}')

    assert problem.what == "expected at most 1,000 combinations to try"
    assert problem.got == "11 x 11 x 11 = 1,331" and "greedy" in problem.hint
    assert told(f"{alone}[refine]\n{values}") == ()


def test_every_candidate_that_may_be_refined_counts(told: Told, good: str) -> None:
    """Each would be refined by as many recipes, and all of these are checked."""
    values = f"values.augment.per_sample = {list(range(1, 21))}\nvalues.augment.most_per_sample = "

    (problem,) = told(f'{good}[refine]\nsearch = "grid"\n{values}{list(range(1, 21))}\n')

    assert problem.got == "20 x 20 = 400, for each of 3 candidates" and "from" in problem.hint


def test_values_must_suit_every_candidate_that_may_be_refined(told: Told, good: str) -> None:
    """A problem names the one in which it is; one that all have is told once, and without a name."""
    (alone,) = told(good + '[refine.values]\n"head.0.units" = [[3]]\n')
    (every,) = told(good + '[refine.values]\n"augment.per_sampl" = [3]\n')

    assert 'in the candidate "classical"' in alone.hint and "from" in alone.hint
    assert "candidate" not in every.hint
    assert told(good + '[refine]\nfrom = ["toy", "small"]\n[refine.values]\n"head.0.units" = [[3]]\n') == ()


def test_a_fault_of_a_candidate_is_told_once(told: Told, good: str) -> None:
    """What is refined has it as well, which nobody needs to hear."""
    text = good.replace("units = [3]", "units = 3") + '[refine.values]\n"augment.per_sample" = [3, 4]\n'

    (problem,) = told(text)

    assert problem.hint.endswith('in the candidate "small"')


def test_values_that_do_not_suit_each_other_are_told_of_a_grid(told: Told, alone: str) -> None:
    """The combination is named."""
    values = '"head.0.use" = ["dense", "nearest"]\n"head.0.units" = [[3]]\n'

    (problem,) = told(f'{alone}[refine]\nsearch = "grid"\n[refine.values]\n{values}')

    assert problem.what == "expected a known key"
    assert 'with head.0.use = "nearest", head.0.units = [3]' in problem.hint
    assert told(f"{alone}[refine.values]\n{values}") == ()


def test_there_must_be_a_val_split(told: Told, alone: str) -> None:
    """Trials are judged on val; a split of the source's own may serve."""
    text = (
        alone.replace("test = 0.3", "test = 0.3\nval = 0.0") + "[refine]\nvalues.augment.per_sample = [3]\n"
    )

    (problem,) = told(text)

    assert problem.what == "expected a val split, which refine judges on"


def test_epochs_are_of_networks(told: Told, alone: str) -> None:
    """Where nothing is trained for epochs, those of a trial would do nothing."""
    text = alone.replace('use = "dense"\nunits = [128]', 'use = "nearest"').replace(
        '"net"\nfreeze = "all"', '"mean"'
    )
    text = text[: text.index("[train]")] + text[text.index("[[metric]]") :]

    (problem,) = told(f"{text}[refine]\nepochs = 1\nvalues.head.0.k = [3]\n")

    assert problem.what == "expected a network to train for so many epochs in each trial"
