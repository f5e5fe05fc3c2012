"""`imgfw predict`: files, folders and stdin."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from weakref import WeakSet

import numpy as np
import pytest
from PIL import Image

from imgfw.answer import Answer
from imgfw.cli.predict import _progress
from imgfw.cli.terminal import PlainProgress
from imgfw.errors import RunError
from imgfw.escapes import unescaped
from imgfw.predicting import Looker


@pytest.fixture
def pictures(tmp_path):
    """A red, a blue and a broken picture, and a note."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (5, 5), (200, 3, 0)).save(folder / "red.png")
    Image.new("RGB", (5, 5), (0, 4, 200)).save(folder / "blue.png")
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("not looked into")
    return folder


@pytest.fixture
def trained(imgfw, recipe, small_plugin):
    """A finished run, and `predict latest` with the words given."""
    assert imgfw("-q", "run", recipe, "--plugin", small_plugin).code == 0
    return lambda *words: imgfw("predict", "latest", *words, "--plugin", small_plugin)


def test_a_line_for_each_picture(trained, pictures):
    """Label and probabilities by file; the broken one on stderr, and exit 3."""
    said = trained(pictures)

    assert said.code == 3
    blue, red = said.out.splitlines()
    assert "blue.png  colour: blue (blue " in blue and "red.png  colour: red (red " in red
    assert "left out: " in said.err and "broken.jpg" in said.err and "notes.txt" not in said.err


def test_one_json_document(trained, pictures):
    """Probabilities by label, and the reason where there are none."""
    said = trained(pictures, "--json")

    answers = json.loads(said.out)["answers"]
    by_name = {answer["file"].rsplit("/", 1)[-1]: answer for answer in answers}
    assert by_name["red.png"]["colour"]["decided"] == "red"
    assert sum(by_name["red.png"]["colour"]["probabilities"].values()) == pytest.approx(1)
    assert by_name["broken.jpg"]["left_out"]


def test_files_of_lines_and_of_columns(trained, pictures, tmp_path):
    """JSON lines and CSV hold the same numbers, and stdout stays empty."""
    said = trained(pictures, "--jsonl", tmp_path / "a.jsonl", "--csv", tmp_path / "a.csv")

    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert said.out == ""
    assert [row["file"] for row in rows] == [line["file"] for line in lines]
    for row, line in zip(rows, lines, strict=True):
        if not row["left_out"]:
            assert np.float32(row["colour:red"]) == np.float32(line["colour"]["probabilities"]["red"])
            assert row["colour"] == line["colour"]["decided"]


CHILD = """
import sys
from imgfw.cli.main import main
code = main(sys.argv[1:])
heavy = [name for name in ("tensorflow", "keras", "sklearn", "pyarrow", "cv2") if name in sys.modules]
print(code, heavy, file=sys.stderr)
"""


def test_no_training_library_is_imported(trained, pictures, small_plugin, tmp_path):
    """Neither where pictures are looked at nor where they are known; pyarrow only where it is asked for."""
    words = ("predict", "latest", pictures, "--csv", tmp_path / "a.csv", "--plugin", small_plugin)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", CHILD, *map(str, words)], capture_output=True, text=True, check=True
        )
        assert done.stderr.splitlines()[-1] == "3 []"


@pytest.fixture
def many(tmp_path):
    """A hundred pictures, every tenth of them broken."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(100):
        if number % 10:
            Image.new("RGB", (5, 5), (200 * (number % 2), number, 200 * (1 - number % 2))).save(
                folder / f"{number:03}.png"
            )
        else:
            (folder / f"{number:03}.png").write_bytes(b"no picture")
    return folder


class Watched:
    """How many answers are alive at a time; the bundle's own work is done as ever."""

    def __init__(self, monkeypatch) -> None:
        self.most, self.asked = 0, 0
        alive: WeakSet = WeakSet()
        look = Looker.__call__

        class Counted(Answer):
            __hash__ = object.__hash__

        def counted(looker, path):
            prediction, said = look(looker, path)
            given = tuple(Counted(**vars(answer)) for answer in prediction.answers)
            self.asked += 1
            for answer in given:
                alive.add(answer)
            self.most = max(self.most, len(alive))
            return replace(prediction, answers=given), said

        monkeypatch.setattr(Looker, "__call__", counted)


