"""Labels come to a bundle and leave it, without training."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw.decisions import Stale
from imgfw.errors import CallError

RECIPE = """
name = "known"
[[source]]
use = "colours"
count = 40
[split]
exact = true
[backbone]
use = "mean-colour"
[[head]]
use = "known"
examples = 2
[decide]
unknown = 0.9
[[metric]]
use = "share"
"""


@pytest.fixture
def go(tmp_path: Path, small_plugin: Path):
    """Runs the recipe, with more text and overrides; gives the run's folder."""

    def gone(more: str = "", *sets: str) -> Path:
        (tmp_path / "known.toml").write_text(RECIPE + more)
        return imgfw.run(
            tmp_path / "known.toml", sets=sets, runs=tmp_path / "runs", plugins=small_plugin, workers=1
        ).folder

    return gone


@pytest.fixture
def run(go) -> Path:
    """A run that knows red and blue."""
    return go()


@pytest.fixture
def green(tmp_path: Path) -> list[Path]:
    """Three green pictures."""
    return [_plain(tmp_path / f"green-{shade}.png", (0, shade, 0)) for shade in (190, 200, 210)]


def _plain(path: Path, colour: tuple[int, int, int]) -> Path:
    Image.fromarray(np.full((9, 12, 3), colour, np.uint8)).save(path)
    return path


def test_a_new_label_is_known_at_once(run: Path, green: list[Path], small_plugin: Path):
    """What was nobody before is green now, and others are what they were."""
    before = imgfw.load(run, plugins=small_plugin)

    found = imgfw.enrol(run, "green", green[:2], plugins=small_plugin)

    after = imgfw.load(run, plugins=small_plugin)
    assert before.predict(green[2])[0].decided == {"colour": ""}
    (answer,) = after.predict(green[2])
    assert answer.decided == {"colour": "green"}
    assert (found.generation, found.target, found.used) == (2, "colour", tuple(map(str, green[:2])))
    assert after.targets["colour"].labels == ("blue", "red", "green")
    assert {each.label for each in answer.evidence["colour"][:2]} == {"green"}
    assert {each.uri for each in answer.evidence["colour"][:2]} == {each.name for each in green[:2]}
    assert (run / "bundle" / answer.evidence["colour"][0].picture).is_file()
    assert json.loads((run / "scores.json").read_text())["since"] == ["generation 2: green: 2 pictures added"]


def test_more_pictures_of_a_label_that_is_known(run: Path, green: list[Path], small_plugin: Path):
    """They stand behind it as well; examples are no more than its head wants."""
    imgfw.enrol(run, "green", green[:1], plugins=small_plugin)

    found = imgfw.enrol(run, "green", green[1:], plugins=small_plugin)

    bundle = imgfw.load(run, plugins=small_plugin)
    assert (found.generation, bundle.heads["colour"].fitted.counts["colour"][2]) == (3, 3)
    assert len(bundle.examples["colour"].of("green")) == 2


def test_a_label_leaves_with_its_pictures(run: Path, small_plugin: Path):
    """Nothing in the bundle tells of it any more."""
    found = imgfw.dismiss(run, "red", plugins=small_plugin)

    bundle = imgfw.load(run, plugins=small_plugin)
    assert (found.generation, bundle.targets["colour"].labels) == (2, ("blue",))
    assert set(bundle.examples["colour"].labels) == {"blue"}
    texts = [path for path in (run / "bundle").rglob("*") if path.is_file() and b'"red"' in path.read_bytes()]
    assert texts == []


def test_a_run_opens_as_it_was(run: Path, green: list[Path], small_plugin: Path):
    """Its predictions are of the labels that were known then, whoever came and went."""
    before = imgfw.open(run, plugins=small_plugin)
    imgfw.enrol(run, "green", green, plugins=small_plugin)
    imgfw.dismiss(run, "red", plugins=small_plugin)

    after = imgfw.open(run, plugins=small_plugin)

    assert after.targets == before.targets
    for split, given in before.predictions.items():
        again = after.predictions[split]
        assert np.array_equal(again.truth["colour"], given.truth["colour"])
        assert np.array_equal(again.probabilities["colour"], given.probabilities["colour"])
    assert after.scores["since"][1] == "generation 3: red: removed"


