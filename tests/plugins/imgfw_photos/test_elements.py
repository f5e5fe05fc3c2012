"""XML that knows where it stands."""

from __future__ import annotations

import pytest

from imgfw import PictureError
from imgfw_photos.elements import parsed


def test_every_element_says_where_it_stands():
    """First tag, last tag and end, in bytes."""
    content = '<a>ä<b x="1>2"/><n:c xmlns:n="urn:n">text<b/></n:c></a>'.encode()

    root = parsed(content)
    alone, c = root.children

    assert content[root.begins : root.opened] == b"<a>"
    assert content[root.closing : root.ends] == b"</a>"
    assert alone.alone and content[alone.begins : alone.ends] == b'<b x="1>2"/>'
    assert (c.name, c.text) == ("urn:n c", "text")
    assert content[c.begins : c.ends].endswith(b"<b/></n:c>")
    assert next(c.named("b")).alone


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "document type"),
        (b"<a><b></a>", "mismatched tag"),
        (b"", "no element found"),
        (b"<a>&unknown;</a>", "undefined entity"),
    ],
)
def test_what_is_no_plain_xml_is_refused(content, reason):
    """Entities above all."""
    with pytest.raises(PictureError, match=reason):
        parsed(content)


def test_depth_costs_nothing():
    """A file of brackets alone ends no process."""
    content = b"<a>" * 50_000 + b"</a>" * 50_000

    assert parsed(content).ends == len(content)
