"""What the page says about a target (`test_mistakes.py` has the page as a whole)."""

from __future__ import annotations

import pytest

from imgfw import Target
from imgfw_basics.page import page, section, short_names

TARGET = Target("t", labels=("x", "y"))
GIVEN = {"t": (TARGET, [0, 1, 1, -1], [[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.5, 0.5]], [0, 0, 1, 0])}


def test_only_known_truth_is_judged(outcome):
    """Of four samples three have a truth, and one of them is decided wrongly."""
    found = section(outcome(GIVEN), "test", TARGET, count=5)

    assert (found.judged, found.wrong) == (3, 1)
    assert [card.uri for card in found.cards] == ["pictures/1.jpg"]


def test_no_more_pictures_are_read_than_are_shown(outcome, seen):
    """With a count of nothing no picture is touched."""
    found = section(outcome(GIVEN), "test", TARGET, count=0)

    assert found.cards == () and seen == []


def test_the_page_forbids_everything_from_outside(outcome):
    """A content security policy stands in it, and no address does."""
    run = outcome(GIVEN)

    text = page(run, "test", [section(run, "test", TARGET, count=1)])

    assert "default-src 'none'" in text.replace("&#39;", "'")
    assert "http:" not in text and "https:" not in text


def test_the_page_says_whether_to_believe_it(outcome):
    """The certificate stands at its top, and so does what speaks against the scores."""
    trust = {
        "certificate": {"text": "no leaks: 4 samples"},
        "shortcuts": [{"text": "brightness <alone> tells t"}],
        "probe": {"text": "something leaks", "leaks": True},
    }
    scores = {"scores": {}, "confusion": {}, "baseline": {}, "trust": trust}

    text = page(outcome(GIVEN, scores=scores), "test", [])

    assert "no leaks: 4 samples" in text
    assert '<p class="warning">brightness &lt;alone&gt; tells t</p>' in text
    assert '<p class="warning">something leaks</p>' in text
    assert "no leaks" not in page(outcome(GIVEN), "test", [])


@pytest.mark.parametrize(
    ("uris", "names"),
    [
        ([], []),
        (["a/1.jpg"], ["1.jpg"]),
        (["a/1.jpg", "b/1.jpg", "b/2.jpg"], ["a/1.jpg", "b/1.jpg", "2.jpg"]),
        (["x/a/1", "y/a/1", "y/b/1"], ["x/a/1", "y/a/1", "b/1"]),
        (["1", "a/1", "a/1"], ["1", "a/1", "a/1"]),
        (["c:\\a\\1", "c:\\b\\1"], ["a\\1", "b\\1"]),
        (["http://a.b/c/", "http://a.b/d/"], ["c/", "d/"]),
    ],
)
def test_a_caption_is_as_long_as_it_must_be_to_be_found(uris, names):
    """Pictures of the same name in two folders are told apart; a name of its own is enough alone."""
    assert short_names(uris) == names