def test_pictures_that_cannot_be_used_are_left_out_with_the_reason(
    run: Path, green: list[Path], small_plugin: Path, tmp_path: Path
):
    """Broken, missing, and the same one twice."""
    (tmp_path / "broken.png").write_bytes(b"no picture")
    copy = tmp_path / "copy.png"
    copy.write_bytes(green[0].read_bytes())

    given = [green[0], tmp_path / "broken.png", tmp_path / "none.png", copy]
    found = imgfw.enrol(run, "green", given, plugins=small_plugin)

    assert found.used == (str(green[0]),)
    assert list(found.left_out) == list(map(str, given[1:]))
    assert found.left_out[str(copy)] == f"is the same picture as {green[0]}"


def test_each_picture_must_show_one(go, green: list[Path], small_plugin: Path):
    """Where the annotator finds two, it is not known who is meant; then nothing changes."""
    run = go("[[annotator]]\nuse = 'halves'\nat_predict = true\nseveral = 'largest'\n")

    with pytest.raises(
        CallError, match=r"green-190.png: 2 were found in it, expected one; cut out who is meant"
    ):
        imgfw.enrol(run, "green", green, plugins=small_plugin)

    assert imgfw.load(run, plugins=small_plugin).generation == 1


def test_whoever_was_taken_for_another_one_is_told(
    run: Path, green: list[Path], small_plugin: Path, tmp_path
):
    """It may be the same person under two names, or a picture in the wrong place: it is used on demand."""
    red = _plain(tmp_path / "red.png", (200, 20, 60))

    left = imgfw.enrol(run, "crimson", [red, green[0]], plugins=small_plugin)
    found = imgfw.enrol(run, "crimson", red, anyway=True, plugins=small_plugin)
    again = imgfw.enrol(run, "blue", [_plain(tmp_path / "blue.png", (60, 20, 200))], plugins=small_plugin)
    other = _plain(tmp_path / "other.png", (20, 25, 200))

    assert left.used == (str(green[0]),)
    assert left.left_out == {
        str(red): "shows red, whom the model knows; if it is somebody else, add --anyway (anyway=True)"
    }
    assert (found.used, found.taken_for, found.unlike) == ((str(red),), {str(red): "red"}, ())
    assert again.taken_for == {}
    with pytest.raises(CallError, match=r"scarlet: expected one usable picture .*\n.*shows blue, whom"):
        imgfw.enrol(run, "scarlet", other, plugins=small_plugin)
    assert "scarlet" not in imgfw.load(run, plugins=small_plugin).targets["colour"].labels


def test_what_a_change_costs_is_told(run: Path, small_plugin: Path, tmp_path: Path):
    """One thing under two names makes strangers of those who were known; without it they are known again."""
    twin = _plain(tmp_path / "twin.png", (200, 21, 61))

    found = imgfw.enrol(run, "crimson", twin, anyway=True, plugins=small_plugin)
    gone = imgfw.dismiss(run, "crimson", plugins=small_plugin)

    before, since, count = found.found
    assert since < before == count
    assert gone.found == (since, count, count)


def test_a_picture_that_is_not_like_the_others_is_told(
    run: Path, green: list[Path], small_plugin: Path, tmp_path: Path
):
    """As it would be seen by who knows the others alone, though it is learned from with them."""
    odd = _plain(tmp_path / "odd.png", (130, 150, 130))

    found = imgfw.enrol(run, "green", [green[0], odd], plugins=small_plugin)

    assert (found.unlike, found.taken_for) == ((str(odd),), {})


def test_examples_are_kept_as_they_are_seen(go, small_plugin: Path, tmp_path: Path):
    """Features and picture of each are its own, behind the transforms; the most typical is the first."""
    run = go("[[transform]]\nuse = 'darker'\nby = 60\n")
    shades = [_plain(tmp_path / f"{blue}.png", (60, 200, blue)) for blue in (60, 160, 250)]

    imgfw.enrol(run, "green", shades, anyway=True, plugins=small_plugin)

    bundle = imgfw.load(run, plugins=small_plugin)
    kept = bundle.examples["colour"]
    first, second = kept.of("green")
    assert kept.uris[first] == shades[1].name
    for at in (first, second):
        blue = int(Path(kept.uris[at]).stem)
        image = np.asarray(Image.open(BytesIO(kept.pictures[at])), int)
        assert kept.features[at].tolist() == [0, 140, blue - 60]
        assert np.abs(image - [0, 140, blue - 60]).max() < 8


