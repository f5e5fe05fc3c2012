"""What is clicked in the section `corrections`, as the file that a browser hands out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from imgfw import Sample, Target
from imgfw.corrections import read
from imgfw_report.report import Report

pytestmark = pytest.mark.slow
ODD = 'caf\udce9, "a"\r\nb|c\\udce9 '
KIND = Target("kind", "classes", ("a", ODD))
TAGS = Target("the tags", "multi-label", ("x", "y,z", "w"))
MANY = Target("many", "classes", tuple(f"label {number}" for number in range(40)))
AGE = Target("age", "number")
FILES = ("one/\udce9,\n.jpg", "=two.jpg", " three\\udce9.jpg", "four.jpg")


@pytest.fixture
def clicking(outcome, browser, tmp_path):
    """clicking(SCRIPT, EARLIER) -> the file that a page of four targets hands out after that."""
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path / "taken"))

    def clicked(script: str, earlier: str = "") -> Path:
        (tmp_path / "earlier.csv").write_text(f"file,target,label\n{earlier}", "utf-8")
        run = outcome(
            {
                "kind": (KIND, [0] * 4, [[0.2, 0.8]] * 4, [1] * 4),
                "the tags": (TAGS, np.eye(4, 3), np.full((4, 3), 0.5), np.zeros((4, 3), bool)),
                "many": (MANY, [0] * 4, np.eye(4, 40) + 0.01, [1] * 4),
                "age": (AGE, [1.5] * 4, [[9.0]] * 4, [9.0] * 4),
            },
            samples=tuple(
                Sample(
                    uri,
                    digest=uri,
                    labels={"kind": ("a",), "the tags": ("x",), "many": ("label 0",), "age": 1.5},
                    copies=("copy.jpg",),
                )
                for uri in FILES
            ),
            recipe={"name": "x", "target": {"kind": {"corrections": str(tmp_path / "earlier.csv")}}},
        )
        folder = tmp_path / "page"
        folder.mkdir(exist_ok=True)
        Report(sections=("corrections",)).write(run, folder)
        browser.show(folder / "report.html")
        browser.said(OF + script)
        browser.said("document.querySelector('[data-take]').click()")
        taken = tmp_path / "taken" / "corrections.csv"
        browser.until(taken.is_file)
        assert (browser.complaints(), browser.requests()[1:]) == ([], [])  # the first is for the file itself
        return taken

    return clicked


OF = """
const of = (target, file) => [...document.querySelectorAll("fieldset[data-row]")].find((choice) => {
  const row = JSON.parse(choice.dataset.row);
  return row[1] === target && row[0].includes(file);
});
const pick = (choice, label) =>
  [...choice.querySelectorAll("label")].find((each) => each.textContent.includes(label)).click();
const write = (field, value) => {
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
"""


def test_what_is_clicked_is_what_a_run_reads(clicking):
    """Of one label, of several and of none, of many from the list, of numbers; names are what they were."""
    taken = clicking("""
        pick(of("kind", ".jpg"), "caf");
        pick(of("the tags", "two"), "y,z");
        pick(of("the tags", "three"), "x");
        write(of("many", "four").querySelector("[list]"), "label 33");
        write(of("age", "four").querySelector("input"), "2.5");
    """)

    assert read(taken, KIND) == {FILES[0]: (ODD,)}
    assert read(taken, TAGS) == {FILES[1]: ("x", "y,z"), FILES[2]: ()}
    assert read(taken, MANY) == {FILES[3]: ("label 33",)}
    assert read(taken, AGE) == {FILES[3]: 2.5}


def test_what_is_kept_is_not_in_the_file(clicking, browser):
    """Clicked back, taken back, no number and no label: nothing is corrected."""
    taken = clicking("""
        pick(of("kind", "two"), "caf"); pick(of("kind", "two"), "keep");
        pick(of("the tags", "two"), "w"); pick(of("the tags", "two"), "w");
        pick(of("the tags", "three"), "w"); of("the tags", "three").querySelector("[data-keep]").click();
        write(of("many", "four").querySelector("[list]"), "no label");
        write(of("age", "four").querySelector("input"), "");
    """)

    assert taken.read_text() == "file,target,label\n"
    assert browser.said("document.querySelector('output').textContent") == "0 corrected"


def test_a_new_click_stands_for_an_earlier_correction(clicking):
    """Of the file or of a copy of it; all others are handed out again."""
    taken = clicking(
        'pick(of("kind", "two"), "caf");', "copy.jpg,kind,a\n=two.jpg,kind,a\nz.jpg,kind,a\ncopy.jpg,age,3\n"
    )

    assert read(taken, KIND) == {"z.jpg": ("a",), "=two.jpg": (ODD,)}
    assert read(taken, AGE) == {"copy.jpg": 3.0}


def test_the_browser_remembers_what_was_clicked(clicking, browser, tmp_path):
    """After the page was closed, labels from the list too, until it starts over."""
    clicking("""
        pick(of("the tags", "two"), "w");
        write(of("many", "four").querySelector("[list]"), "label 33");
    """)

    browser.show(tmp_path / "page" / "report.html", 400)
    told = "document.querySelector('output').textContent"
    ticked = "[...document.querySelectorAll('.changed :checked')].map((field) => JSON.parse(field.value))"
    after = browser.said(told), browser.said(ticked)
    browser.said("document.querySelector('[data-drop]').click()")

    assert after == ("2 corrected", ["x", "w", "label 33"])
    assert browser.said(told) == "0 corrected"
    assert json.loads(browser.said("localStorage.getItem('corrections.csv of selfie-20261124-081500')")) == {}
