"""Short names of files."""

from __future__ import annotations

import pytest

from imgfw_report.names import short_names


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
