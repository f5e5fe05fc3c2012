"""What is to become of every file."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imgfw_photos.companions import Companion, Group
from imgfw_photos.dates import Dated
from imgfw_photos.existing import Existing
from imgfw_photos.names import folders
from imgfw_photos.plan import Item, Plan
from imgfw_photos.plan_cells import check_place
from imgfw_photos.plan_table import check_items
from imgfw_photos.planning import THERE, Planning, other
from imgfw_photos.seen import Seen
from imgfw_photos.template import read
from imgfw_photos.walk import Found

TAKEN = Dated(datetime(2019, 1, 2, 3, 4, 5), "name")


def sha(content: str) -> str:
    """Of a text."""
    return hashlib.sha256(content.encode()).hexdigest()


def seen(path: str, content: str, *labels: str, beside: dict[str, str] | None = None, **more) -> Seen:
    """A picture with this content; `beside` is {tail: content} of what belongs to it."""
    file = Path(path)
    companions = [
        Companion(Found(file.with_name(file.stem + tail), "file", len(text)), tail)
        for tail, text in (beside or {}).items()
    ]
    digests = {
        str(c.found.path): sha(text) for c, text in zip(companions, (beside or {}).values(), strict=True)
    }
    group = Group(Found(file, "picture", len(content)), tuple(companions))
    return Seen(group, sha(content), dict.fromkeys(labels, 0.9), digests=digests, **more)


def planned(
    target: Path, *pictures: Seen, template: str = "{label}/{name}", mode: str = "copy"
) -> list[Item]:
    """Their items, checked as the reader of a plan checks them."""
    names = folders(dict.fromkeys(label for each in pictures for label in each.labels))
    items = list(Planning(read(template), names, Existing(target), mode).items(pictures))
    check_items(Plan(target, (), mode), items, target)
    assert all(check_place(place) == "" for item in items for place in item.places)
    return items


def told(items: list[Item]) -> dict[str, tuple[str, ...]]:
    """{source: its fate and places}."""
    return {item.source: (item.fate, *item.places) for item in items}


def laid(target: Path, place: str, content: str) -> None:
    """A file in the target."""
    (target / place).parent.mkdir(parents=True, exist_ok=True)
    (target / place).write_text(content)


def test_a_place_may_have_the_label_of_another_target_in_it(tmp_path):
    """As the name of a folder; "unknown" where it has none."""
    names, others = {"cat": "cat", "me": "me"}, {"quality": {"good": "good", "../bad": "_._bad"}}
    also = {"cat": {"quality": "../bad"}, "me": {"quality": ""}}
    planning = Planning(read("{label}/{target:quality}/{name}"), names, Existing(tmp_path), "copy", others)

    (item,) = planning.items([seen("/p/a.jpg", "1", "cat", "me", also=also)])

    assert item.places == ("cat/_._bad/a.jpg", "me/unknown/a.jpg")


def test_a_picture_goes_to_a_folder_for_each_of_its_labels(tmp_path):
    """With what belongs to it, under one stem; without a label it stays."""
    items = planned(
        tmp_path,
        seen("/p/a.jpg", "1", "group", "me", beside={".mov": "m", ".jpg.xmp": "x"}, dated=TAKEN),
        seen("/p/b.jpg", "2", dated=TAKEN),
        seen("/p/c.jpg", "3", "me"),
        template="{label}/{date:%Y}/{name}",
    )

    assert told(items) == {
        "/p/a.jpg": ("placed", "group/2019/a.jpg", "me/2019/a.jpg"),
        "/p/a.mov": ("placed", "group/2019/a.mov", "me/2019/a.mov"),
        "/p/a.jpg.xmp": ("placed", "group/2019/a.jpg.xmp", "me/2019/a.jpg.xmp"),
        "/p/b.jpg": ("unsorted",),
        "/p/c.jpg": ("placed", "me/undated/c.jpg"),
    }
    assert items[1].follows == items[2].follows == "/p/a.jpg"
    assert (items[0].date, items[0].date_from, items[0].probability) == ("2019-01-02T03:04:05", "name", 0.9)
    assert items[3].reason == "no label is above its threshold"


def test_of_one_content_one_is_placed(tmp_path):
    """That to which most belongs; the others name it."""
    items = planned(
        tmp_path,
        seen("/p/1/a.jpg", "same", "me"),
        seen("/p/2/a.jpg", "same", "me", beside={".mov": "m"}),
        seen("/p/3/a.jpg", "same", "me", beside={".mov": "m"}),
    )

    assert told(items) == {
        "/p/1/a.jpg": ("duplicate",),
        "/p/2/a.jpg": ("placed", "me/a.jpg"),
        "/p/2/a.mov": ("placed", "me/a.mov"),
        "/p/3/a.jpg": ("duplicate",),
        "/p/3/a.mov": ("duplicate",),
    }
    assert items[0].reason == items[3].reason == "the same content as /p/2/a.jpg"


def test_names_that_are_taken_get_numbers(tmp_path):
    """In the target, or by another picture; what belongs to one goes along."""
    laid(tmp_path, "ME/A.JPG", "another")

    items = planned(
        tmp_path,
        seen("/p/1/a.jpg", "1", "me", beside={".mov": "m"}),
        seen("/p/2/a.jpg", "2", "me"),
    )

    assert told(items) == {
        "/p/1/a.jpg": ("placed", "ME/a-2.jpg"),
        "/p/1/a.mov": ("placed", "ME/a-2.mov"),
        "/p/2/a.jpg": ("placed", "ME/a-3.jpg"),
    }


def test_what_is_there_already_stays_where_it_is(tmp_path):
    """A second plan after the first has the same places, though numbers would be others now."""
    pictures = [
        seen("/p/1/a.jpg", "1", "me", "group", beside={".mov": "m"}),
        seen("/p/2/a.jpg", "2", "me"),
    ]
    first = planned(tmp_path, *pictures)
    for item in first:
        content = {sha(c): c for c in "12m"}[item.digest]
        for place in item.places:
            laid(tmp_path, place, content)

    second = planned(tmp_path, *reversed(pictures))

    assert told(second) == told(first)
    assert {item.reason for item in second if not item.follows} == {THERE}
    assert all(item.reason == "" for item in second if item.follows)


def test_links_that_a_plan_made_are_made_once(tmp_path):
    """A second plan for links finds them; in other modes they are but names that are taken."""
    source, target = tmp_path / "from" / "a.jpg", tmp_path / "to"
    laid(tmp_path, "from/a.jpg", "1")
    (tmp_path / "way").symlink_to("from")
    (target / "me").mkdir(parents=True)
    (target / "me" / "a-2.jpg").symlink_to(tmp_path / "way" / "a.jpg")
    (target / "me" / "lost").symlink_to("lost")
    picture = seen(str(source), "1", "me", "group")

    (again,) = planned(target, picture, mode="symlink")
    (moved,) = planned(target, seen(str(source), "1", "group"), mode="symlink")
    (copied,) = planned(target, picture, seen("/p/a-2.jpg", "2", "me"), mode="copy")[:1]

    assert told([again]) == {str(source): ("placed", "me/a-2.jpg", "group/a.jpg")}
    assert (moved.fate, moved.reason) == ("duplicate", "lies in the target already: me/a-2.jpg")
    assert told([copied]) == {str(source): ("placed", "me/a.jpg", "group/a.jpg")}


def test_what_a_person_moved_within_the_target_is_not_placed_again(tmp_path):
    """It lies there; what lies in one of its folders gets the others."""
    laid(tmp_path, "food/mine.jpg", "1")
    laid(tmp_path, "group/b.jpg", "2")

    items = planned(tmp_path, seen("/p/a.jpg", "1", "me"), seen("/p/b.jpg", "2", "me", "group"))

    assert told(items) == {"/p/a.jpg": ("duplicate",), "/p/b.jpg": ("placed", "me/b.jpg", "group/b.jpg")}
    assert items[0].reason == "lies in the target already: food/mine.jpg"
    assert items[1].reason == ""


def test_a_sidecar_that_a_person_changed_there_stays(tmp_path):
    """The other one is told of and left."""
    laid(tmp_path, "me/a.jpg", "1")
    laid(tmp_path, "me/a.jpg.xmp", "changed")

    items = planned(tmp_path, seen("/p/a.jpg", "1", "me", beside={".jpg.xmp": "x", ".mov": "m"}))

    assert told(items)["/p/a.jpg.xmp"] == ("other",)
    assert items[1].reason == "another file lies at its place already: me/a.jpg.xmp"
    assert told(items)["/p/a.mov"] == ("placed", "me/a.mov")


def test_what_cannot_be_used_is_listed_with_what_belongs_to_it(tmp_path):
    """With the reason; a companion that cannot be read does not stop its picture."""
    broken = seen("/p/a.jpg", "1", beside={".mov": "m"}, wrong="is cut off")
    shut = seen("/p/b.jpg", "2", "me", beside={".mov": "m"})
    shut.digests.clear()

    items = planned(tmp_path, broken, shut)

    assert told(items) == {
        "/p/a.jpg": ("unreadable",),
        "/p/a.mov": ("other",),
        "/p/b.jpg": ("placed", "me/b.jpg"),
        "/p/b.mov": ("unreadable",),
    }
    assert items[0].reason == "is cut off"


def test_labels_for_sidecars_need_no_places(tmp_path):
    """Every copy of a picture gets them."""
    items = planned(tmp_path, seen("/p/a.jpg", "1", "me"), seen("/p/b.jpg", "1", "me"), mode="xmp")

    assert [(item.fate, item.labels, item.places) for item in items] == [("placed", ("me",), ())] * 2


@pytest.mark.parametrize(
    ("found", "fate"),
    [
        (Found(Path("/p/a.txt"), "file", 3), "other"),
        (Found(Path("/p/a.CR3"), "file", 3), "other"),
        (Found(Path("/p/a.mp4"), "file", 3), "other"),
        (Found(Path("/p/x"), "unreadable", reason="cannot be listed"), "unreadable"),
    ],
)
def test_everything_else_is_listed(found, fate):
    """With its reason."""
    item = other(found)

    assert item.fate == fate and item.reason and item.source == str(found.path)


HOSTILE = [
    "../../x",
    "a\0b",
    "C:\\",
    "",
    ".",
    "..",
    "con",
    "/etc",
    "a/b",
    "A\\B",
    " ",
    "~",
    "\u202e",
    "x" * 300,
]


@given(
    some.lists(
        some.tuples(
            some.sampled_from(
                ["a.jpg", "A.JPG", "\u00e4.jpg", "a\u0308.jpg", "con.png", "a.", "x" * 250 + ".jpeg"]
            ),
            some.sampled_from("123456"),
            some.lists(some.sampled_from([*HOSTILE, "me", "Me"]), max_size=3, unique=True),
            some.sampled_from([{}, {".mov": "m"}, {".jpg.xmp": "x", ".CR2": "c"}]),
        ),
        max_size=12,
    ),
    some.sampled_from(["{label}/{name}", "{date:%Y/%m}/{label}/{name}", "all {label}/{stem}{suffix}"]),
)
def test_any_plan_adds_up_and_overwrites_nothing(tmp_path_factory, pictures, template):
    """Every file is listed once, no two places are one, and none is outside; twice the same plan."""
    labels = {content: asked for _, content, asked, _ in pictures}
    given_ = [
        seen(f"/p/{at}/{name}", content, *labels[content], beside=beside, dated=TAKEN)
        for at, (name, content, _, beside) in enumerate(pictures)
    ]
    target = tmp_path_factory.getbasetemp() / "nowhere"

    items = planned(target, *given_, template=template)

    assert items == planned(target, *given_, template=template)
    assert len(items) == len({item.source for item in items}) == sum(1 + len(p[3]) for p in pictures)
    placed = {item.digest for item in items if item.fate == "placed" and not item.follows}
    assert placed == {each.digest for each in given_ if each.labels}
