"""The page about a run of 200,000 samples, in a browser."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture, Sample, Target
from imgfw.measure import confusion
from imgfw_report.report import Report

ROWS = 200_000
LABELS = tuple(f"label-{number:02}" for number in range(20))


def drawn(sample: Sample) -> Picture:
    """Noise, which a JPEG cannot make small."""
    rng = np.random.default_rng(int(sample.digest))
    return Picture(rng.integers(0, 256, (96, 96, 3), np.uint8))


@pytest.mark.slow
def test_a_page_of_200000_samples_is_small_quiet_and_opens(outcome, browser, tmp_path):
    """Less than 5 MB; a cell opens the first of its samples, and says of how many."""
    rng = np.random.default_rng(7)
    truth = rng.integers(0, len(LABELS), ROWS)
    probabilities = rng.random((ROWS, len(LABELS)), np.float32)
    probabilities[np.arange(ROWS), truth] += 0.5
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    decided = probabilities.argmax(axis=1)
    counts = confusion(truth, decided, len(LABELS))
    samples = tuple(
        Sample(f"photos/{number:06}.jpg", digest=str(number), labels={"class": (LABELS[held],)}, split="test")
        for number, held in enumerate(truth)
    )
    run = outcome(
        {"class": (Target("class", "classes", LABELS), truth, probabilities, decided)},
        samples=samples,
        picture=drawn,
        features=lambda asked, candidate="": np.eye(16, dtype=np.float32)[[len(s.uri) % 16 for s in asked]],
        scores={"scores": {}, "confusion": {"class": {"test": counts.tolist()}}, "baseline": {}},
    )

    Report().write(run, tmp_path)

    page = tmp_path / "report.html"
    assert page.stat().st_size < 5_000_000
    for width in (400, 1280):
        browser.show(page, width)
        assert browser.said("document.documentElement.scrollWidth") <= width
    browser.said("document.querySelector('#section-confusion td.right button').click()")
    shown = browser.said(
        "[...document.querySelectorAll('#drawer .cards figcaption > p')].map((p) => p.title)"
    )
    own = [samples[row].uri for row in np.flatnonzero((truth == 0) & (decided == 0))]
    assert shown[:10] == own[:10] and set(shown) <= set(own)
    assert browser.said("document.querySelector('#drawer header span').textContent").endswith(
        f" of {counts[0, 0]:,}"
    )
    assert (browser.complaints(), browser.dialogs(), browser.requests()) == ([], [], [])
