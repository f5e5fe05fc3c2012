"""Sections under the kit."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Literal

import pytest

from imgfw import Figure, Section
from imgfw.testing import check_component


def section(show: Callable[[Any], Any]) -> type[Section]:
    """A section with this show(page)."""

    class Tried(Section):
        """Tried."""

        use: Literal["tried"] = "tried"

        def show(self, page):
            """As given."""
            return show(page)

    return Tried


def first(page: Any) -> Any:
    """The first sample that was judged."""
    return page.outcome.predictions[page.split].samples[0]


def labels(page: Any) -> str:
    """All labels, as they are."""
    return " ".join(label for target in page.outcome.targets.values() for label in target.labels)


def test_a_section_shows_what_the_page_offers():
    """Cards, pictures, buttons, drawings, and labels that are escaped."""
    check_component(
        section(
            lambda page: [
                Figure("one", page.card(first(page)), ("So it is.",)),
                Figure("two", f"<button {page.opening('all', page.outcome.samples)}>all</button>"),
                Figure("three", f'<svg viewBox="0 0 1 1"><rect/></svg><p>{escape(labels(page))}<br>x</p>'),
            ]
        )
    )


def test_a_section_may_have_nothing_to_show():
    """No figure is no fault."""
    check_component(section(lambda page: []))


@pytest.mark.parametrize(
    ("show", "told"),
    [
        (lambda page: ["<p>one</p>"], "give figures"),
        (lambda page: [Figure("one", f"<p>{labels(page)}</p>")], "escape labels and names in 'one'"),
        (lambda page: [Figure("one", f"<p>{first(page).uri}</p>")], "escape labels and names in 'one'"),
        (lambda page: [Figure("one", "<p>one")], "<p> stays open"),
        (lambda page: [Figure("one", "one</p>")], "</p> closes nothing"),
        (lambda page: [Figure("one", "<script>alert(1)</script>")], "<script> is not for sections"),
        (lambda page: [Figure("one", '<p onclick="alert(1)">one</p>')], "onclick runs something"),
        (lambda page: [Figure("one", '<img src="https://example.org/a.png">')], "src asks for https"),
    ],
)
def test_what_is_wrong_with_a_figure_is_told(show, told):
    """With its title."""
    with pytest.raises(AssertionError, match="section/tried: ") as raised:
        check_component(section(show))
    assert told in str(raised.value)


def test_a_section_needs_its_verb():
    """Nothing is shown by itself."""

    class Silent(Section):
        """Silent."""

        use: Literal["silent"] = "silent"

    with pytest.raises(AssertionError, match="show"):
        check_component(Silent)
