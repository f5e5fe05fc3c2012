"""Markup of a page from templates, in which everything that is put in is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, **values: Any) -> str:
    """What a template of this package makes of these values. Text is escaped, `Markup` is not."""
    return _environment().get_template(template).render(**values)


def text_of(name: str) -> str:
    """A file beside the templates, as it is."""
    return files(__package__).joinpath("templates", name).read_text("utf-8")


def number(value: Any, digits: int = 3) -> str:
    """A figure for people; an en dash for none, NaN, or what is no number."""
    there = isinstance(value, int | float) and value == value
    return f"{value:.{digits}f}" if there else "–"


def interval(score: Any) -> str:
    """The interval of a score as scores.json has it, or why there is none."""
    low = score.get("low")
    if isinstance(low, int | float) and low == low:
        return f"{number(low)} to {number(score['high'])}"
    return f"no interval: {score['reason']}" if score.get("reason") else "no interval"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(text_of),
    )
    made.filters |= {"number": number, "interval": interval, "count": lambda value: f"{value:,}"}
    return made
