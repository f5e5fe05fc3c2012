"""What sections see, and how the page is put together."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from imgfw import Figure, Picture, PictureError, Sample, Section, Target
from imgfw_report import page
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
    assert (
        '<a href="#section-two-figures">Two figures</a>' in text
        and "nothing" not in text.partition("<main>")[2]
    )
    assert '<p class="warning says">Beware.</p>\n<p class="quiet says">So &lt;it&gt; is.</p>' in text
    assert '<button data-opens="0">all</button>' in text


class Data(Section):
    """Called as something that the page's script looks for."""

    use: Literal["data"] = "data"

    def show(self, page):
        """One figure that opens pictures."""
        yield Figure("One", f"<button {page.opening('All', page.outcome.samples)}>all</button>")


def test_a_section_may_have_any_name(outcome, tmp_path):
    """No id is on the page twice, so that its script finds what it looks for."""
    written(outcome(GIVEN), [Data()], tmp_path / "page.html")

    ids = re.findall(r' id="([^"]*)"', (tmp_path / "page.html").read_text("utf-8"))
    assert "section-data" in ids and len(ids) == len(set(ids))


class Text(Section):
    """Text in place of a figure."""

    use: Literal["text"] = "text"

    def show(self, page):
        """No figure."""
        yield "<p>text</p>"


def test_what_is_no_figure_costs_its_section_alone(outcome, tmp_path):
    """The others are on the page."""
    failed = written(outcome(GIVEN), [Text(), Two()], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    assert list(failed) == ["text"] and "it gave str" in failed["text"]
    assert "<p>first</p>" in text and "This section could not be drawn: " in text


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


class Large(Section):
    """Two figures, the first of them large."""

    use: Literal["large-figures"] = "large-figures"

    def show(self, page):
        """Both with a picture and something that opens samples."""
        first, second = page.outcome.samples
        for sample, padding in ((first, "x" * 2000), (second, "")):
            opens = page.opening("All", [sample], "class")
            yield Figure("One", f"<p>{padding}{page.picture(sample)}</p><button {opens}>all</button>")


def test_a_figure_for_which_there_is_no_room_says_so(outcome, tmp_path, monkeypatch, seen):
    """The others are shown, and what only it would show or open is not read."""
    monkeypatch.setattr(page, "FIGURES", 1500)

    written(outcome(GIVEN), [Large()], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    assert "The page has no room for this. `imgfw report RUN --section large-figures`" in text
    assert text.count("<use") == 1 and seen == ["pictures/1.jpg"]
    assert '"title": "All", "target": "class", "samples": [0], "of": 1' in text


def test_pictures_have_the_room_that_figures_leave(outcome, tmp_path, monkeypatch):
    """However small it is."""
    monkeypatch.setattr(page, "WHOLE", 2000)

    written(outcome(GIVEN), [Large()], tmp_path / "page.html")

    text = (tmp_path / "page.html").read_text("utf-8")
    shown = text.partition("</main>")[0]
    assert "<use" not in text.partition("<script")[0]
    assert shown.count("The page has no room for more pictures") == 2


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
