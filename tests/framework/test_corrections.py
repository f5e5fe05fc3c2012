"""Labels that count instead of those of the sources."""

from __future__ import annotations

import pytest

from imgfw import corrections
from imgfw.data import Sample
from imgfw.errors import RunError
from imgfw.targets import Target

TAGS = Target("tags", "multi-label", ("animal", "city", "me"))
KIND = Target("kind", "classes", ("cat", "dog"))


@pytest.fixture
def table(tmp_path):
    """table(TEXT) -> a file with it below the three columns."""

    def made(text: str, head: str = "file,target,label"):
        (tmp_path / "corrections.csv").write_text(f"{head}\n{text}", "utf-8")
        return tmp_path / "corrections.csv"

    return made


def test_rows_of_a_target_are_read(table):
    """Several labels in a row or in several rows, none at all; other targets' rows are not this one's."""
    path = table("a.jpg,tags,me\na.jpg,tags,city\nb.jpg,tags,animal | me\nc.jpg,tags,\nd.jpg,kind,cat\n")

    assert corrections.read(path, TAGS) == {"a.jpg": ("me", "city"), "b.jpg": ("animal", "me"), "c.jpg": ()}
    assert corrections.read(path, KIND) == {"d.jpg": ("cat",)}
    assert corrections.read(table("e.jpg,age,4.5\n"), Target("age", "number")) == {"e.jpg": 4.5}


def test_names_stand_as_in_the_table_of_samples(table):
    """Odd bytes are spelled out in both; a label may hold what divides several of them."""
    odd = Target("tags", "multi-label", ("a|b", " caf\udce9"))
    path = table('"\\udce9\n,.jpg",tags,a|b\n"\\udce9\n,.jpg",tags, caf\\udce9\n')

    assert corrections.read(path, odd) == {"\udce9\n,.jpg": ("a|b", " caf\udce9")}


@pytest.mark.parametrize(
    ("text", "target", "reason"),
    [
        ("a.jpg,tags,anmal\n", TAGS, "csv:2: no label of tags is 'anmal'.*animal"),
        ("a.jpg,kind,\n", KIND, "csv:2: expected one label for kind"),
        ("a.jpg,kind,cat\na.jpg,kind,dog\n", KIND, "csv:3: 'a.jpg' is corrected to"),
        ("a.jpg,tags,me\nb.jpg\n", TAGS, "csv:3: expected 3 cells"),
        ("a.jpg,tags,me,city\n", TAGS, "csv:2: expected 3 cells"),
        ("a.jpg,age,old\n", Target("age", "number"), "csv:2: expected a number for age, got 'old'"),
    ],
)
def test_what_cannot_be_is_named_by_its_line(table, text, target, reason):
    """An unknown label, none or two where there is one, words for a number, cells that lack or are over."""
    with pytest.raises(RunError, match=reason):
        corrections.read(table(text), target)


def test_a_table_without_its_columns_is_refused(table):
    """With those it has."""
    with pytest.raises(
        RunError, match="expected the columns file, target, label, got path, label; file lacks"
    ):
        corrections.read(table("a.jpg,me\n", head="path,label"), TAGS)


def test_every_corrected_file_must_be_there():
    """With the nearest name, and not those of a whole library where none is near."""
    library = [Sample(f"holiday/{number}.jpg") for number in range(9_000)]
    with pytest.raises(RunError, match=r"no source gives 'x'; name it as samples\.csv does") as told:
        corrections.check({"tags": {"x": ("me",)}}, library)
    assert len(str(told.value)) < 200
    corrections.check({"tags": {"me/a.jpg": ("me",)}}, [Sample("me/a.jpg")])

    with pytest.raises(RunError, match=r"no source gives 'me/a.jpeg'.*me/a.jpg"):
        corrections.check({"tags": {"me/a.jpeg": ("me",)}}, [Sample("me/a.jpg")])


def test_a_correction_holds_for_all_copies():
    """What another folder said of the same picture no longer counts; other targets stay."""
    samples = [
        Sample(
            "city/a.jpg", digest="1", labels={"tags": ("city",), "tags:unknown": ("me",), "kind": ("cat",)}
        ),
        Sample("me/a.jpg", digest="1", labels={"tags": ("me",)}),
        Sample("me/b.jpg", digest="2", labels={"tags": ("me",)}),
    ]

    found = corrections.corrected(samples, {"tags": {"me/a.jpg": ("animal",)}})

    assert found[0].labels == {"tags": ("animal",), "kind": ("cat",)}
    assert found[1].labels == {"tags": ("animal",)}
    assert found[2] is samples[2]


def test_changes_are_those_that_say_something_else():
    """Copies too; an order of labels is no change, what nobody knew is one."""
    samples = [
        Sample("a.jpg", digest="1", labels={"tags": ("city", "me"), "kind": ("cat",)}),
        Sample("b.jpg", digest="1", labels={"kind": ("dog",)}),
        Sample("c.jpg", digest="2", labels={"tags": ("me",), "tags:unknown": ("city",)}),
    ]
    given = {"tags": {"a.jpg": ("me", "city"), "c.jpg": ("me",)}, "kind": {"a.jpg": ("cat",)}}

    assert corrections.changes(samples, given) == [
        ("b.jpg", "tags", "", "me|city"),
        ("b.jpg", "kind", "dog", "cat"),
        ("c.jpg", "tags", "me", "me"),
    ]
