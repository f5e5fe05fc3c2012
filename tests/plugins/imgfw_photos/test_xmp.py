"""Labels in XMP sidecars."""

from __future__ import annotations

import json
import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imgfw import PictureError
from imgfw_photos.xmp import merged

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIELDS = {
    "subject": "http://purl.org/dc/elements/1.1/",
    "TagsList": "http://www.digikam.org/ns/1.0/",
    "hierarchicalSubject": "http://ns.adobe.com/lightroom/1.0/",
}
LIGHTROOM = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <r:RDF xmlns:r="{RDF}">
  <!-- a person's -->
  <r:Description r:about="uuid:1" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"
    xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:own="urn:own" own:note="two&#10;lines">
   <d:subject>
    <r:Bag>
     <r:li>Grandma</r:li>
     <r:li>group</r:li>
    </r:Bag>
   </d:subject>
   <own:odd r:parseType="Resource"><own:inner>kept</own:inner></own:odd>
  </r:Description>
 </r:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def said(content: bytes) -> dict[str, list[str]]:
    """The labels of each field, as any reader of XML finds them."""
    tree = ElementTree.fromstring(content)
    return {
        name: [item.text or "" for item in tree.findall(f".//{{{space}}}{name}/*/{{{RDF}}}li")]
        for name, space in FIELDS.items()
    }


def test_a_new_sidecar_says_the_labels_three_times():
    """A "/" makes a level for digiKam and Lightroom."""
    made = merged(None, ["group", "animal/dog", "you & me"])

    assert said(made) == {
        "subject": ["group", "animal/dog", "you & me"],
        "TagsList": ["group", "animal/dog", "you & me"],
        "hierarchicalSubject": ["group", "animal|dog", "you & me"],
    }


def test_an_existing_sidecar_keeps_all_it_says():
    """To the byte: what is new stands between what was there."""
    made = merged(LIGHTROOM.encode(), ["group", "me"]).decode()

    begin, _, rest = made.partition("<r:li>group</r:li>")
    assert LIGHTROOM.startswith(begin) and rest.startswith("\n     <r:li>me</r:li>")
    for line in LIGHTROOM.splitlines():
        assert line in made
    assert said(made.encode()) == {
        "subject": ["Grandma", "group", "me"],
        "TagsList": ["group", "me"],
        "hierarchicalSubject": ["group", "me"],
    }
    assert made.count('about="uuid:1"') == 2


def test_what_is_there_already_changes_nothing():
    """A second time gives the same bytes."""
    once = merged(LIGHTROOM.encode(), ["group", "me"])

    assert merged(once, ["me", "group"]) == once
    assert merged(LIGHTROOM.encode(), []) == LIGHTROOM.encode()


@pytest.mark.parametrize(
    "empty",
    [
        "<d:subject/>",
        "<d:subject> </d:subject>",
        "<d:subject><r:Bag/></d:subject>",
        "<d:subject><r:Bag></r:Bag></d:subject>",
    ],
)
def test_an_empty_list_is_filled(empty):
    """However it is written."""
    begin, rest = LIGHTROOM.split("<d:subject>")
    content = begin + empty + rest.partition("</d:subject>")[2]

    made = merged(content.encode(), ["me"])

    assert said(made)["subject"] == ["me"]
    assert said(merged(made, ["you"]))["subject"] == ["me", "you"]


def test_an_empty_rdf_is_filled():
    """Tools leave such sidecars."""
    content = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><R xmlns="{RDF}"/></x:xmpmeta>'.replace("R ", "RDF ")

    assert said(merged(content.encode(), ["me"]))["TagsList"] == ["me"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig", "latin-1"])
def test_the_file_keeps_its_encoding(codec):
    """Labels that it has no letters for are written as numbers."""
    text = LIGHTROOM.replace("Grandma", "Omä")
    content = ("\ufeff" + text if codec == "utf-16-be" else text).encode(codec)
    if codec == "latin-1":
        content = b'<?xml version="1.0" encoding="ISO-8859-1"?>\n' + content

    made = merged(content, ["鳥"])

    assert made.startswith(content[: len(content) // 3])
    readable = made.decode(codec).encode() if codec == "utf-32" else made  # which no XML library here reads
    assert said(readable)["subject"] == ["Omä", "group", "鳥"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no XML that can be read"),
        (b"\xff\xfe\x00", "is no utf-16"),
        (b"<html/>", "is no XMP"),
        (b'<!DOCTYPE x [<!ENTITY e "1">]>' + LIGHTROOM.encode(), "document type"),
        (LIGHTROOM.encode().replace(b"uuid:1", b"\xe9"), "is no utf-8"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "unknown here"),
        (LIGHTROOM.replace('own:note="', 'd:subject="').encode(), "dc:subject as a plain value"),
        (LIGHTROOM.replace("r:Bag>", "own:Heap>").encode(), "dc:subject as a plain value"),
    ],
)
def test_what_cannot_be_merged_is_refused(content, reason):
    """And not replaced."""
    with pytest.raises(PictureError, match=reason):
        merged(content, ["me"])


@given(some.lists(some.text(max_size=12), max_size=5))
def test_any_label_makes_xml_that_stays_as_it_is(labels):
    """Letters that XML cannot hold become U+FFFD."""
    once = merged(LIGHTROOM.encode(), labels)

    assert merged(once, labels) == once
    assert said(once)["subject"][:2] == ["Grandma", "group"]


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_reads_what_was_written(tmp_path):
    """Labels and the fields of others, without a warning."""
    for name, existing in (("new", None), ("old", LIGHTROOM.encode())):
        (tmp_path / f"{name}.xmp").write_bytes(merged(existing, ["group", "animal/dog"]))

    command = ["exiftool", "-json", "-validate", "-warning", "-struct", "-Subject", "-TagsList"]
    command += ["-HierarchicalSubject", "-Rating", tmp_path / "new.xmp", tmp_path / "old.xmp"]
    new, old = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    assert new["Subject"] == new["TagsList"] == ["group", "animal/dog"]
    assert new["HierarchicalSubject"] == ["group", "animal|dog"]
    assert old["Subject"] == ["Grandma", "group", "animal/dog"] and old["Rating"] == 4
    assert "Warning" not in new and "Warning" not in old