@pytest.mark.parametrize("how", ["lines", "files"])
def test_answers_run_through_one_by_one(trained, many, tmp_path, monkeypatch, how: str):
    """Of many files only a few answers are held, whichever way they go; all of them come, in order."""
    watched = Watched(monkeypatch)
    to = ("--csv", tmp_path / "a.csv", "--jsonl", tmp_path / "a.jsonl") if how == "files" else ()

    said = trained(many, "--workers", 2, *to)

    names = [f"{number:03}.png" for number in range(100)]
    assert (said.code, watched.asked) == (3, 100)
    assert watched.most <= 20
    told = [line.partition(": ")[2].partition(":")[0] for line in said.err.splitlines() if "left out" in line]
    assert [name.rsplit("/", 1)[1] for name in told] == names[::10]
    if how == "lines":
        shown = [line.partition("  ")[0].rsplit("/", 1)[1] for line in said.out.splitlines()]
        assert shown == [name for place, name in enumerate(names) if place % 10]
    else:
        rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
        lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
        assert [row["file"].rsplit("/", 1)[1] for row in rows] == names
        assert [line["file"].rsplit("/", 1)[1] for line in lines] == names


def test_what_ends_the_work_leaves_the_files_of_before(trained, many, tmp_path, monkeypatch):
    """A file is there whole or not at all."""
    look = Looker.__call__

    def until(looker, path):
        if path.endswith("050.png"):
            raise RunError("oh")
        return look(looker, path)

    monkeypatch.setattr(Looker, "__call__", until)
    (tmp_path / "a.csv").write_text("of before")
    before = sorted(path.name for path in tmp_path.iterdir())

    said = trained(many, "--csv", tmp_path / "a.csv", "--jsonl", tmp_path / "new.jsonl")

    assert said.code == 1
    assert (tmp_path / "a.csv").read_text() == "of before"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_file_that_cannot_be_written_is_told_before_any_work(trained, many, tmp_path, monkeypatch):
    """By its own name."""
    watched = Watched(monkeypatch)

    said = trained(many, "--csv", tmp_path / "nowhere" / "a.csv")

    assert (said.code, watched.asked) == (1, 0)
    assert f"{tmp_path / 'nowhere' / 'a.csv'}" in said.err and "Traceback" not in said.err


def test_where_answers_run_over_a_terminal_there_is_no_bar(monkeypatch):
    """They tell themselves how far it is; a bar is for those who see nothing."""
    monkeypatch.setattr("imgfw.cli.terminal.terminal_progress", PlainProgress)
    for shown, people, plain in ((True, True, False), (True, False, True), (False, True, True)):
        monkeypatch.setattr("sys.stdout", Screen(shown))

        assert isinstance(_progress(people, quiet=False), PlainProgress) is plain
        assert not isinstance(_progress(people, quiet=True), PlainProgress)


class Screen(io.StringIO):
    """A stream that is a terminal or not."""

    def __init__(self, shown: bool) -> None:
        super().__init__()
        self.shown = shown

    def isatty(self) -> bool:
        """As it was made."""
        return self.shown


def test_names_come_from_stdin(trained, pictures, monkeypatch):
    """A dash reads one name a line."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{pictures / 'red.png'}\n\n"))

    said = trained("-")

    assert said.code == 0
    assert "red.png" in said.out


def test_a_picture_on_stdin_is_a_wrong_call(trained, pictures, monkeypatch):
    """A dash reads names; bytes are refused with what is expected."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\0\0\n"))

    said = trained("-")

    assert said.code == 2
    assert "reads file names, one a line" in said.err


def test_what_is_no_file_is_left_out(trained, tmp_path):
    """A pipe is not waited for."""
    os.mkfifo(tmp_path / "x.jpg")

    said = trained(tmp_path / "x.jpg")

    assert said.code == 3
    assert "is not a file" in said.err


