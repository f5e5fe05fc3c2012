"""`imgfw list`."""

from __future__ import annotations

import json


def test_components_are_listed_with_who_provides_them(imgfw):
    """Kind, name, one line, distribution; sorted by kind and name."""
    said = imgfw("list")

    rows = [line.split() for line in said.out.splitlines()[1:]]
    assert said.code == 0
    assert ["source", "folder"] in [row[:2] for row in rows]
    assert ["backbone", "mobilenet-v2"] in [row[:2] for row in rows]
    assert all(row[-1] == "imgfw" for row in rows)


def test_one_kind_alone(imgfw):
    """Only that kind is listed."""
    document = json.loads(imgfw("list", "head", "--json").out)

    names = {given["name"] for given in document["components"]}
    assert {given["kind"] for given in document["components"]} == {"head"}
    assert {"dense", "logistic", "nearest"} <= names


def test_an_unknown_kind_gets_the_nearest(imgfw):
    """Exit 2 and the kind that was meant."""
    said = imgfw("list", "heads")

    assert said.code == 2
    assert 'did you mean "head"?' in said.err


def test_a_name_claimed_twice_is_told(imgfw, tmp_path):
    """Both rows stand there, marked; listing goes on."""
    (tmp_path / "mine.py").write_text(
        "from typing import Literal\n"
        "from imgfw import Augmenter, hookimpl\n"
        "class Flip(Augmenter):\n"
        '    """Mine."""\n'
        '    use: Literal["flip"] = "flip"\n'
        "@hookimpl\n"
        "def imgfw_augmenters():\n"
        "    return [Flip]\n"
    )

    said = imgfw("list", "augmenter", "--plugin", tmp_path / "mine.py")

    assert said.code == 0
    assert said.out.count("(in conflict)") == 2
