"""The samples of a page."""

from __future__ import annotations

from threading import Lock

import numpy as np

from imgfw import Picture, PictureError, Sample, Target
from imgfw_report import album
from imgfw_report.album import Album

CLASSES = Target("class", "classes", ("a", "b"))


def given(count):
    """So many samples of "a" that are said to be "b"."""
    return {"class": (CLASSES, [0] * count, [[0.2, 0.8]] * count, [1] * count)}


def test_pictures_that_are_asked_for_first_have_room_first(outcome, monkeypatch):
    """Where there is no more room the others say so."""
    monkeypatch.setattr(album, "ROOM", 1)
    run = outcome(given(2))
    own = Album(run, "test")

    own.picture(run.samples[1])

    assert own.picture(run.samples[0]) == "the page has no room for more pictures"
    assert [number for number, _ in own.thumbnails()] == [own.number(run.samples[1])]


def test_pictures_that_are_read_together_have_room_in_their_order(outcome, monkeypatch):
    """What has none is not kept, nor read where it is known before; each is read once."""
    monkeypatch.setattr(album, "AT_ONCE", 2)
    lock, read = Lock(), []

    def picture(sample: Sample) -> Picture:
        with lock:
            read.append(sample.uri)
        return Picture(np.zeros((40, 40, 3), np.uint8))

    run = outcome(given(8), picture=picture)
    size = len(Album(run, "test").picture(run.samples[0]).uri)
    read.clear()
    monkeypatch.setattr(album, "ROOM", 2 * size)
    own = Album(run, "test")

    own.look([*run.samples, *run.samples])

    assert len(own.thumbnails()) == 2
    assert [own.picture(sample) for sample in run.samples[2:]] == [album.NO_ROOM] * 6
    assert sorted(read) == [f"pictures/{number}.jpg" for number in range(3)]


def test_no_opening_goes_short_for_another(outcome, monkeypatch):
    """Each gets its first sample before any gets its second; of how many there are is told."""
    monkeypatch.setattr(album, "LISTED", 3)
    run = outcome(given(6))
    own = Album(run, "test")
    own.open("many", run.samples[:4], "class")
    own.open("few", run.samples[4:], "class")

    data = own.opened()

    uris = [[data["samples"][at]["uri"] for at in each["samples"]] for each in data["openings"]]
    assert uris == [["pictures/0.jpg", "pictures/1.jpg"], ["pictures/4.jpg"]]
    assert [each["of"] for each in data["openings"]] == [4, 2]


def test_what_is_said_of_samples_has_its_room(outcome, monkeypatch):
    """However long their names are; those that have no picture for want of room say so in a word."""
    monkeypatch.setattr(album, "ROOM", 1)
    monkeypatch.setattr(album, "TEXT", 1000)
    samples = tuple(Sample(f"{'a' * 200}/{number}.jpg", digest=str(number)) for number in range(9))
    run = outcome(given(9), samples=samples)
    own = Album(run, "test")
    own.open("all", samples, "class")

    data = own.opened()

    assert 2 < len(data["samples"]) < 6
    assert (data["openings"][0]["of"], len(data["openings"][0]["samples"])) == (9, len(data["samples"]))
    assert [type(each["picture"]) for each in data["samples"][:2]] == [int, type(None)]


def test_what_is_opened_has_a_bound(outcome, monkeypatch):
    """However often the same samples stand behind numbers; each opening keeps its first."""
    monkeypatch.setattr(album, "PLACES", 5)
    run = outcome(given(4))
    own = Album(run, "test")
    for title in ("one", "other"):
        own.open(title, run.samples, "class")

    data = own.opened()

    assert [each["samples"] for each in data["openings"]] == [[0, 1, 2], [0, 1]]
    assert [each["of"] for each in data["openings"]] == [4, 4]


def test_a_sample_of_several_openings_is_listed_once(outcome):
    """All of them lead to it."""
    run = outcome(given(1))
    own = Album(run, "test")
    own.open("one", run.samples, "class")
    own.open("other", run.samples, "")

    data = own.opened()

    assert len(data["samples"]) == 1
    assert [each["samples"] for each in data["openings"]] == [[0], [0]]


def test_a_picture_that_cannot_be_shown_has_its_reason(outcome):
    """The page says it in its place."""

    def picture(sample: Sample) -> Picture:
        raise PictureError("is cut off")

    run = outcome(given(1), picture=picture)
    own = Album(run, "test")
    own.open("one", run.samples, "")

    assert own.opened()["samples"][0]["picture"] == "this picture cannot be shown: is cut off"


def test_a_sample_that_was_not_judged_has_the_labels_of_its_source(outcome):
    """One of train, for instance."""
    tags, age = Target("tags", "multi-label", ("x", "y")), Target("age", "number")
    more = {
        "tags": (tags, np.zeros((1, 2)), [[0, 0]], [[False, False]]),
        "age": (age, [1.0], [[2.0]], [2.0]),
    }
    run = outcome({**given(1), **more})
    own = Album(run, "test")
    other = Sample("elsewhere.jpg", digest="other", labels={"tags": ("x", "y"), "age": 30.0})

    told = {name: [(s.role, s.text) for s in said] for name, said in own.told(other)}

    assert told == {"class": [], "tags": [("is", "x, y")], "age": [("is", "30")]}
    assert own.name(other) == "elsewhere.jpg"
