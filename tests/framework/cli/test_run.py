"""`imgfw run`: results on stdout, all else on stderr, exit codes."""

from __future__ import annotations

import json
import os
import shlex

import pytest
from PIL import Image

from imgfw.cli.run import seconds
from imgfw.errors import CallError
from imgfw.line.reopen import open_run

PHOTOS = """
source = [{ use = "folder", path = "photos" }]
split = { exact = true }
group = { near = false }
backbone = { use = "mean-colour" }
head = [{ use = "means" }]
metric = [{ use = "f1" }]
"""


def test_scores_are_printed_and_stages_told(imgfw, recipe, small_plugin):
    """The table of scores is the result; the line of stages is beside it."""
    said = imgfw("run", recipe, "--plugin", small_plugin)

    assert said.code == 0
    assert "colour on 9 test samples" in said.out
    assert "share                    1.000" in said.out
    assert "always" in said.out and "imgfw predict runs/colours-" in said.out
    assert [line.split()[0] for line in said.err.splitlines()][:2] == ["survey", "split"]


def test_json_is_one_document(imgfw, recipe, small_plugin):
    """Scores, where the run is, and what was left out; quiet says nothing else."""
    said = imgfw("-q", "run", recipe, "--plugin", small_plugin, "--json")

    document = json.loads(said.out)
    assert document["scores"]["colour"]["test"]["share"]["value"] == 1.0
    assert document["left_out"] == {} and document["run"].startswith("runs/colours-")
    assert said.err == ""


def test_files_that_could_not_be_used_are_named_and_exit_is_3(imgfw, recipe, small_plugin):
    """The run is done; the one picture that a transform refuses is told."""
    recipe.write_text(recipe.read_text() + '\n[[transform]]\nuse = "darker"\n')

    said = imgfw("run", recipe, "--plugin", small_plugin, "--set", "source.0.count=80")

    assert said.code == 3
    assert "left out: 066: 66 is too green" in said.err
    assert "run       runs/" in said.out


def test_a_wrong_recipe_is_exit_2_without_a_traceback(imgfw, recipe, small_plugin):
    """Every problem with its place, nothing on stdout."""
    recipe.write_text(recipe.read_text().replace("mean-colour", "mean-color"))

    said = imgfw("run", recipe, "--plugin", small_plugin)

    assert said.code == 2
    assert "colours.toml:12:1" in said.err and 'did you mean "mean-colour"?' in said.err
    assert "Traceback" not in said.err and said.out == ""


def test_a_run_that_fails_is_exit_1(imgfw, recipe, small_plugin):
    """The reason is one sentence."""
    said = imgfw("run", recipe, "--plugin", small_plugin, "--set", "source.0.count=1")

    assert said.code == 1
    assert "expected at least two labels" in said.err and "Traceback" not in said.err


def test_a_place_that_cannot_be_written_is_one_sentence(imgfw, recipe, small_plugin, tmp_path):
    """A file where run folders should be made is named, without a traceback."""
    (tmp_path / "afile").write_text("")

    said = imgfw("run", recipe, "--plugin", small_plugin, "--runs", tmp_path / "afile")

    assert said.code == 1
    assert "afile" in said.err and "Not a directory" in said.err and "--runs" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_sink_that_fails_is_exit_1_and_the_run_is_kept(imgfw, recipe, small_plugin):
    """Scores are printed, the sink has a line of its own, and the run is the latest."""
    recipe.write_text(recipe.read_text() + '\n[[sink]]\nuse = "note"\nfail = true\n')

    said = imgfw("run", recipe, "--plugin", small_plugin)
    document = imgfw("-q", "run", recipe, "--plugin", small_plugin, "--json")

    assert said.code == document.code == 1
    assert "sink note failed: ValueError: no ink; the run itself is done and kept" in said.err.splitlines()
    assert "share                    1.000" in said.out
    assert json.loads(document.out)["unwritten"] == {"note": "ValueError: no ink"}
    assert json.loads(imgfw("runs", "--json").out)["runs"][-1]["state"] == "finished"


def test_without_sinks_the_line_says_so(imgfw, recipe, small_plugin):
    """No half a line."""
    said = imgfw("run", recipe, "--plugin", small_plugin)

    assert [line.split("(")[0].split() for line in said.err.splitlines()][-1] == ["sinks", "none"]


def test_what_to_try_next_works_when_pasted(imgfw, recipe, small_plugin, tmp_path):
    """It names the plugin files, quoted where a shell needs it."""
    plugin = tmp_path / "my plugin.py"
    plugin.write_text(small_plugin.read_text())
    said = imgfw("run", recipe, "--plugin", plugin)

    words = shlex.split(said.out.splitlines()[-1])
    (tmp_path / "empty").mkdir()
    again = imgfw(*words[2:-1], tmp_path / "empty")

    assert (words[0], words[1], words[-1]) == ("try", "imgfw", "PICTURES...")
    assert (again.code, again.err) == (0, "no pictures there\n")


