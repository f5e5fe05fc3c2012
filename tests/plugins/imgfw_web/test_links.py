"""Links in plain form."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_web.links import RefusedError, host_of, joined, plain


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://a.example/x.jpg", "https://a.example/x.jpg"),
        ("https://A.Example:443", "https://a.example/"),
        ("https://a.example./x", "https://a.example/x"),
        (" https://a.example/x y.jpg?q=1 2#part ", "https://a.example/x%20y.jpg?q=1%202"),
        ("https://a.example/%C3%A9.jpg", "https://a.example/%C3%A9.jpg"),
        ("https://a.example/é.jpg", "https://a.example/%C3%A9.jpg"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("https://a.example/../../etc/passwd", "https://a.example/../../etc/passwd"),
    ],
)
def test_a_link_is_brought_to_its_plain_form(link, expected):
    """ASCII alone, no fragment, small letters for the host; the path stays the server's business."""
    assert plain(link) == expected


@pytest.mark.parametrize(
    "link",
    [
        "http://a.example/x", "ftp://a.example/x", "file:///etc/passwd", "data:image/png;base64,AA",
        "//a.example/x",
        "x.jpg", "", "https://", "https:///x", "https://user@a.example/", "https://user:pass@a.example/",
        "https://:@a.example/", "https://a.example:80/", "https://a.example:8443/", "https://a.example:x/",
        "https://[::1/", "https://a..b/", f"https://{'a' * 64}.example/", f"https://a.example/{'x' * 5000}",
        "javascript:alert(1)", "HTTP://a.example/x",
    ],
)  # fmt: skip
def test_anything_but_plain_https_is_refused(link):
    """Other schemes, names and passwords, other ports, nonsense."""
    with pytest.raises(RefusedError, match="its address") as refused:
        plain(link)

    assert not refused.value.later


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_comes_is_plain_https_or_refused(path, location):
    """For any text: no line break or space can reach a request, and the form is stable."""
    try:
        link = joined(plain(f"https://a.example/{path}"), location)
    except RefusedError:
        return

    assert link.startswith("https://") and link.isascii() and link.isprintable() and " " not in link
    assert plain(link) == link and urlsplit(link).port is None


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/y.jpg", "https://a.example/y.jpg"),
        ("y.jpg", "https://a.example/d/y.jpg"),
        ("//b.example/y", "https://b.example/y"),
        ("https://b.example/", "https://b.example/"),
    ],
)
def test_a_redirect_is_joined_to_the_link_it_came_from(location, expected):
    """Relative ones too."""
    assert joined("https://a.example/d/x.jpg", location) == expected


@pytest.mark.parametrize(
    "location", ["http://a.example/", "file:///etc/passwd", "https://[", "https://a.example:22/"]
)
def test_a_redirect_is_held_to_the_same_rules(location):
    """It may not lead away from https."""
    with pytest.raises(RefusedError):
        joined("https://a.example/x", location)


def test_the_host_is_known():
    """Without brackets or port."""
    assert host_of("https://a.example/x") == "a.example"
    assert host_of("https://[::1]/x") == "::1"
