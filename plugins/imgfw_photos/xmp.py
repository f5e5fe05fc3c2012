"""Labels in an XMP sidecar: written new, or added to one whose other bytes all stay as they are."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from imgfw import PictureError

from .elements import Element, parsed

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIELDS = {
    "http://purl.org/dc/elements/1.1/ subject": ("dc", "Bag"),
    "http://www.digikam.org/ns/1.0/ TagsList": ("digiKam", "Seq"),
    "http://ns.adobe.com/lightroom/1.0/ hierarchicalSubject": ("lr", "Bag"),
}
"""What tells labels: the field, its usual prefix, and its kind of list."""

_LISTS = tuple(f"{_RDF} {kind}" for kind in ("Bag", "Seq", "Alt"))
_NEW = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f' <rdf:RDF xmlns:rdf="{_RDF}">\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>\n'
)
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF8: "utf-8",
}
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_TAG_NAME = re.compile(rb"<([^\s/>]+)")
_BREAK = re.compile("[\t\n\r]+")
_NO_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Edit = tuple[int, int, str]
"""Bytes from here to there become this text."""


def merged(existing: bytes | None, labels: Sequence[str]) -> bytes:
    """An XMP file that has these labels, besides everything that `existing` says; None makes a new one.

    They stand in dc:subject, digiKam:TagsList and lr:hierarchicalSubject, each once; a "/" in a label makes a
    level of the trees that the last two hold. Labels that are there stay, and where all are there already,
    the file comes back as it is, to the byte.
    Raises PictureError for what is no XMP, or has entities of its own: those are never expanded.
    """
    given = _NEW.encode() if existing is None else existing
    codec = _codec(given)
    try:
        content = given.decode(codec).encode()
        rdf = _rdf(parsed(content))
        edits = _edits(content, rdf, [label for label in labels if label.strip()])
    except UnicodeError as error:
        raise PictureError(f"the XMP sidecar is no {codec}: {error}") from None
    except PictureError as error:
        raise PictureError(f"the XMP sidecar {error}") from None
    for begins, ends, text in sorted(edits, reverse=True):
        content = content[:begins] + text.encode() + content[ends:]
    return content.decode().encode(codec, "xmlcharrefreplace") if edits else given


def _codec(content: bytes) -> str:
    """How a file's text is written; a mark at its beginning stays part of the text."""
    if mark := next((mark for mark in _MARKS if content.startswith(mark)), None):
        return _MARKS[mark]
    declared = _DECLARED.match(content)
    name = declared[1].decode() if declared else "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise PictureError(f"the XMP sidecar is written in {name}, which is unknown here") from None


def _rdf(root: Element) -> Element:
    name = f"{_RDF} RDF"
    found = root if root.name == name else next(root.named(name), None)
    if found is None:
        raise PictureError("is no XMP: expected an element rdf:RDF")
    return found


def _edits(content: bytes, rdf: Element, labels: Sequence[str]) -> list[Edit]:
    """What is to be added where, so that every field has all labels."""
    descriptions = list(rdf.named(f"{_RDF} Description"))
    edits, missing = [], []
    for name, (prefix, kind) in _FIELDS.items():
        wanted = tuple(dict.fromkeys(_spelt(prefix, label) for label in labels))
        if any(name in each.attributes for each in descriptions):
            raise PictureError(f"has {_short(name)} as a plain value; expected a list")
        field = next((each for description in descriptions for each in description.named(name)), None)
        if field is None:
            missing += [_field(name, prefix, kind, wanted)] if wanted else []
        elif edit := _extended(content, field, kind, wanted):
            edits.append(edit)
    if missing:
        about = next((_about(each) for each in descriptions), "")
        edits.append(_within(content, rdf, _description(about, missing)))
    return edits


def _extended(content: bytes, field: Element, kind: str, wanted: Sequence[str]) -> Edit | None:
    """What a field that is there still lacks, behind its last item; None where it has all."""
    rows = next((child for child in field.children if child.name in _LISTS), None)
    if rows is None:
        if field.text.strip() or field.children:
            raise PictureError(f"has {_short(field.name)} as a plain value; expected a list")
        return _within(content, field, _list(kind, wanted, f' xmlns:rdf="{_RDF}"')) if wanted else None
    items = list(rows.named(f"{_RDF} li"))
    there = {unicodedata.normalize("NFC", item.text.strip()) for item in items}
    more = [label for label in wanted if label not in there]
    if not more:
        return None
    tag = _tag_name(content, rows).rpartition(":")[0]
    li = f"{tag}:li" if tag else "li"
    if not items:
        return _within(content, rows, "".join(f"<{li}>{escape(label)}</{li}>" for label in more))
    gap = content[rows.opened : items[0].begins].decode()
    gap = gap if not gap.strip() else ""
    return items[-1].ends, items[-1].ends, "".join(f"{gap}<{li}>{escape(label)}</{li}>" for label in more)


def _within(content: bytes, element: Element, text: str) -> Edit:
    """The text as the last thing in an element; one that has a single tag gets two."""
    if not element.alone:
        return element.closing, element.closing, text
    opening = content[element.begins : element.ends].decode().removesuffix("/>").rstrip()
    return element.begins, element.ends, f"{opening}>{text}</{_tag_name(content, element)}>"


def _description(about: str, fields: Sequence[str]) -> str:
    inside = "".join(f"   {each}\n" for each in fields)
    return (
        f' <rdf:Description xmlns:rdf="{_RDF}" rdf:about={quoteattr(about)}>\n{inside}  </rdf:Description>\n '
    )


def _field(name: str, prefix: str, kind: str, labels: Sequence[str]) -> str:
    space = name.split()[0]
    tag = f"{prefix}:{name.split()[1]}"
    return f'<{tag} xmlns:{prefix}="{space}">{_list(kind, labels)}</{tag}>'


def _list(kind: str, labels: Sequence[str], declared: str = "") -> str:
    items = "".join(f"<rdf:li>{escape(label)}</rdf:li>" for label in labels)
    return f"<rdf:{kind}{declared}>{items}</rdf:{kind}>"


def _spelt(prefix: str, label: str) -> str:
    """A label as this field spells it: Lightroom puts "|" between the levels of its tree, digiKam "/"."""
    text = unicodedata.normalize("NFC", _NO_XML.sub("\ufffd", _BREAK.sub(" ", label)).strip())
    if prefix == "dc":
        return text
    levels = (level.strip() for level in text.replace("|", "-").split("/"))
    return ("|" if prefix == "lr" else "/").join(level for level in levels if level) or "-"


def _about(description: Element) -> str:
    return description.attributes.get(f"{_RDF} about", description.attributes.get("about", ""))


def _tag_name(content: bytes, element: Element) -> str:
    found = _TAG_NAME.match(content, element.begins)
    assert found is not None, "an element that begins with its tag"
    return found[1].decode()


def _short(name: str) -> str:
    return f"{_FIELDS[name][0]}:{name.split()[1]}"
