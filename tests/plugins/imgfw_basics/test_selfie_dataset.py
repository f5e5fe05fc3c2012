"""The selfie data set."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from imgfw import CallError, PictureError, Target
from imgfw.recipe import load
from imgfw.registry import find_plugins
from imgfw.stages import survey
from imgfw.targets import truth
from imgfw_basics.selfie_dataset import ATTRIBUTES, ONE_OF, SelfieDataset

UNKNOWN = [0] * len(ATTRIBUTES)


def line(name: str, popularity: object = 4.5, **values: int) -> str:
    """A row with these attributes, the others unknown."""
    given = [values.get(attribute, 0) for attribute in ATTRIBUTES]
    return " ".join(map(str, (name, popularity, *given)))


def laid(root: Path, rows: Sequence[str], *pictures: str) -> Path:
    """The data set with these rows and pictures."""
    (root / "images").mkdir(parents=True)
    for name in pictures:
        (root / "images" / name).write_bytes(name.encode())
    (root / "selfie_dataset.txt").write_text("\n".join(rows) + "\n")
    return root


def test_the_attributes_add_up():
    """36 of them, in ten groups: 1, 6, 3, 3, 5, 4, 3, 5, 4, 2."""
    gestures = {"smiling", "frowning", "mouth_open", "tongue_out", "duck_face"}
    accessories = {"wearing_glasses", "wearing_sunglasses", "wearing_lipstick", "wearing_hat", "braces"}
    others = {"showing_cellphone", "using_earphone", "using_mirror", "partial_faces"}
    lighting = {"harsh_lighting", "dim_lighting"}
    groups = [{"is_female"}, *map(set, ONE_OF.values()), gestures, accessories, others, lighting]

    assert len(set(ATTRIBUTES)) == len(ATTRIBUTES) == 36
    assert sorted(map(len, groups)) == sorted([1, 6, 3, 3, 5, 4, 3, 5, 4, 2])
    assert set().union(*groups) == set(ATTRIBUTES)


def test_the_order_is_that_of_the_published_readme(assets):
    """As it came with the pictures."""
    text = (assets / "data" / "ucf_selfies" / "UCF_README.txt").read_text()

    assert " ".join(ATTRIBUTES) in text


def test_it_gives_popularity_groups_and_attributes(tmp_path):
    """A number, five of one label, 36 that hold or do not."""
    source = SelfieDataset(path=laid(tmp_path / "set", [line("a.jpg")], "a.jpg"))

    targets = {target.name: target for target in source.gives()}

    assert list(targets) == ["popularity", *ONE_OF, *ATTRIBUTES]
    assert targets["popularity"].type == "number"
    assert targets["age"].type == "classes"
    assert targets["age"].labels == ("baby", "child", "teenager", "youth", "middle_age", "senior")
    assert (targets["smiling"].type, targets["smiling"].labels) == ("multi-label", ("smiling",))


def test_a_row_says_what_holds_what_does_not_and_what_nobody_knows(tmp_path):
    """1, -1 and 0; a group has the one that holds."""
    row = line("b", -0.25, is_female=1, smiling=-1, teenager=1, youth=-1, white=1, black=1)
    source = SelfieDataset(path=laid(tmp_path / "set", [row, "", line("a.jpg")], "a.jpg", "b.jpg"))

    first, second = source.samples()

    assert (first.uri, first.labels) == ("images/a.jpg", {"popularity": 4.5})
    assert second.uri == "images/b.jpg"
    assert second.labels == {
        "popularity": -0.25,
        "is_female": ("is_female",),
        "smiling": (),
        "teenager": ("teenager",),
        "youth": (),
        "white": ("white",),
        "black": ("black",),
        "age": ("teenager",),
    }
    assert source.read(second) == b"b.jpg"


def test_a_row_without_its_picture_is_left_out(tmp_path):
    """With table and line."""
    root = laid(tmp_path / "set", [line("a.jpg"), line("gone.jpg")], "a.jpg")
    source = SelfieDataset(path=root)

    used, left = source.samples()

    assert used.left_out == "" and used.stamp
    assert left.left_out == f"{root / 'selfie_dataset.txt'}:2: no such file in {root}"
    with pytest.raises(PictureError, match="no such file"):
        source.read(left)


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_it_is_read_from_an_archive_in_place(tmp_path, kind):
    """Also where the folder itself was packed, as it is published."""
    laid(tmp_path / "Selfie-dataset", [line("a.jpg", smiling=1)], "a.jpg")
    source = SelfieDataset(
        path=Path(shutil.make_archive(str(tmp_path / "s"), kind, tmp_path, "Selfie-dataset"))
    )

    (sample,) = source.samples()

    assert source.read(sample) == b"a.jpg" and sample.labels["smiling"] == ("smiling",)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], ": the table has no rows"),
        (
            [line("a"), "b 4.5 1 -1"],
            ":2: expected a name, a popularity and 36 attributes, which are 38 words, got 4",
        ),
        (
            [line("a") + " 0"],
            ":1: expected a name, a popularity and 36 attributes, which are 38 words, got 39",
        ),
        ([line("a", "nan")], ':1: popularity: expected a number such as 4.5, got "nan"'),
        ([line("a", "high")], ':1: popularity: expected a number such as 4.5, got "high"'),
        ([line("a"), line("b", smiling=2)], ":2: smiling: expected -1, 0 or 1, got 2"),
        ([line("a"), "", line("a.jpg")], ":3: a.jpg stands in line 1 already"),
    ],
    ids=["empty", "short", "long", "nan", "text", "value", "twice"],
)
def test_what_is_wrong_is_an_error_with_its_line(tmp_path, rows, told):
    """Before any picture is looked at."""
    root = laid(tmp_path / "set", rows)

    with pytest.raises(CallError) as error:
        SelfieDataset(path=root).gives()

    assert str(error.value) == f"{root / 'selfie_dataset.txt'}{told}"


def test_a_folder_without_the_table_is_an_error(tmp_path):
    """With what was expected."""
    with pytest.raises(CallError, match=r"selfie_dataset\.txt: no such file; expected the folder that holds"):
        SelfieDataset(path=tmp_path).gives()


def test_recipes_make_targets_of_it(tmp_path):
    """Several attributes as labels, one of a group as classes, popularity as a number."""
    laid(tmp_path / "set", [line("a.jpg", is_female=1)], "a.jpg")
    (tmp_path / "r.toml").write_text(
        '[[source]]\nuse = "selfie-dataset"\npath = "set"\n'
        '[target.looks]\ntype = "multi-label"\nfrom = ["is_female", "teenager"]\n'
        '[target.years]\nfrom = "age"\n'
        '[backbone]\nuse = "mobilenet-v2"\n'
        '[[head]]\nuse = "dense"\ntargets = ["looks", "years", "popularity"]\n'
        '[[metric]]\nuse = "accuracy"\n'
    )

    recipe = load(tmp_path / "r.toml", [], find_plugins())

    assert recipe.targets["looks"].labels == ("is_female", "teenager")
    assert recipe.targets["years"].labels == ONE_OF["age"]
    assert recipe.targets["popularity"].type == "number"
    assert recipe.columns["looks"] == ("is_female", "teenager")


def test_several_attributes_make_one_target(tmp_path):
    """1 holds, -1 does not, 0 is unknown, each attribute for itself; a row that knows none has no truth."""
    rows = [
        line("a.jpg", smiling=1, wearing_hat=-1, braces=0),
        line("b.jpg", smiling=0, wearing_hat=1, braces=1),
        line("c.jpg", is_female=1),
    ]
    source = SelfieDataset(path=laid(tmp_path / "set", rows, "a.jpg", "b.jpg", "c.jpg"))
    names = ("smiling", "wearing_hat", "braces")

    samples = survey.listed([source], {"looks": names}, {})

    found = truth(Target("looks", "multi-label", names), [sample.labels for sample in samples])
    nan = float("nan")
    assert np.array_equal(found, np.float32([[1, 0, nan], [nan, 1, 1], [nan] * 3]), equal_nan=True)