def test_without_unknown_everybody_was_taken_for_somebody(go, green: list[Path], small_plugin: Path):
    """That says nothing, so it is not told."""
    assert imgfw.enrol(go("", "decide.unknown=0.0"), "green", green, plugins=small_plugin).taken_for == {}


def test_names_that_differ_in_their_letters_case_are_one(run: Path, green: list[Path], small_plugin: Path):
    """Unless somebody says that they are two."""
    with pytest.raises(CallError, match="red is known: write it so, or add Red as somebody else"):
        imgfw.enrol(run, "Red", green, plugins=small_plugin)

    imgfw.enrol(run, "Red", green, anyway=True, plugins=small_plugin)
    assert set(imgfw.load(run, plugins=small_plugin).targets["colour"].labels) == {"red", "blue", "Red"}


def test_the_last_one_stays(run: Path, small_plugin: Path):
    """A gallery knows somebody."""
    imgfw.dismiss(run, "red", plugins=small_plugin)

    with pytest.raises(CallError, match="blue is the last one who is known; add another one first"):
        imgfw.dismiss(run, "blue", plugins=small_plugin)


def test_a_long_name_is_refused(run: Path, green: list[Path], small_plugin: Path):
    """With its length, not all of it."""
    with pytest.raises(CallError, match=r"a name of 255 bytes at most, got one of 3,000: aaa.*\.\.\.$"):
        imgfw.enrol(run, "a" * 3000, green, plugins=small_plugin)


@pytest.mark.parametrize("name", ["", " ", " a", "a\nb"])
def test_a_name_is_one_line(run: Path, green: list[Path], small_plugin: Path, name: str):
    """Of something that can be seen."""
    with pytest.raises(CallError, match="expected a name that is not empty, on one line"):
        imgfw.enrol(run, name, green, plugins=small_plugin)


def test_a_head_that_is_no_gallery_is_refused(go, green: list[Path], small_plugin: Path):
    """Its labels are fixed."""
    run = go("", 'head.0.use="means"')

    with pytest.raises(CallError, match="labels are fixed; expected a head such as prototypes, got means"):
        imgfw.enrol(run, "green", green, plugins=small_plugin)


def test_another_target_is_refused(run: Path, small_plugin: Path):
    """By name."""
    with pytest.raises(CallError, match='expected a target of colour, got "taste"'):
        imgfw.dismiss(run, "red", target="taste", plugins=small_plugin)


def test_a_label_that_nobody_has_is_refused(run: Path, small_plugin: Path):
    """With the nearest name; nothing changes."""
    with pytest.raises(CallError, match=r'expected a label that "colour" has, got "rad" .*"red"'):
        imgfw.dismiss(run, "rad", plugins=small_plugin)

    assert imgfw.load(run, plugins=small_plugin).generation == 1


def test_the_threshold_is_told_and_kept_with_its_doubt(run: Path, green: list[Path], small_plugin: Path):
    """A given one is not fitted; who alone is left is nobody. With another one it is as it was."""
    alone = imgfw.dismiss(run, "red", plugins=small_plugin)
    nobody = imgfw.load(run, plugins=small_plugin).predict(green[0])[0]
    found = imgfw.enrol(run, "green", green, plugins=small_plugin)

    assert alone.decision.stale == Stale(2, 1, "it was given by the recipe")
    assert nobody.decided == {"colour": ""}
    assert found.decision.stale == Stale(2, 2, "it was given by the recipe")
    bundle = imgfw.load(run, plugins=small_plugin)
    assert bundle.decisions["colour"] == found.decision
    assert bundle.predict(green[0])[0].decided == {"colour": "green"}


def test_one_picture_may_be_given_by_itself(run: Path, green: list[Path], small_plugin: Path):
    """As to `predict`: as a path or as text."""
    assert imgfw.enrol(run, "green", str(green[0]), plugins=small_plugin).used == (str(green[0]),)
    assert imgfw.enrol(run, "green", green[1], plugins=small_plugin).used == (str(green[1]),)


