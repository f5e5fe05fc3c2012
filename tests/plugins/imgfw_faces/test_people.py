"""`imgfw people`, as it is called."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw.cli.main import main

PLUGIN = '''
from typing import Literal
from imgfw import Backbone, hookimpl

class Colour(Backbone):
    """The mean colour."""
    use: Literal["colour"] = "colour"

    def encode(self, picture):
        return picture.image.mean(axis=(0, 1)).astype("float32")

@hookimpl
def imgfw_backbones():
    return [Colour]
'''
RECIPE = """
name = "people"
[[source]]
use = "folder"
path = "people"
[split]
train = 0.6
val = 0.0
test = 0.4
exact = true
[group]
near = false
[backbone]
use = "colour"
[[head]]
use = "prototypes"
distance = "euclidean"
temperature = 0.5
examples = 1
[decide]
false_accepts = 0.4
[[metric]]
use = "accuracy"
"""
COLOURS = {"Ann": (200, 40, 40), "Bob": (40, 200, 40), "Cleo": (40, 40, 200), "Dan": (200, 200, 40)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that knows four people by their colours, and pictures of a fifth."""
    folder, rng = tmp_path_factory.mktemp("made"), np.random.default_rng(0)
    for name, colour in {**COLOURS, "../Eve": (120, 20, 120)}.items():
        for number in range(5):
            file = folder / "people" / name / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            image = np.clip(rng.normal(colour, 12, (9, 9, 3)) + rng.normal(0, 6, 3), 0, 255).astype(np.uint8)
            Image.fromarray(image).save(file)
    (folder / "colour.py").write_text(PLUGIN)
    (folder / "people.toml").write_text(RECIPE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("IMGFW_CACHE", str(folder / "cache"))
        imgfw.run(folder / "people.toml", runs=folder / "runs", plugins=folder / "colour.py")
    return folder


@pytest.fixture
def people(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    """people(verb, words...): exit code, stdout and stderr of a call for a copy of the run."""
    copytree(made / "runs", tmp_path / "runs")
    monkeypatch.chdir(tmp_path)

    def called(verb: str, *words: object) -> tuple[int, str, str]:
        code = main(["--plugin", str(made / "colour.py"), "people", verb, "latest", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_it_tells_who_is_known(people):
    """From how many rows, and what becomes of strangers."""
    code, out, err = people("list")

    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[:2] == [f"{name}  from 3 rows, 1 kept as an example" for name in ("Ann", "Bob")]
    assert lines[4].startswith("4 people, generation 1; unknown below ")
    assert "of 12 pictures of 4 strangers were accepted; of new ones 0.0" in lines[4]


def test_somebody_comes_and_goes(people, made):
    """Whole folders may be given; the model knows them in the next prediction."""
    code, out, _ = people("add", "Eve", made / "Eve")
    _, told, _ = people("list", "--json")
    gone, said, _ = people("remove", "Ann")

    assert code == 0
    first, second = out.splitlines()
    assert first == "Eve: 5 pictures added; the bundle is generation 2, its scores are from before"
    assert second.startswith("unknown below ") and "of 5 pictures of 5 strangers were accepted" in second
    document = json.loads(told)
    assert [each["name"] for each in document["people"]] == ["Ann", "Bob", "Cleo", "Dan", "Eve"]
    assert document["people"][4]["examples"] == ["generation-2/examples/0/000004.jpg"]
    assert (document["generation"], document["false_accepts"]["strangers"]) == (2, 5)
    assert gone == 0
    assert said.startswith(
        "Ann: removed; the bundle is generation 3, its scores are from before\nunknown below "
    )
    assert imgfw.load("latest", plugins=made / "colour.py").targets["class"].labels[-1] == "Eve"


def test_what_cannot_be_used_is_named(people, made, tmp_path):
    """With exit code 3, on stderr; whoever was taken for another one as well."""
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    bob, eve = made / "Bob-5.png", made / "Eve" / "0.png"
    Image.fromarray(np.full((9, 9, 3), COLOURS["Bob"], np.uint8)).save(bob)

    code, out, err = people("add", "Eve", eve, broken, bob)
    _, _, warned = people("add", "Eve", bob, "--anyway")

    assert code == 3 and out.startswith("Eve: 1 picture added")
    assert f"left out: {broken}: " in err
    assert f"left out: {bob}: shows Bob, whom the model knows; if it is somebody else, add --anyway" in err
    assert "warning: 1 of 1 picture was taken for Bob before; is Eve somebody else?" in warned
    assert "is not like" not in err


def test_a_picture_of_somebody_else_is_named(people, made, tmp_path):
    """It is not like the others of that name, and nobody knew it."""
    grey = tmp_path / "grey.png"
    Image.fromarray(np.full((9, 9, 3), 128, np.uint8)).save(grey)

    code, _, err = people("add", "Eve", *sorted((made / "Eve").iterdir()), grey)

    assert code == 0
    assert f"warning: {grey}: is not like the other pictures of Eve; is it Eve?\n" in err


def test_as_one_document(people, made):
    """With `--json`: what was used, what was not and why."""
    _, out, _ = people("add", "Eve", made / "Eve" / "0.png", "--json")

    document = json.loads(out)
    decision = imgfw.load("latest", plugins=made / "colour.py").decisions["class"]
    assert document.pop("unknown") == decision.unknown and 0 < decision.unknown < 1
    assert document.pop("false_accepts")["asked"] == 0.4
    assert document == {
        "format": 1, "name": "Eve", "generation": 2, "target": "class",
        "used": [str(made / "Eve" / "0.png")], "left_out": {}, "taken_for": {}, "unlike": [],
        "stale": None, "found": [3, 2, 4],
    }  # fmt: skip


def test_few_who_are_left_are_told_to_say_little_of_strangers(people, made):
    """On the change and in the list; one alone is never known."""
    for name in ("Ann", "Bob"):
        people("remove", name)
    _, alone, why = people("remove", "Cleo")
    _, listed, _ = people("list")

    two = "the threshold for unknown is from when 3 were known, 2 are now"
    assert alone.endswith("everybody is unknown\n")
    assert "warning: one person alone has probability 1 whoever is seen, so nobody is taken for them" in why
    assert "1 person, generation 4; everybody is unknown" in listed and "one person alone" in listed
    assert "Dan  from 3 rows, 1 kept as an example" in listed
    assert imgfw.load("latest", plugins=made / "colour.py").predict(made / "people" / "Dan" / "0.png")[
        0
    ].decided == {"class": ""}
    assert two in people("add", "Ann", made / "people" / "Ann" / "0.png")[2]


def test_who_has_no_picture_is_not_known(people, made, tmp_path):
    """A name of which no row was learned stands apart, and is not counted."""
    (folder,) = tmp_path.glob("runs/*/bundle")
    bundle = imgfw.load("latest", plugins=made / "colour.py")
    ((name, part),) = bundle.heads.items()
    state = part.fitted.state()
    fitted = part.component.restore({**state, "counts.class": np.array([3.0, 0.0, 3.0, 3.0])})
    rmtree(folder)
    replace(bundle, heads={name: replace(part, fitted=fitted)}).save(folder)

    _, out, _ = people("list")
    _, document, _ = people("list", "--json")

    assert "Bob  from" not in out
    assert out.splitlines()[3] == "no picture to know them from: Bob"
    assert out.splitlines()[4].startswith("3 people, generation 1;")
    told = json.loads(document)
    assert [each["name"] for each in told["people"]] == ["Ann", "Cleo", "Dan"]
    assert told["without_pictures"] == ["Bob"]


def test_one_picture_is_told_as_one(people, made):
    """In the change and its warning, and in the list."""
    _, out, _ = people("add", "Eve", made / "Eve" / "0.png")
    _, listed, _ = people("list")

    assert out.startswith("Eve: 1 picture added; ")
    assert "Eve  from 1 row, 1 kept as an example\n" in listed


def test_a_wrong_call_changes_nothing(people):
    """Nobody of that name, and pictures that are not there."""
    unknown, _, why = people("remove", "Anna")
    missing, _, where = people("add", "Eve", "none.jpg")

    assert unknown == 2 and 'got "Anna"' in why and "Ann" in why
    assert missing == 2 and "none.jpg: no such file or folder" in where
    assert "generation 1;" in people("list")[1]


def test_pairs_are_verified(people, made, tmp_path):
    """All of a folder, or those of a list; what shows nobody is named, and its pairs are left out."""
    code, out, _ = people("verify", made / "people")
    (made / "people" / "Ann" / "broken.png").write_bytes(b"no picture")
    left, document, err = people("verify", made / "people", "--json")
    (made / "people" / "Ann" / "broken.png").unlink()

    lines = out.splitlines()
    assert code == 0 and lines[0] == "90 pairs of 20 pictures, 40 of them of one person"
    assert [line.split()[0] for line in lines[1:]] == ["accuracy", "eer", "tar-at-0.01", "threshold"]
    told = json.loads(document)
    assert left == 3 and (told["pairs"], told["tar"]) == (90, None)
    assert 0.6 < told["accuracy"] <= 1
    assert list(told["left_out"]) == [str(made / "people" / "Ann" / "broken.png")]
    assert "left out: " in err


def test_listed_pairs_are_verified(people, made, tmp_path):
    """Of pictures with any ending; a list that is not there, or of other pictures, is a wrong call."""
    for name in COLOURS:
        (tmp_path / "lfw" / name).mkdir(parents=True)
        for number in (1, 2):
            file = tmp_path / "lfw" / name / f"{name}_{number:04d}.png"
            file.write_bytes((made / "people" / name / f"{number}.png").read_bytes())
    table, words = tmp_path / "pairs.txt", ("verify", tmp_path / "lfw", "--pairs", tmp_path / "pairs.txt")

    missing, _, why = people(*words)
    table.write_text("2 1\nAnn 1 2\nAnn 1 Bob 1\nCleo 1 2\nCleo 1 Dan 1\n")
    code, out, err = people(*words)
    (tmp_path / "lfw" / "Cleo" / "Cleo_0001.png").unlink()
    few, _, named = people(*words)

    assert missing == 2 and f"{table}: expected a file that lists pairs: No such file or directory" in why
    assert (code, err) == (0, "") and out.startswith("4 pairs of 6 pictures, 2 of them of one person\n")
    assert few == 2
    assert "Cleo_0001.jpg: cannot be read: No such file or directory\n" in named
    assert "expected pairs of two folds or more, got 1 of 2 pairs" in named