def test_what_is_not_there_is_a_wrong_call(trained, tmp_path):
    """A path that does not exist is exit 2, and so is a run that does not."""
    assert trained(tmp_path / "gone").code == 2


def test_an_unknown_run_is_a_wrong_call(imgfw, pictures):
    """The error says what to give."""
    said = imgfw("predict", "latest", pictures)

    assert said.code == 2
    assert "no finished run here" in said.err


@pytest.mark.parametrize("form", ["--csv", "--jsonl"])
def test_a_full_disk_is_one_sentence_that_names_the_file(trained, pictures, form):
    """Exit 1, no traceback."""
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")

    said = trained(pictures, form, "/dev/full")

    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1] == "imgfw: /dev/full: No space left on device"
    assert "Traceback" not in said.err


def test_odd_names_are_shown_and_written_as_valid_text(trained, tmp_path):
    """On the terminal nothing moves the cursor; in files the name can be read back."""
    name = os.fsencode(tmp_path) + b"/caf\xe9\x1b[2J.png"
    with open(name, "wb") as file:
        Image.new("RGB", (5, 5), (200, 3, 0)).save(file, "PNG")

    shown = trained(os.fsdecode(name))
    files = trained(os.fsdecode(name), "--csv", tmp_path / "a.csv", "--jsonl", tmp_path / "a.jsonl")

    assert shown.code == files.code == 0
    assert "caf��[2J.png  colour: red" in shown.out and "\x1b" not in shown.out
    row = next(csv.DictReader((tmp_path / "a.csv").read_text("utf-8").splitlines()))
    line = json.loads((tmp_path / "a.jsonl").read_text("utf-8"))
    assert os.fsencode(unescaped(row["file"])) == os.fsencode(line["file"]) == name


KINDS = """
[[source]]
use = "shades"

[split]
exact = true

[group]
near = false

[backbone]
use = "mean-colour"

[[head]]
use = "guess"
targets = ["looks", "light", "shade"]

[[metric]]
use = "share"
target = "shade"
"""
GUESS = '''
import numpy as np
from typing import Literal
from imgfw import Head, Picture, Sample, Source, Target, hookimpl

class Shades(Source):
    """Plain pictures with labels of every kind."""
    use: Literal["shades"] = "shades"

    def gives(self):
        return Target("looks", "multi-label", ("old", "red")), Target("light", "number"), Target("shade")

    def samples(self):
        for i in range(40):
            labels = {"looks": ("old", "red")[: i % 3], "light": i / 8, "shade": (("blue", "red")[i % 2],)}
            yield Sample(f"{i:03}", stamp="1", digest=f"digest-{i}", labels=labels)

    def read(self, sample):
        return Picture(np.full((4, 4, 3), int(sample.uri), np.uint8))

class Says:
    def predict(self, inputs):
        n = len(inputs["features"])
        rows = {"looks": [0.75, 0.625], "light": [2.5], "shade": [0.25, 0.75]}
        return {name: np.tile(np.array(row, np.float32), (n, 1)) for name, row in rows.items()}

    def state(self):
        return {}

class Guess(Head):
    """Says the same of everything."""
    use: Literal["guess"] = "guess"

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        return Says()

    def restore(self, state):
        return Says()

@hookimpl
def imgfw_heads():
    return [Guess]

@hookimpl
def imgfw_sources():
    return [Shades]
'''


def test_what_is_decided_has_the_shape_of_its_target(imgfw, pictures, small_plugin, tmp_path):
    """A label, a list of labels, or a number."""
    (tmp_path / "guess.py").write_text(GUESS)
    (tmp_path / "kinds.toml").write_text(KINDS)
    plugins = ("--plugin", small_plugin, "--plugin", tmp_path / "guess.py")
    run = imgfw("-q", "run", "kinds.toml", *plugins)

    said = imgfw("predict", "latest", pictures / "red.png", "--json", *plugins)

    assert run.code == 0, run.err
    (answer,) = json.loads(said.out)["answers"]
    assert {name: answer[name]["decided"] for name in ("looks", "light", "shade")} == {
        "looks": ["old", "red"],
        "light": 2.5,
        "shade": "red",
    }