def test_a_folder_means_the_pictures_in_it(run: Path, green: list[Path], small_plugin: Path, tmp_path: Path):
    """At any depth, beside single files; one without any is told as such, and nothing changes."""
    inside = tmp_path / "more" / "deep" / "light.png"
    inside.parent.mkdir(parents=True)
    green[2].rename(inside)
    (tmp_path / "none").mkdir()

    with pytest.raises(CallError, match=r"none: expected .*, got a folder without any"):
        imgfw.enrol(run, "green", [green[0], tmp_path / "none"], plugins=small_plugin)
    found = imgfw.enrol(run, "green", [green[0], str(tmp_path / "more")], plugins=small_plugin)

    assert (found.generation, found.used) == (2, (str(green[0]), str(inside)))


def test_a_picture_counts_once(run: Path, green: list[Path], small_plugin: Path, tmp_path: Path):
    """Given again under another name, it is left out, as long as it is kept as an example of the label."""
    copy = tmp_path / "copy.png"
    copy.write_bytes(green[0].read_bytes())
    imgfw.enrol(run, "green", green[0], plugins=small_plugin)

    found = imgfw.enrol(run, "green", [copy, green[1]], plugins=small_plugin)

    assert found.used == (str(green[1]),)
    assert found.left_out == {
        str(copy): f"is the same picture as {green[0].name}, from which green is known already"
    }
    with pytest.raises(CallError, match=r"copy\.png: is a picture from which green is known already"):
        imgfw.enrol(run, "lime", copy, anyway=True, plugins=small_plugin)


def test_a_picture_counts_once_even_where_none_are_kept(go, green: list[Path], small_plugin: Path):
    """What taught a label is known by its checksum, and forgotten with it; nobody else learns from it."""
    run = go("", "head.0.examples=0")
    imgfw.enrol(run, "green", green[:2], plugins=small_plugin)

    with pytest.raises(CallError, match=r"green-200.png: is a picture from which green is known already"):
        imgfw.enrol(run, "green", green[1], plugins=small_plugin)
    assert imgfw.enrol(run, "green", green, plugins=small_plugin).used == (str(green[2]),)
    with pytest.raises(CallError, match=r"is a picture from which green is known already"):
        imgfw.enrol(run, "lime", green[1], anyway=True, plugins=small_plugin)

    taught = imgfw.load(run, plugins=small_plugin).taught["colour"]
    assert len(taught["green"]) == 3
    gone = taught["green"][0]
    imgfw.dismiss(run, "green", plugins=small_plugin)
    assert gone not in (run / "bundle" / "bundle.json").read_text()
    assert imgfw.enrol(run, "green", green[1], plugins=small_plugin).used == (str(green[1]),)


def test_a_bundle_that_does_not_know_its_pictures_learns(run: Path, green: list[Path], small_plugin: Path):
    """As an earlier imgfw wrote it."""
    record = json.loads((run / "bundle" / "bundle.json").read_text())
    assert set(record.pop("taught")["colour"]) == {"blue", "red"}
    (run / "bundle" / "bundle.json").write_text(json.dumps(record))

    imgfw.enrol(run, "green", green[0], plugins=small_plugin)

    assert list(imgfw.load(run, plugins=small_plugin).taught["colour"]) == ["green"]


def test_names_that_are_read_the_same_are_one(run: Path, green: list[Path], small_plugin: Path):
    """An é is one character or two, as systems write it."""
    one, two = "Ren\u00e9", "Rene\u0301"

    imgfw.enrol(run, two, green[0], plugins=small_plugin)
    imgfw.enrol(run, one, green[1], plugins=small_plugin)

    assert imgfw.load(run, plugins=small_plugin).targets["colour"].labels == ("blue", "red", one)
    imgfw.dismiss(run, two, plugins=small_plugin)
    assert imgfw.load(run, plugins=small_plugin).targets["colour"].labels == ("blue", "red")


def test_without_examples_none_are_kept(go, green: list[Path], small_plugin: Path):
    """Neither from the run nor of who comes later."""
    run = go("", "head.0.examples=0")

    imgfw.enrol(run, "green", green, plugins=small_plugin)

    bundle = imgfw.load(run, plugins=small_plugin)
    assert bundle.examples == {} and bundle.predict(green[0])[0].evidence == {}
    assert list((run / "bundle").rglob("*.jpg")) == []
