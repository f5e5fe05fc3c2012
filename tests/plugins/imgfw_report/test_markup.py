"""Markup from templates."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from imgfw_report.markup import interval, number, rendered, text_of


def test_what_is_put_in_is_escaped():
    """Markup is not, for it is some already."""
    assert rendered("no-picture.html", reason="<i>") == "<p>&lt;i&gt;</p>"
    card = rendered("card.html", picture=Markup("<svg></svg>"), told=(), name="<n>", uri='"')
    assert "<svg></svg>" in card and "&lt;n&gt;" in card and 'title="&#34;"' in card


def test_what_a_template_lacks_is_an_error():
    """Nothing is left blank in silence."""
    with pytest.raises(UndefinedError, match="reason"):
        rendered("no-picture.html")


@pytest.mark.parametrize(
    ("value", "told"), [(0.12345, "0.123"), (1, "1.000"), (None, "–"), (float("nan"), "–"), ("x", "–")]
)
def test_a_figure_has_three_digits(value, told):
    """A dash where there is none."""
    assert number(value) == told


@pytest.mark.parametrize(
    ("score", "told"),
    [
        ({"low": 0.1, "high": 0.2}, "0.100 to 0.200"),
        ({"low": None, "high": None}, "no interval"),
        ({"low": None, "high": None, "reason": "few groups"}, "no interval: few groups"),
        ({"value": None}, "no interval"),
    ],
)
def test_an_interval_is_told_or_why_there_is_none(score, told):
    """As scores.json has it."""
    assert interval(score) == told


def test_the_script_has_no_address():
    """Nor the style."""
    assert "http:" not in text_of("page.js") and "url(" not in text_of("page.css")
