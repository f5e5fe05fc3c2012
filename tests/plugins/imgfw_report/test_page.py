"""What sections see, and how the page is put together."""

from __future__ import annotations

from typing import Literal

import pytest

from imgfw import Figure, Picture, PictureError, Sample, Section, Target
from imgfw_report.page import ReportPage, written

CLASSES = Target("class", "classes", ("a", "b"))
GIVEN = {"class": (CLASSES, [0, 1], [[0.2, 0.8], [0.1, 0.9]], [1, 1])}


class Two(Section):
    """Two figures."""

    use: Literal["two-figures"] = "two-figures"

    def show(self, page):
        """One of a target, one of the run."""
        yield Figure("One", "<p>first</p>", ("So <it> is.",), ("Beware.",), "class")
        yield Figure("Other", f"<button {page.opening('All', page.outcome.samples)}>all</button>")


class Nothing(Section):
    """Nothing."""

    use: Literal["nothing"] = "nothing"

    def show(self, page):
        """No figure."""
        return ()


def test_figures_stand_under_their_section(outcome, tmp_path):
    """With title and sentences; a section without figures is not on the page."""
    failed = written(outcome(GIVEN), [Two(), Nothing()], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    assert failed == {}
    assert '<a href="#two-figures">Two figures</a>' in text and "nothing" not in text.partition("<main>")[2]
    assert '<p class="warning says">Beware.</p>\n<p class="quiet says">So &lt;it&gt; is.</p>' in text
    assert '<button data-opens="0">all</button>' in text


def test_a_page_of_several_targets_can_show_one(outcome, tmp_path):
    """They are told apart, and there is a choice."""
    other = {"other": (Target("other", "classes", ("c",)), [0, 0], [[1.0], [1.0]], [0, 0])}

    written(outcome({**GIVEN, **other}), [Two()], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    assert '<option value="other">' in text and '<bdi class="about">class: </bdi>' in text


def test_one_target_needs_no_choice(outcome, tmp_path):
    """Nor its name."""
    written(outcome(GIVEN), [Two()], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8").partition("<script")[0]
    assert "<select" not in text and 'class="about"' not in text


def test_a_card_has_picture_name_and_what_was_said(outcome):
    """The picture by its number, the whole name for who asks."""
    page = ReportPage(outcome(GIVEN))

    card = page.with_pictures(page.card(page.outcome.samples[0], "class"))

    assert '<use href="#p0"/>' in card and 'title="pictures/0.jpg"' in card
    assert '<b class="said"><bdi>b</bdi></b>' in card


def test_a_picture_that_cannot_be_shown_leaves_its_reason(outcome):
    """In its place."""

    def picture(sample: Sample) -> Picture:
        raise PictureError("is <cut> off")

    page = ReportPage(outcome(GIVEN, picture=picture))

    shown = page.with_pictures(page.picture(page.outcome.samples[0]))

    assert shown.strip() == "<p>This picture cannot be shown: is &lt;cut&gt; off</p>"


def test_names_do_not_stand_for_pictures(outcome, tmp_path):
    """Whatever they are called."""
    named = outcome(GIVEN, recipe={"name": "<picture-0> &lt;picture-0>"})

    written(named, [], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    assert "&lt;picture-0&gt; &amp;lt;picture-0&gt;" in text and "<use" not in text


@pytest.mark.parametrize("folder", ["selfie-20261124-081500", "selfie-20261124-081500-2"])
def test_the_page_has_the_date_of_its_run(outcome, tmp_path, folder):
    """As the name of the folder tells it."""
    written(outcome(GIVEN, folder=tmp_path / folder), [], tmp_path / "page.html")

    assert "2026-11-24 08:15" in (tmp_path / "page.html").read_text("utf-8")


def test_the_page_says_whether_to_believe_it(outcome, tmp_path):
    """The certificate stands at its top, and so does what speaks against the scores."""
    trust = {
        "certificate": {"text": "no leaks: 4 samples"},
        "shortcuts": [{"text": "brightness <alone> tells t"}],
        "probe": {"text": "something leaks", "leaks": True},
    }
    scores = {"scores": {}, "confusion": {}, "baseline": {}, "trust": trust}

    written(outcome(GIVEN, scores=scores), [], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    assert "no leaks: 4 samples" in text
    assert '<p class="warning">brightness &lt;alone&gt; tells t</p>' in text
    assert '<p class="warning">something leaks</p>' in text
