"""The section `map`."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from sklearn.decomposition import PCA

from imgfw import Target
from imgfw.testing import check_component
from imgfw_report import feature_map
from imgfw_report.feature_map import FeatureMap
from imgfw_report.neighbourhood import neighbourhood
from imgfw_report.report import Report

CLASSES = Target("class", "classes", ("a", "b"))
COUNT = 30
TRUTH = [number % 2 for number in range(COUNT)]


def features(samples, candidate=""):
    """Five numbers of each sample; of another candidate others."""
    rng = np.random.default_rng(len(candidate))
    return rng.normal(size=(1000, 5))[[int(sample.digest) for sample in samples]].astype(np.float32)


@pytest.fixture
def given(outcome):
    """given(**more): a run of thirty samples in two classes, two decided wrongly."""

    def made(count: int = COUNT, **more: Any):
        truth = [number % 2 for number in range(count)]
        decided = [1 - t if number in (0, 5) else t for number, t in enumerate(truth)]
        return outcome(
            {"class": (CLASSES, truth, np.full((count, 2), 0.5), decided)}, features=features, **more
        )

    return made


def board(*names):
    """A leaderboard of candidates with features of their own."""
    return tuple({"candidate": n, "chosen": n == names[0], "rows": n} for n in names)


@pytest.mark.parametrize("method", ["pca", "t-sne"])
def test_it_keeps_its_contract(method):
    """On a tiny run with hostile names."""
    check_component(FeatureMap, method=method)


def test_points_lie_where_pca_puts_them(given, page_of):
    """In one scale for both directions, upwards where the second is larger."""
    run = given()

    (figure,) = FeatureMap().show(page_of(run))

    drawn = np.array(
        [[float(v) for v in found] for found in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', figure.html)]
    )
    drawn = drawn[drawn[:, 0] > 0]
    order = [*range(0, COUNT, 2), *range(1, COUNT, 2)]  # by mark
    places = PCA(n_components=2).fit_transform(features(run.samples))[order]
    scale = np.ptp(drawn[:, 0]) / np.ptp(places[:, 0])
    expected = (places - (places.max(0) + places.min(0)) / 2) * [scale, -scale] + [320, 240]
    assert np.abs(drawn[-COUNT:] - expected).max() < 0.2


def test_every_point_shows_and_opens_its_picture(given, written):
    """Two that were decided wrongly are hollow; the legend opens all of a label."""
    page = written(Report(sections=("map",)), given())

    points = [each for each in page.all("g") if "peek" in (each.get("class") or "")]
    assert len(points) == COUNT and all("data-opens" in point for point in points)
    assert sum("hollow" in (point["class"] or "") for point in points) == 2
    assert "a 15 b 15" in " ".join(page.text.split())
    assert "Hollow: decided wrongly" in page.text
    assert len([key for key in page.all("button") if key.get("class") == "key"]) == 2


def test_candidates_stand_side_by_side_each_with_its_number(given, written):
    """The number is that of the features, and the same in words."""
    run = given(leaderboard=board("base", "wide"))

    page = written(Report(sections=("map",)), run)

    text = " ".join(page.text.split())
    for name in ("base", "wide"):
        found = neighbourhood(
            features(run.samples, name), CLASSES, np.array(TRUTH), [s.id for s in run.samples]
        )
        assert (
            f"{name} {found.share:.0%} of the 5 nearest have the label, {found.by_chance:.0%} by chance"
            in text
        )
    assert (
        len([each for each in page.all("svg") if each.get("role") == "img" and "Map" in each["aria-label"]])
        == 2
    )
    assert "between the features of base and of wide" in text or "further apart in the features" in text


def test_of_many_points_some_open(given, page_of):
    """The others are smaller; what is drawn is bounded too."""
    run = given(800)

    (figure,) = FeatureMap(points=700).show(page_of(run))

    assert figure.html.count("peek") == 300
    small = re.findall(r"M\d+ \d+h0", figure.html) + re.findall('class="hollow" cx', figure.html)
    assert len(small) == 700 - 300
    assert "700 of 800 test pictures, by chance" in figure.says[0]
    assert figure.says[1] == "The 300 larger points open their pictures."


def test_many_maps_draw_and_open_fewer_points(given, page_of, monkeypatch):
    """So many in all of them together, so that the page stays small."""
    monkeypatch.setattr(feature_map, "DRAWN", 240)
    monkeypatch.setattr(feature_map, "OPENED", 90)

    (figure,) = FeatureMap().show(page_of(given(200, leaderboard=board("base", "wide", "deeper"))))

    assert "80 of 200 test pictures" in figure.says[0]
    assert figure.html.count("peek") == 90


def test_where_nothing_is_kept_it_says_so(given, page_of):
    """In one figure for all targets."""
    (figure,) = FeatureMap().show(page_of(_bare(given())))

    assert figure.html == "" and "run the recipe again" in figure.says[0]


def test_two_samples_have_no_map(given, page_of):
    """There is nothing to see."""
    assert list(FeatureMap().show(page_of(given(2)))) == []


def _bare(run):
    run.features = lambda samples, candidate="": np.zeros((len(samples), 0))
    return run


@pytest.mark.slow
def test_a_point_shows_its_picture_under_the_pointer_and_opens_it(given, browser, tmp_path):
    """In a browser; a label that is looked at fades the points of the others."""
    folder = tmp_path / "report"
    folder.mkdir()
    Report(sections=("map",)).write(given(), folder)
    browser.show(folder / "report.html", 400)
    browser.said(
        "const point = document.querySelector('.map .peek'); point.scrollIntoView({block: 'center'})"
    )

    x = browser.said("(b => b.x + b.width / 2)(point.getBoundingClientRect())")
    y = browser.said("(b => b.y + b.height / 2)(point.getBoundingClientRect())")
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    browser.wait("!document.getElementById('peek').hidden")
    shown = browser.said("document.querySelector('#peek figcaption p').textContent")
    for kind in ("mousePressed", "mouseReleased"):
        browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    opened = browser.said("[...document.querySelectorAll('#drawer figcaption p')].map(p => p.textContent)")
    browser.said("document.querySelector('[data-close]').click(); scrollTo(0, 0)")
    x, y = browser.said("(b => [b.x + 5, b.y + 5])(document.querySelector('.key').getBoundingClientRect())")
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    browser.wait("document.querySelectorAll('.map g.faded').length === 1")
    assert opened == [shown]
    assert browser.said("document.documentElement.scrollWidth") <= 400
    assert browser.complaints() == browser.requests() == []
