"""The page about a run in a browser: real runs, hostile names, and labels that are corrected on it."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
import imgfw.testing.toy

pytestmark = pytest.mark.slow
TOY = imgfw.testing.toy.__file__
CHEAP = """
[backbone]
use = "toy-colour"
[[head]]
use = "{head}"
[[metric]]
use = "{metric}"
[[sink]]
use = "report"
"""
PHOTOS = """
[[source]]
use = "folder"
path = "{data}/{name}"
[[cleaner]]
use = "label-errors"
"""
TAGS = """
[[source]]
use = "table"
path = "{data}/coco256/labels.csv"
targets = ["tags"]
"""
SELFIES = """
[[source]]
use = "drawn-selfies"
count = 96
people = 24
size = 48
[target.looks]
type = "multi-label"
from = ["is_female", "child", "youth", "senior"]
[[head]]
use = "logistic"
target = "quality"
[[head]]
use = "logistic"
target = "looks"
[[head]]
use = "ridge"
target = "popularity"
[[metric]]
use = "accuracy"
[[metric]]
use = "f1"
[[metric]]
use = "mae"
[backbone]
use = "toy-colour"
[[sink]]
use = "report"
"""
RECIPES = {
    "scenes8": PHOTOS + CHEAP.format(head="logistic", metric="accuracy"),
    "lfw10x10": PHOTOS + CHEAP.format(head="nearest", metric="accuracy"),
    "coco256": TAGS + CHEAP.format(head="logistic", metric="f1"),
    "selfies": SELFIES,
}
OPENED = "[...document.querySelectorAll('#drawer .cards figcaption > p')].map((each) => each.title)"
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "</script><script>alert(1)</script>",
    "=cmd|' -C calc'!A0",
    "\x1b[2J\x1b[31mred",
    "\u202egpj.exe",
    "two\nlines",
    "{{ 7 * 7 }}${alert(1)}",
    "javascript:alert(1)",
    "<!--",
    "]]>&lt;b&gt;",
    ' , "quoted", ',
    "<picture-0>",
)
TARGET = "<script>alert(1)<!-- \"'"


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> tuple[Path, dict[str, Path]]:
    """A folder for runs, and those that were made of `RECIPES`."""
    return tmp_path_factory.mktemp("runs"), {}


@pytest.fixture
def run_of(tool, tmp_path):
    """run_of(NAME, RECIPE, work=FOLDER) -> the folder of a run of that recipe, with its page."""

    def run(name: str, recipe: str, *, work: Path = tmp_path) -> Path:
        (work / "recipe.toml").write_text(f"name = {json.dumps(name)}\n{recipe}")
        done = tool("--plugin", TOY, "run", "recipe.toml", "--json", work=work)
        assert done.code in (0, 3), done.err
        return work / done.document["run"]

    return run


@pytest.fixture
def reported(run_of, runs, assets):
    """reported(NAME) -> the folder of a run of one of `RECIPES`."""
    work, made = runs

    def run(name: str) -> Path:
        if name not in made:
            made[name] = run_of(name, RECIPES[name].format(data=assets / "data", name=name), work=work)
        return made[name]

    return run


def page_of(run: Path) -> Path:
    """The page about a run, less than 5 MB."""
    page = run / "sinks" / "report" / "report.html"
    assert page.stat().st_size < 5_000_000
    return page


def quiet(browser) -> bool:
    """Nothing stands in the console, nothing came up over the page, and it asked for nothing."""
    return (browser.complaints(), browser.dialogs(), browser.requests()) == ([], [], [])


@pytest.mark.parametrize("name", RECIPES)
def test_a_page_is_quiet_small_and_fits(reported, browser, name):
    """Of one label, of several, of people, of several targets; narrow and wide, light and dark."""
    page = page_of(reported(name))

    for width, scheme in ((400, "light"), (1280, "dark")):
        browser.show(page, width, scheme)
        assert browser.said("document.documentElement.scrollWidth") <= width
        assert browser.said("document.querySelectorAll('section').length") > 2
        assert browser.said("document.querySelectorAll('figure svg use').length") > 10

    assert quiet(browser)


@pytest.mark.parametrize("name", ["scenes8", "lfw10x10"])
def test_a_cell_shows_exactly_its_pictures(reported, browser, name):
    """Those of predictions.npz with that truth and that decision."""
    run = reported(name)
    outcome = imgfw.open(run, plugins=TOY)
    given, labels = outcome.predictions["test"], outcome.targets["class"].labels
    truth, decided = given.truth["class"], given.decided["class"]
    browser.show(page_of(run))

    for held, said in np.argwhere(np.array(outcome.scores["confusion"]["class"]["test"]))[:12]:
        name = f"of {labels[held]} decided to be {labels[said]}"
        cell = f"#section-confusion [aria-label$={json.dumps(name)}]"
        browser.said(f"document.querySelector({json.dumps(cell)}).click()")
        expected = [given.samples[row].uri for row in np.flatnonzero((truth == held) & (decided == said))]
        assert browser.said(OPENED) == expected
        browser.said("document.querySelector('[data-close]').click()")

    assert quiet(browser)


@pytest.mark.keras
def test_labels_that_are_clicked_are_corrected_in_the_next_run(tool, recipes, browser, assets, tmp_path):
    """Five of them, exactly these, and no picture is looked at or encoded again."""
    for category in ("campus", "desert", "landscape"):
        (tmp_path / "photos" / category).mkdir(parents=True)
        for photo in sorted((assets / "data" / "scenes8" / category).iterdir())[:16]:
            shutil.copy2(photo, tmp_path / "photos" / category)
    recipe = PHOTOS.format(data=tmp_path, name="photos") + MOBILENET
    (tmp_path / "recipe.toml").write_text(recipe)
    home = str(assets / "assets" / "keras_home")
    before = tool("run", "recipe.toml", "--json", work=tmp_path, KERAS_HOME=home)
    assert before.code == 0, before.err

    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.show(page_of(tmp_path / before.document["run"]))
    clicked = browser.said(CLICKS)
    browser.call("Page.reload")
    browser.wait("document.querySelector('output')?.textContent === '5 corrected'")
    browser.said("document.querySelector('[data-take]').focus()")
    browser.press("Enter", 13, "\r")
    browser.until((tmp_path / "corrections.csv").is_file)

    (tmp_path / "recipe.toml").write_text(recipe + '\n[target.class]\ncorrections = "corrections.csv"\n')
    after = tool("run", "recipe.toml", "--json", work=tmp_path, KERAS_HOME=home)
    assert after.code == 0, after.err
    run = tmp_path / after.document["run"]
    made = after.made(tmp_path)
    assert made["survey"] == made["encode"] == 0 and after.passes <= 1
    assert "5 labels corrected" in (run / "log.txt").read_text()
    rows = list(csv.DictReader((run / "corrected.csv").read_text("utf-8").splitlines()))
    assert sorted([row["file"], row["label"]] for row in rows) == sorted(clicked)
    old, new = (
        {s.uri: s.labels for s in imgfw.open(each).samples}
        for each in (tmp_path / before.document["run"], run)
    )
    changed = {uri: labels["class"] for uri, labels in new.items() if labels != old[uri]}
    assert changed == {uri: (label,) for uri, label in clicked}
    assert quiet(browser)


MOBILENET = """
[backbone]
use = "mobilenet"
alpha = 0.25
size = 128
[[head]]
use = "logistic"
[[metric]]
use = "accuracy"
[[sink]]
use = "report"
"""
CLICKS = """
[...document.querySelectorAll("fieldset[data-row]")].slice(0, 5).map((choice) => {
  const field = choice.querySelectorAll("input")[1];
  field.click();
  return [JSON.parse(choice.dataset.row)[0], JSON.parse(field.value)];
})
"""


def test_hostile_names_are_text(run_of, browser, tmp_path):
    """Of 500 files in hostile folders with hostile EXIF and a place; whatever is opened, no script runs."""
    rng = np.random.default_rng(7)
    for number in range(500):
        label = HOSTILE[number % len(HOSTILE)].replace("/", "\u2044")
        folder = tmp_path / "photos" / label
        folder.mkdir(parents=True, exist_ok=True)
        name = HOSTILE[(number // 3) % len(HOSTILE)].replace("/", "\u2044")
        image = Image.fromarray(rng.integers(0, 255, (40, 40, 3), np.uint8))
        image.save(
            folder / f"{number} {name}.jpg",
            exif=exif(HOSTILE[number % 7]),
            comment=b"<script>alert(1)</script>",
        )
    with Image.open(next(tmp_path.glob("photos/*/*.jpg"))) as given:
        assert given.getexif().get_ifd(0x8825)[1] == "N"
    source = PHOTOS.format(data=tmp_path, name="photos").replace("[[c", f"target = {json.dumps(TARGET)}\n[[c")
    run = run_of("hostile", source + CHEAP.format(head="nearest", metric="accuracy"))
    page = page_of(run)
    text = page.read_text("utf-8")

    browser.show(page)
    browser.said(
        "for (const each of document.querySelectorAll('[data-opens]')) { each.click(); drawer.close(); }"
    )
    browser.said(
        "for (const each of document.querySelectorAll('.peek')) each.dispatchEvent(new Event('pointerover'))"
    )
    browser.said(CLICKS)

    assert quiet(browser)
    assert browser.said("document.scripts.length") == text.count("<script") == 2
    foreign = "img:not([src^='data:image/']), iframe, object, embed, [onload], [onerror]"
    assert browser.said(f"document.querySelectorAll({json.dumps(foreign)}).length") == 0
    pictures = re.findall('(?:href|src)="data:image/[a-z]+;base64,([^"]+)"', text)
    assert len(pictures) > 100
    for content in map(base64.b64decode, pictures):
        opened = Image.open(io.BytesIO(content))
        assert not opened.getexif() and "comment" not in opened.info and b"Exif" not in content
    assert told_by_exiftool(pictures[:20], tmp_path) == set()


def exif(text: str) -> Image.Exif:
    """What a camera and a phone write: who, with what, when and where."""
    made = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x013B, 0x8298):
        made[tag] = text
    made.get_ifd(0x8825)[1], made.get_ifd(0x8825)[2] = "N", (52.0, 30.0, 0.0)
    return made


def told_by_exiftool(pictures: list[str], folder: Path) -> set[str]:
    """What exiftool finds of places, people and cameras in pictures; nothing where there is no exiftool."""
    if shutil.which("exiftool") is None:
        return set()
    files = [folder / f"thumbnail{number}.jpg" for number in range(len(pictures))]
    for file, content in zip(files, pictures, strict=True):
        file.write_bytes(base64.b64decode(content))
    call = ["exiftool", "-j", "-GPS:all", "-EXIF:all", "-XMP:all", "-IPTC:all", "-Comment", *map(str, files)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return {tag for found in json.loads(done.stdout) for tag in found} - {"SourceFile"}
