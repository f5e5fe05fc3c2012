"""The page about a run: one HTML file that shows what it did, section by section."""

from __future__ import annotations

from imgfw import Later, hookimpl

from .sections import SECTIONS


@hookimpl
def imgfw_sinks() -> list[Later]:
    """The page at the end of a run, and what it shows of attributes as a table."""
    return [
        Later("report", "imgfw_report.report:Report", "One page that shows what the run did, for a browser"),
        Later(
            "attribute-ranking",
            "imgfw_report.attribute_ranking:AttributeRanking",
            "Attributes in the order of how much they tell of a target, as a table",
        ),
    ]


@hookimpl
def imgfw_sections() -> list[Later]:
    """What is on the page."""
    return list(SECTIONS)


@hookimpl
def imgfw_commands() -> list[Later]:
    """The page of a run that is finished already."""
    return [
        Later("report", "imgfw_report.command:report", "Write the page about a finished run, for a browser"),
    ]
