"""What is on the page, in the order in which it is read."""

from __future__ import annotations

from imgfw import Target
from imgfw_report.report import Report
from imgfw_report.sections import SECTIONS

CLASSES = Target("class", "classes", ("a", "b"))


def test_they_are_what_the_plugin_provides(components):
    """Each once, under its own name."""
    own = {given.name for given in components.components("section") if given.plugin.module == "imgfw_report"}

    assert sorted(section.name for section in SECTIONS) == sorted(own)
    assert all(components.find("section", name).model_fields["use"].default == name for name in own)


def test_the_page_has_them_in_this_order(outcome, written):
    """As far as they have something to show."""
    counts = {"class": {"test": [[0, 1], [0, 1]]}}
    scores = {"scores": {}, "confusion": counts, "baseline": {}}
    given = {"class": (CLASSES, [0, 1], [[0.2, 0.8], [0.1, 0.9]], [1, 1])}

    page = written(Report(), outcome(given, scores=scores))

    shown = [str(attributes["id"]).removeprefix("section-") for attributes in page.all("section")]
    assert len(shown) > 3 and shown == [s.name for s in SECTIONS if s.name in shown]
