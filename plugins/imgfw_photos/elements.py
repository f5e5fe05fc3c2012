"""XML as a tree that knows where in the bytes each element stands; no entities, no document types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from imgfw import PictureError

_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")


@dataclass
class Element:
    """One element.

    name        "NAMESPACE LOCAL", or the local name alone where there is no namespace
    attributes  the same way
    begins      where its first tag begins in the UTF-8 bytes
    opened      where its first tag ends
    closing     where its last tag begins; `ends` where it has no second one
    ends        where it ends
    alone       whether it has one tag only, <like-this/>, and so nothing in it
    text        its own text, without that of its children
    """

    name: str
    attributes: dict[str, str]
    begins: int
    opened: int
    alone: bool = False
    closing: int = -1
    ends: int = -1
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def named(self, name: str) -> Iterator[Element]:
        """Its children of this name."""
        return (child for child in self.children if child.name == name)


def parsed(content: bytes) -> Element:
    """The root element of UTF-8 bytes, whatever encoding they declare.

    Raises PictureError for what is not well-formed, and for a document type: entities are never expanded.
    """
    top = Element("", {}, 0, 0)
    open_ = [top]
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        begins = parser.CurrentByteIndex
        tag = _TAG.match(content, begins)
        assert tag is not None, "a parser that says where tags are"
        element = Element(name, attributes, begins, tag.end(), tag[0].endswith(b"/>"))
        open_[-1].children.append(element)
        open_.append(element)

    def end(_: str) -> None:
        element = open_.pop()
        element.closing = element.ends = parser.CurrentByteIndex
        if not element.alone:
            element.ends = content.index(b">", element.closing) + 1

    def text(given: str) -> None:
        open_[-1].text += given

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refused
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise PictureError(f"is no XML that can be read: {error}") from None
    return top.children[0]


def _refused(*_: object) -> None:
    raise PictureError("has a document type, as no XMP has: its entities are not read")
