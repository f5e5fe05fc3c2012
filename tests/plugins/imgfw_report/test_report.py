"""One page about a run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from imgfw import ComponentError, Picture, PictureError, RecipeError, Sample, Target
from imgfw.testing import check_component
from imgfw_report.report import Report

HOSTILE = '<script>alert("1")</script>'
CLASSES = Target("class", "classes", ("a", "b"))


def wrong(shares: list[float]) -> dict[str, tuple[Target, Any, Any, Any]]:
    """A sample of truth "a" for each of these, decided to be "b" with this probability."""
    n = len(shares)
    return {"class": (CLASSES, [0] * n, [[1 - share, share] for share in shares], [1] * n)}


def test_it_keeps_its_contract():
    """A page is written under the folder that it gets, and nothing else is touched."""
    check_component(Report)


def test_sections_are_chosen_and_ordered(outcome, written):
    """By the recipe; their parameters stand under options."""
    sink = Report(sections=("mistakes", "scores"), options={"mistakes": {"count": 1}})
    score = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 2, "unknown": 0}
    scores = {"scores": {"class": {"test": {"accuracy": score}}}, "confusion": {}, "baseline": {}}

    page = written(sink, outcome(wrong([0.9, 0.8]), scores=scores))

    assert [a["id"] for a in page.all("section")] == ["section-mistakes", "section-scores"]
    assert "Open all 2" in page.text


@pytest.mark.parametrize(
    ("sink", "told"),
    [
        ('sections = ["scoers"]', 'did you mean "scores"'),
        ("options = { mistakes = { count = -1 } }", "expected a whole number from 0 to 200"),
        ("options = { mistakes = { cuont = 3 } }", "cuont"),
        ("options = { mistaken = {} }", 'did you mean "mistakes"'),
    ],
)
def test_a_wrong_section_is_told_before_anything_runs(tmp_path, components, sink, told):
    """With its line in the recipe."""
    from imgfw.recipe import load

    recipe = tmp_path / "r.toml"
    text = '[[source]]\nuse = "drawn-selfies"\n\n[backbone]\nuse = "small-cnn"\n\n[[head]]\nuse = "dense"\n'
    text += 'target = "quality"\n\n[[metric]]\nuse = "accuracy"\n\n[[sink]]\nuse = "report"\n'
    recipe.write_text(text + sink + "\n")

    with pytest.raises(RecipeError) as raised:
        load(recipe, [], components)

    assert told in str(raised.value) and "r.toml:16" in str(raised.value)


def test_nothing_from_outside_is_markup(outcome, written):
    """Names of recipes, targets, labels, figures, files and reasons are text, whatever they hold."""

    def picture(sample: Sample) -> Picture:
        raise PictureError(HOSTILE)

    target = Target(HOSTILE, "classes", ("a", HOSTILE))
    score = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 1, "unknown": 0, "reason": HOSTILE}
    hostile = outcome(
        {HOSTILE: (target, [0], [[0.1, 0.9]], [1])},
        folder=Path("runs") / HOSTILE.replace("/", ""),
        recipe={"name": HOSTILE},
        samples=(Sample(f'x/"onerror="{HOSTILE}', digest="1", labels={HOSTILE: (HOSTILE,)}),),
        picture=picture,
        scores={
            "scores": {HOSTILE: {"test": {HOSTILE: score, f"f1:{HOSTILE}": score}}},
            "confusion": {HOSTILE: {"test": [[0, 1], [0, 0]]}},
            "baseline": {HOSTILE: {"label": HOSTILE, "accuracy": 0.5}},
        },
    )

    page = written(Report(), hostile)

    assert [a.get("id") for a in page.all("script")] == ["data", None]
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.text.count(HOSTILE) >= 9
    assert page.source.count("<script") == page.source.count("</script>") == 2


def test_it_loads_nothing_from_elsewhere(outcome, written):
    """Every picture is inside the page, nothing is linked, and a policy forbids the rest."""
    page = written(Report(), outcome(wrong([0.9])))

    keys = ("src", "href", "srcset", "action")
    addresses = {str(a[key])[:15] for _, a in page.elements for key in keys if key in a}
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv"))
    assert {a for a in addresses if not a.startswith("#")} == {"data:image/jpeg"}
    assert not re.search(r"https?:|url\(|@import", page.source)
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-") and "img-src data:;" in policy


def test_a_picture_is_in_the_page_once(outcome, written, seen):
    """However often it is shown, it is read once."""
    page = written(Report(), outcome(wrong([0.6, 0.9, 0.7, 0.8])))

    assert sorted(seen) == [f"pictures/{i}.jpg" for i in range(4)]
    assert len(page.all("image")) == 4
    assert len(page.all("use")) > 4


def test_the_run_is_named_with_its_date(outcome, written):
    """Name, number of samples, and the date that the run folder carries."""
    page = written(Report(), outcome(wrong([0.9])))

    assert "selfie: report" in page.text
    assert "1 test sample · 2026-11-24 08:15 · selfie-20261124-081500" in page.text


def test_without_test_samples_val_is_shown(outcome, written):
    """A run that was never tested still has a page, and the page says what it shows."""
    given = outcome(wrong([0.9]))
    given.predictions = {"test": given.predictions["val"], "val": given.predictions["test"]}

    page = written(Report(), given)

    assert "1 val sample" in page.text
    assert len(page.all("image")) == 1


def test_a_file_name_that_is_no_text_is_spelled_out(outcome, written):
    """Bytes that are no valid UTF-8 do not stop the page."""
    sample = Sample("pictures/\udcff.jpg", digest="1")

    page = written(Report(), outcome(wrong([0.9]), samples=(sample,)))

    assert r"\udcff.jpg" in page.text


def test_a_section_that_fails_is_named_and_the_others_are_shown(outcome, tmp_path):
    """On the page, and by the sink."""
    given = outcome(
        wrong([0.9]), scores={"scores": {}, "confusion": {"class": {"test": "x"}}, "baseline": {}}
    )

    with pytest.raises(ComponentError, match="section/confusion: "):
        Report().write(given, tmp_path)

    text = (tmp_path / "report.html").read_text("utf-8")
    assert "This section could not be drawn" in text and "Most confident mistakes" in text


def test_what_the_script_reads_is_json(outcome, written):
    """Samples with name, picture and statements; openings with their samples."""
    document = {"scores": {}, "confusion": {"class": {"test": [[0, 2], [0, 0]]}}, "baseline": {}}
    page = written(Report(), outcome(wrong([0.9, 0.8]), scores=document))

    text = page.source.partition('id="data">')[2].partition("</script>")[0]
    data = json.loads(text)

    assert [sample["uri"] for sample in data["samples"]] == ["pictures/0.jpg", "pictures/1.jpg"]
    assert data["openings"][0] == {
        "title": "a, decided to be b",
        "target": "class",
        "samples": [0, 1],
        "of": 2,
    }
    assert data["samples"][0]["told"] == {"class": [["said", "b", "90.0 %"], ["is", "a", "10.0 %"]]}
