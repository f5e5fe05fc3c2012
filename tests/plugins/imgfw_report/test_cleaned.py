"""The section `cleaned`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Finding, Picture, Sample, Target, fingerprint_of
from imgfw.testing import check_component
from imgfw_report.cleaned import Cleaned
from imgfw_report.report import Report

CLASSES = Target("class", "classes", ("a", "b"))
SHOWN = Report(sections=("cleaned",))


@pytest.fixture
def cleaned(outcome):
    """cleaned(SAMPLES, FINDINGS, CLEANERS): a run of these samples, all of train."""

    def made(samples, findings=(), cleaners=(), **more):
        recipe = {"name": "x", "cleaner": [{"use": name} for name in cleaners]}
        given = {"class": (CLASSES, [0], [[0.2, 0.8]], [1])}
        run = outcome(given, recipe=recipe, findings=tuple(findings), **more)
        run.samples = tuple(samples)
        return run

    return made


def trained(count: int, **more) -> list[Sample]:
    """Samples of train."""
    return [
        Sample(f"pictures/{number}.jpg", digest=f"d{number}", split="train", labels={"class": ("a",)}, **more)
        for number in range(count)
    ]


def test_it_keeps_its_contract():
    """On a tiny run with hostile names."""
    check_component(Cleaned)


def test_what_each_cleaner_found_is_shown_with_its_reasons(cleaned, written):
    """The highest score first; how many were dropped and flagged; one that found nothing is told as well."""
    findings = (
        Finding("d0", "label-errors", "flag", "looks like <b>", 1.5),
        Finding("d1", "label-errors", "flag", "looks like owl", 3.5),
        Finding("d2", "blurred", "drop", "sharpness 0.08", 0.08),
    )

    page = written(SHOWN, cleaned(trained(4), findings, ("too-dark", "blurred", "label-errors")))

    text = " ".join(page.text.split())
    assert "Cleaners found something in 3 of 4 training samples." in text
    assert "too-dark 0 0" in text.replace("too-dark00", "too-dark 0 0")
    assert "blurred: 1 dropped" in text and "label-errors: 2 flagged" in text
    assert text.index("looks like owl") < text.index("looks like <b>")
    assert "Nothing was learned from what is dropped." in text and 'action = "drop"' in text


def test_findings_of_one_group_stand_side_by_side(cleaned, page_of):
    """Where the best of them stands."""
    samples = trained(3)
    samples[2] = replace(samples[2], group="d0")
    findings = [Finding(f"d{number}", "odd", "drop", f"reason {number}", 3.0 - number) for number in range(3)]

    _, figure = Cleaned().show(page_of(cleaned(samples, findings, ("odd",))))

    places = [figure.html.index(f"reason {number}") for number in (0, 2, 1)]
    assert places == sorted(places)


def test_of_many_the_first_are_shown_and_all_can_be_opened(cleaned, page_of):
    """As many as are asked for."""
    findings = [Finding(f"d{number}", "odd", "drop", "a reason", None) for number in range(5)]
    page = page_of(cleaned(trained(5), findings, ("odd",)))

    _, figure = Cleaned(count=2).show(page)

    assert figure.html.count("<figure") == 2
    assert "Open all 5" in figure.html
    assert [len(each["samples"]) for each in page.album.opened()["openings"]] == [5, 5]


def test_what_was_left_out_is_counted_by_its_reason(cleaned, written):
    """With the pictures; copies have their places."""
    samples = trained(4)
    samples[0] = replace(samples[0], left_out="is damaged (no marker)")
    samples[1] = replace(samples[1], left_out="is damaged (cut off)")
    samples[2] = replace(samples[2], copies=("elsewhere/2.jpg", "there.jpg"))

    page = written(SHOWN, cleaned(samples))

    text = " ".join(page.text.split())
    assert "is damaged2" in text.replace("is damaged 2", "is damaged2")
    assert "Left out: 2" in text and "is damaged (cut off)" in text
    assert "2 files are copies of others." in text and "also elsewhere/2.jpg, there.jpg" in text


def test_nearly_the_same_stand_side_by_side(cleaned, page_of):
    """And it is told where their labels differ."""
    image = np.random.default_rng(3).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    samples = trained(2, group="g", facts={"hash": fingerprint_of(image).hash})
    samples[1] = replace(samples[1], labels={"class": ("b",)})

    _, near = [None, *Cleaned().show(page_of(cleaned(samples, picture=lambda sample: Picture(image))))]

    assert near.title == "Nearly the same"
    assert near.html.count("<figure") == 2
    assert near.warns == ("One of these sets has different labels for nearly the same picture.",)


def test_where_there_is_nothing_to_tell_there_is_no_section(cleaned, page_of):
    """No cleaner, no copies, nothing left out."""
    assert list(Cleaned().show(page_of(cleaned(trained(2))))) == []