def test_a_run_that_fails_at_once_is_not_listed(imgfw, recipe, small_plugin):
    """`imgfw runs` shows no folder in which nothing was done."""
    imgfw("run", recipe, "--plugin", small_plugin, "--set", "source.0.count=1")

    assert json.loads(imgfw("runs", "--json").out)["runs"] == []


@pytest.fixture
def photos(tmp_path):
    """Red and blue pictures in class folders, and a recipe for them."""
    for label, colour in (("red", (200, 0, 0)), ("blue", (0, 0, 200))):
        (tmp_path / "photos" / label).mkdir(parents=True)
        for number in range(20):
            shade = tuple(c + number for c in colour)
            Image.new("RGB", (4, 4), shade).save(tmp_path / "photos" / label / f"{number}.png")
    (tmp_path / "r.toml").write_text(PHOTOS)
    return tmp_path / "photos"


def test_a_link_in_a_circle_stops_nothing(imgfw, photos, small_plugin):
    """Neither one to itself, with a picture's ending or any, nor two to each other; run and predict go on."""
    (photos / "red" / "self.jpg").symlink_to(photos / "red" / "self.jpg")
    (photos / "red" / "loop").symlink_to(photos / "red" / "loop")
    (photos / "red" / "odd.dat").symlink_to(photos / "red" / "odd.dat")
    (photos / "blue" / "one").symlink_to(photos / "blue" / "two")
    (photos / "blue" / "two").symlink_to(photos / "blue" / "one")
    (photos / "blue" / "up").symlink_to(photos)

    run = imgfw("run", "r.toml", "--plugin", small_plugin)
    predict = imgfw("predict", "latest", photos, "--plugin", small_plugin)
    itself = imgfw("predict", "latest", photos / "red" / "self.jpg", "--plugin", small_plugin)

    assert (run.code, predict.code) == (3, 3)
    for said in (run, predict):
        told = [line for line in said.err.splitlines() if line.startswith("left out: ")]
        assert len(told) == 4 and "Traceback" not in said.err, said.err
        assert "red/self.jpg" in said.err and "blue/one" in said.err
    assert len(predict.out.splitlines()) == 40
    assert itself.code == 2 and "no such file or folder" in itself.err


def test_files_that_are_passed_over_are_told(imgfw, photos, small_plugin):
    """By run and predict alike; a picture under an odd name is used."""
    (photos / "red" / "1.png").rename(photos / "red" / "1.png_large")
    for number in range(3):
        (photos / "red" / f"{number}.dat").write_bytes(b"x")
    (photos / "notes.txt").write_text("x")

    run = imgfw("run", "r.toml", "--plugin", small_plugin)
    predict = imgfw("predict", "latest", photos, "--plugin", small_plugin)

    assert run.code == predict.code == 0
    for said in (run, predict):
        assert "4 files passed over: .dat 3, .txt 1" in said.err.splitlines()
    assert "40 samples" in run.err and len(predict.out.splitlines()) == 40


def test_a_class_whose_name_is_no_text_is_refused_at_once(imgfw, photos, small_plugin):
    """Before anything is looked at; exit 2, with what to do."""
    (photos / "blue").rename(os.fsdecode(os.fsencode(photos) + b"/caf\xe9"))

    said = imgfw("run", "r.toml", "--plugin", small_plugin)

    assert said.code == 2 and "rename the folder" in said.err and "Traceback" not in said.err


def test_a_file_whose_name_is_no_text_comes_through(imgfw, photos, small_plugin):
    """From the folder to the tables, and back from the run to the picture."""
    (photos / "blue" / "3.png").rename(os.fsdecode(os.fsencode(photos / "blue") + b"/caf\xe9.png"))

    said = imgfw("run", "r.toml", "--plugin", small_plugin)
    outcome = open_run("latest", runs=photos.parent / "runs", plugins=[small_plugin])

    sample = next(s for s in outcome.samples if "caf" in s.uri)
    assert said.code == 0
    assert os.fsencode(sample.uri) == b"blue/caf\xe9.png" and outcome.picture(sample).image.shape == (4, 4, 3)
    for file in outcome.folder.rglob("*"):
        assert (
            not file.is_file() or file.suffix in (".npz", ".npy", ".bin") or file.read_text("utf-8")[:0] == ""
        )


def test_names_cannot_move_the_cursor(imgfw, photos, small_plugin):
    """Neither those of files that are left out nor those of classes reach the terminal as they are."""
    (photos / "red").rename(photos / "re\x1b[2Jd")
    (photos / "blue" / "x\x1b[2J\n.png").write_bytes(b"broken")

    said = imgfw("run", "r.toml", "--plugin", small_plugin)

    assert said.code == 3 and "left out: blue/x�[2J�.png: " in said.err
    assert "always" in said.out and "\x1b" not in said.out + said.err


@pytest.mark.parametrize(("text", "found"), [("90", 90), ("90s", 90), ("1.5m", 90), ("2h", 7200)])
def test_times_are_read(text: str, found: float):
    """Seconds by default, minutes and hours by their letter."""
    assert seconds(text) == found


def test_another_time_is_refused():
    """The error says what is expected."""
    with pytest.raises(CallError, match="expected a time such as 90s, 10m or 2h, got 'soon'"):
        seconds("soon")
