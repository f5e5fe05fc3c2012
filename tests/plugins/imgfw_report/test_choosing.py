"""What a reader chooses on a page, in a browser."""

from __future__ import annotations

from typing import Literal

import pytest

from imgfw import Figure, Section, Target
from imgfw_report.page import written

GIVEN = {
    "class": (Target("class", "classes", ("a", "b")), [0, 1], [[0.2, 0.8], [0.1, 0.9]], [1, 1]),
    "age": (Target("age", "number"), [1.0, 2.0], [[], []], [1.0, 3.0]),
}
SHOWN = (
    "[...document.querySelectorAll('section, nav a')].filter((each) => each.offsetHeight).map({}).join(' ')"
)


class OfClass(Section):
    """Of one target alone."""

    use: Literal["of-class"] = "of-class"

    def show(self, page):
        """A figure that opens pictures."""
        opens = page.opening("All", page.outcome.samples, "class")
        yield Figure("One", f"<button {opens}>all</button>", target="class")


class OfRun(Section):
    """Of the whole run."""

    use: Literal["of-run"] = "of-run"

    def show(self, page):
        """A figure."""
        yield Figure("Two", "<p>two</p>")


@pytest.mark.slow
def test_sections_without_the_chosen_target_are_not_shown(outcome, browser, tmp_path):
    """Nor are their links; all of them come back."""
    written(outcome(GIVEN), [OfClass(), OfRun()], tmp_path / "page.html")
    browser.show(tmp_path / "page.html")
    told = SHOWN.format("(each) => each.id || each.hash")

    before = browser.said(told)
    choose = "about.value = {}; about.dispatchEvent(new Event('change'))"
    browser.said(choose.format("'age'"))
    of_age = browser.said(told)
    browser.said(choose.format("''"))

    assert before == "#section-of-class #section-of-run section-of-class section-of-run"
    assert of_age == "#section-of-run section-of-run"
    assert browser.said(told) == before and browser.complaints() == []


@pytest.mark.slow
def test_no_more_is_offered_where_all_are_shown(outcome, browser, tmp_path):
    """Of two pictures both are there at once."""
    written(outcome(GIVEN), [OfClass()], tmp_path / "page.html")
    browser.show(tmp_path / "page.html")

    browser.said("document.querySelector('[data-opens]').click()")

    assert browser.said("document.querySelectorAll('#drawer figure').length") == 2
    assert browser.said("document.querySelector('[data-more]').offsetHeight") == 0


@pytest.mark.slow
def test_without_its_script_a_page_says_so(outcome, browser, tmp_path):
    """And with it nothing of the kind."""
    written(outcome(GIVEN), [OfClass()], tmp_path / "page.html")
    told = "document.querySelector('main').innerText.includes('Without JavaScript')"

    browser.show(tmp_path / "page.html")
    with_script = browser.said(told)
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.show(tmp_path / "page.html")
    without = browser.said(told)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)

    assert (with_script, without) == (False, True)
