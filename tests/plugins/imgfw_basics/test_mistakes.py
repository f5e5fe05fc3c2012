"""One page about a run."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from imgfw import Picture, PictureError, Sample, Target
from imgfw_basics.mistakes import Mistakes

HOSTILE = '<script>alert("1")</script>'
CLASSES = Target("class", "classes", ("a", "b"))


def wrong(shares: list[float]) -> dict[str, tuple[Target, Any, Any, Any]]:
    """A sample of truth "a" for each of these, decided to be "b" with this probability."""
    n = len(shares)
    return {"class": (CLASSES, [0] * n, [[1 - share, share] for share in shares], [1] * n)}


def test_the_most_confident_mistakes_are_shown_in_order(outcome, written, seen):
    """As many as asked for, the most confident first, and no other picture is read."""
    page = written(Mistakes(count=3), outcome(wrong([0.6, 0.9, 0.7, 0.8])))

    assert [image["alt"] for image in page.all("img")] == ["1.jpg", "3.jpg", "2.jpg"]
    assert seen == ["pictures/1.jpg", "pictures/3.jpg", "pictures/2.jpg"]
    assert re.findall(r"\d\d\.\d %", page.text) == [
        "90.0 %",
        "10.0 %",
        "80.0 %",
        "20.0 %",
        "70.0 %",
        "30.0 %",
    ]
    assert "4 wrong of 4 judged" in page.text
    assert "3 of 4" in page.text


def test_nothing_from_outside_is_markup(outcome, written):
    """Names of recipes, targets, labels, figures, files and reasons are text, whatever they hold."""

    def picture(sample: Sample) -> Picture:
        raise PictureError(HOSTILE)

    labels = ("a", HOSTILE)
    target = Target(HOSTILE, "classes", labels)
    score = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 1, "unknown": 0}
    hostile = outcome(
        {HOSTILE: (target, [0], [[0.1, 0.9]], [1])},
        folder=Path("runs") / HOSTILE.replace("/", ""),
        recipe={"name": HOSTILE},
        samples=(Sample(f'x/"onerror="{HOSTILE}', digest="1"),),
        picture=picture,
        scores={
            "scores": {HOSTILE: {"test": {HOSTILE: score, f"f1:{HOSTILE}": score}}},
            "confusion": {HOSTILE: {"test": [[0, 1], [0, 0]]}},
            "baseline": {HOSTILE: {"label": HOSTILE, "accuracy": 0.5}},
        },
    )

    page = written(Mistakes(), hostile)

    assert page.all("script") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.text.count(HOSTILE) >= 9


def test_it_loads_nothing_from_elsewhere(outcome, written):
    """Every picture is inside the page, nothing is linked, and a policy forbids the rest."""
    page = written(Mistakes(), outcome(wrong([0.9])))

    addresses = [a[key] for _, a in page.elements for key in ("src", "href", "srcset", "action") if key in a]
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv"))
    assert [str(address)[:22] for address in addresses] == ["data:image/jpeg;base64"]
    assert not re.search(r"https?:|url\(|@import", page.source)
    assert policy is not None and policy.startswith("default-src 'none'; img-src data:;")


def test_figures_are_those_of_the_scores(outcome, written):
    """Values, intervals, baseline, confusion and label figures stand there as scores.json has them."""
    scores = {
        "accuracy": {"value": 0.7312, "low": 0.651, "high": 0.7953, "n": 4, "unknown": 0},
        "f1-macro": {"value": None, "low": None, "high": None, "n": 4, "unknown": 0},
        "f1:a": {"value": 0.25, "low": None, "high": None, "n": 4, "unknown": 0},
    }
    scores["auc:half"] = {"value": 0.9, "low": None, "high": None, "n": 4, "unknown": 0}
    scores["auc:all"] = {**scores["auc:half"], "reason": "4 groups tell of it, 10 are needed"}
    document = {
        "scores": {"class": {"test": scores}},
        "confusion": {"class": {"test": [[17, 23], [0, 5]]}},
        "baseline": {"class": {"label": "b", "accuracy": 0.125}},
    }

    page = written(Mistakes(), outcome(wrong([0.9]), scores=document))

    text = " ".join(page.text.split())
    assert "accuracy0.731 0.651 to 0.795" in text
    assert "auc:half0.900 no interval auc:all0.900 no interval: 4 groups tell of it, 10 are needed" in text
    assert "f1-macro– no interval" in text
    assert "always b0.125" in text
    assert "a 0.250no interval b –no interval" in text
    assert re.findall(r"<td[^>]*>(\d+)</td>", page.source) == ["17", "23", "40", "5", "5"]


def test_what_was_decided_to_be_none_has_a_column(outcome, written):
    """Rows without a decision are in the confusion matrix, and are mistakes without a label."""
    given = {"class": (CLASSES, [0, 1], [[0.5, 0.5], [0, 1]], [-1, 1])}
    document = {"scores": {}, "confusion": {"class": {"test": [[0, 0], [0, 1]]}}, "baseline": {}}

    page = written(Mistakes(), outcome(given, scores=document))

    assert page.text.count("none of them") == 2
    assert "1 wrong of 2 judged" in page.text


def test_no_mistakes_are_told(outcome, written, seen):
    """Where all is right the page says so and reads no picture."""
    right = {"class": (CLASSES, [0, 1], [[0.9, 0.1], [0, 1]], [0, 1])}

    page = written(Mistakes(), outcome(right))

    assert "None: all 2 were decided rightly." in page.text
    assert page.all("img") == seen == []


def test_a_picture_that_cannot_be_read_leaves_its_reason(outcome, written):
    """The others are shown all the same."""
    given = outcome(wrong([0.9, 0.8]))
    readable: Callable[[Sample], Picture] = given.picture

    def picture(sample: Sample) -> Picture:
        if sample.uri.endswith("0.jpg"):
            raise PictureError("is cut off")
        return readable(sample)

    given.picture = picture
    page = written(Mistakes(), given)

    assert "This picture cannot be shown: is cut off" in page.text
    assert [image["alt"] for image in page.all("img")] == ["1.jpg"]


def test_every_type_of_target_has_its_section(outcome, written):
    """Labels tell what was said and missed, numbers how far they are off; unknown truth is counted."""
    tags = Target("tags", "multi-label", ("dog", "cat"))
    given = {
        "class": (CLASSES, [-1, 0], [[0.5, 0.5], [1, 0]], [0, 0]),
        "tags": (tags, [[1.0, 0.0], [0.0, 1.0]], [[0.2, 0.9], [0.1, 0.9]], [[False, True], [False, True]]),
        "age": (Target("age", "number"), [30.0, 40.0], [[33.5], [40.0]], [33.5, 40.0]),
    }

    page = written(Mistakes(), outcome(given))

    text = " ".join(page.text.split())
    assert "1 without a known truth" in text
    assert "said90.0 %cat missed20.0 %dog" in text
    assert "Largest errors" in text
    assert "off by3.5" in text


def test_the_run_is_named_with_its_date(outcome, written):
    """Name, number of samples, and the date that the run folder carries."""
    page = written(Mistakes(), outcome(wrong([0.9])))

    assert "selfie: mistakes" in page.text
    assert "1 test sample · 2026-11-24 08:15 · selfie-20261124-081500" in page.text


def test_without_test_samples_val_is_shown(outcome, written):
    """A run that was never tested still has a page, and the page says what it shows."""
    given = outcome(wrong([0.9]))
    given.predictions = {"test": given.predictions["val"], "val": given.predictions["test"]}

    page = written(Mistakes(), given)

    assert "1 val sample" in page.text
    assert len(page.all("img")) == 1


def test_a_file_name_that_is_no_text_is_spelled_out(outcome, written):
    """Bytes that are no valid UTF-8 do not stop the page."""
    sample = Sample("pictures/\udcff.jpg", digest="1")

    page = written(Mistakes(), outcome(wrong([0.9]), samples=(sample,)))

    assert r"\udcff.jpg" in page.text
