"""`imgfw predict`: files, folders and stdin."""

from __future__ import annotations

import csv
import io
import json
import os

import numpy as np
import pytest
from PIL import Image

from imgfw.escapes import unescaped


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
