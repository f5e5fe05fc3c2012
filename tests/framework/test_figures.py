"""Figures of a page."""

from __future__ import annotations

import dataclasses

import pytest

from imgfw import ComponentError, Figure, Page
from imgfw.testing.sections import BarePage
from imgfw.testing.sinks import outcome_in


def test_a_figure_needs_a_title_and_markup():
    """Sentences come if there is something to say; what was made is not changed."""
    figure = Figure("Scores", "<p>0.9</p>")

    assert (figure.says, figure.warns, figure.target) == ((), (), "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        figure.title = "Other"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("One", None), "expected html to be text, got None"),
        ((1, "<p>one</p>"), "expected title to be text, got 1"),
        (("One", "<p>one</p>", "So it is."), r"got 'So it is.'; of one it is \(sentence,\)"),
        (("One", "<p>one</p>", (), (1,)), "expected warns to be a tuple of sentences"),
        (("One", "<p>one</p>", (), (), None), "expected target to be text, got None"),
    ],
)
def test_what_is_no_text_is_refused_where_it_is_made(given, told):
    """A comma that is missing would else make a sentence of every letter."""
    with pytest.raises(ComponentError, match=told):
        Figure(*given)


def test_what_the_kit_gives_sections_is_a_page(tmp_path):
    """It has all that sections may ask for."""
    (tmp_path / "bundle").mkdir()
    page: Page = BarePage(outcome_in(tmp_path))
    sample = page.outcome.samples[0]

    assert "pictures/000.png" in page.picture(sample)
    assert "pictures/000.png" in page.card(sample)
    assert "data-opens" in page.opening("some", [sample])
