"""Group: what belongs together stays together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Sample
from imgfw.stages.group import grouped, parted


def sample(name: str, **fields) -> Sample:
    """A sample whose digest is its name."""
    return Sample(f"{name}.jpg", digest=name, **fields)


def groups(samples: list[Sample]) -> dict[str, str]:
    """The group of each sample by its digest."""
    return {s.digest: s.group for s in samples}


def test_near_duplicates_are_one_group_through_others_too():
    """Pairs join up; what is near nothing has no group."""
    found = grouped([sample(name) for name in "abcd"], [("b", "c"), ("a", "c")], burst=None)

    assert groups(found) == {"a": "a", "b": "a", "c": "a", "d": ""}


def test_groups_of_the_source_grow_by_near_duplicates():
    """A near-duplicate of one member joins all of them, and two such groups become one."""
    given_ = [sample("1", group="ann"), sample("2", group="ann"), sample("3", group="bob"), sample("4")]

    one = groups(grouped(given_, [("2", "4")], burst=None))
    both = groups(grouped(given_, [("2", "4"), ("4", "3")], burst=None))

    assert one["1"] == one["2"] == one["4"] != one["3"] == "bob"
    assert len(set(both.values())) == 1


def test_the_regions_of_a_picture_travel_with_it():
    """Two faces of one picture and its near-duplicate are one group."""
    faces = [sample("p", number=number, group="p") for number in (0, 1)]

    found = grouped([*faces, sample("q")], [("p", "q")], burst=None)

    assert {s.group for s in found} == {"p"}


def test_a_burst_is_one_camera_within_the_time():
    """A picture within three seconds of the one before belongs to it, unless camera or source differ."""

    def shot(name: str, second: int, camera: str = "A", source: int = 0) -> Sample:
        taken = f"2024-05-01T10:00:{second:02}"
        return sample(name, source=source, facts={"taken": taken, "camera": camera})

    given_ = [
        shot("a", 0),
        shot("c", 6),
        shot("b", 3),
        shot("d", 10),
        shot("e", 1, "B"),
        shot("f", 1, "A", 1),
    ]

    found = groups(grouped([*given_, sample("g")], [], burst=3))

    assert found == {"a": "a", "b": "a", "c": "a", "d": "", "e": "", "f": "", "g": ""}
    assert set(groups(grouped(given_, [], burst=None)).values()) == {""}


def test_what_is_left_out_still_ties_the_others():
    """Pairs are only as many as join a set up: two that a third ties may be copies themselves."""
    given_ = [sample("a"), sample("b", left_out="broken"), sample("c"), sample("d")]

    found = groups(grouped(given_, [("a", "b"), ("b", "c")], burst=None))

    assert found == {"a": "a", "b": "", "c": "a", "d": ""}


def test_a_lone_survivor_of_near_duplicates_has_no_group():
    """What remains alone is a group of its own, as if it had never had a copy."""
    given_ = [sample("a"), sample("b", left_out="broken")]

    assert set(groups(grouped(given_, [("a", "b")], burst=None)).values()) == {""}


@pytest.mark.parametrize("taken", ["0001-01-01T00:00:00", "9999-12-31T23:59:58"])
def test_any_date_a_camera_may_have_written_is_compared(taken: str):
    """A clock that was never set, or set wrongly, belongs to bursts like any other."""
    later = taken[:-1] + str(int(taken[-1]) + 1)
    given_ = [sample("a", facts={"taken": taken}), sample("b", facts={"taken": later})]

    assert groups(grouped(given_, [], burst=3)) == {"a": "a", "b": "a"}


def test_bursts_do_not_depend_on_where_the_computer_stands(monkeypatch):
    """Where summer time begins, an hour is missing from clocks but not from bursts."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    times = ("2024-03-31T02:00:01", "2024-03-31T03:00:02")
    given_ = [sample(name, facts={"taken": taken}) for name, taken in zip("ab", times, strict=True)]

    found = groups(grouped(given_, [], burst=3))
    monkeypatch.undo()
    time.tzset()

    assert found == {"a": "", "b": ""}


@given(
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=20),
    st.tuples(st.integers(0, 14), st.integers(0, 14)),
)
def test_a_group_keeps_its_name_unless_it_gains_a_member(pairs: list, more: tuple):
    """Whatever pair is added: samples of groups that stay as they were keep the name of their group."""
    given_ = [sample(f"{i:02}") for i in range(15)]
    named = [(f"{i:02}", f"{j:02}") for i, j in pairs]

    before = groups(grouped(given_, named, burst=None))
    after = groups(grouped(given_, [*named, (f"{more[0]:02}", f"{more[1]:02}")], burst=None))

    def members(found: dict, name: str) -> frozenset[str]:
        return frozenset(n for n, g in found.items() if (g or n) == (found[name] or name))

    for name in before:
        if members(before, name) == members(after, name):
            assert (before[name] or name) == (after[name] or name)


def test_a_near_copy_of_a_test_picture_is_not_learned_from():
    """Of near-duplicates in two given splits test stays before val before train; the other says why."""
    given_ = [sample("a", split="train"), sample("b", split="test"), sample("c", split="val"), sample("d")]

    found = {s.digest: s.left_out for s in parted(given_, [("a", "b"), ("c", "a"), ("b", "d")], burst=None)}
    without_test = {s.digest: s.left_out for s in parted(given_[::2], [("a", "c")], burst=None)}

    assert found["a"] == "is nearly the same picture as b.jpg, which is given as test"
    assert found["c"] == found["a"] and not found["b"] and not found["d"]
    assert without_test == {"a": "is nearly the same picture as c.jpg, which is given as val", "c": ""}


def test_near_duplicates_in_one_given_split_stay():
    """Nothing is wrong with two of them in train."""
    given_ = [sample("a", split="train"), sample("b", split="train")]

    assert parted(given_, [("a", "b")], burst=None) == given_


def test_a_picture_follows_the_copy_that_stays():
    """X, unsplit, was found near A of train, and A near B of test: A is left out, and X goes with B."""
    given_ = [sample("x"), sample("a", split="train"), sample("b", split="test")]
    near = [("x", "a"), ("a", "b")]

    found = groups(grouped(parted(given_, near, burst=None), near, burst=None))

    assert found == {"x": "b", "a": "", "b": "b"}


def test_of_a_burst_in_two_given_splits_the_more_precious_stays():
    """As with near-duplicates; a burst may be joined up by near-duplicates in between."""
    given_ = [
        sample("a", split="train", facts={"taken": "2024-05-01T10:00:00"}),
        sample("b", split="test", facts={"taken": "2024-05-01T10:00:02"}),
        sample("c", split="train", facts={"taken": "2024-05-01T11:00:00"}),
        sample("d"),
        sample("e", split="test", facts={"taken": "2024-05-01T11:00:01"}),
        sample("f", split="train", facts={"taken": "2024-05-01T10:00:03"}),
    ]

    found = {s.digest: s.left_out for s in parted(given_, [("d", "f")], burst=2)}

    told = "was taken in one burst with {}.jpg, which is given as test"
    assert found == {
        "a": told.format("b"),
        "b": "",
        "c": told.format("e"),
        "d": "",
        "e": "",
        "f": told.format("b"),
    }
    assert parted(given_, [], burst=None) == given_


def test_bursts_joined_by_near_duplicates_are_one():
    """A of train and F of test share no burst, but their bursts hold two copies of one picture: A goes."""
    given_ = [
        sample("a", split="train", facts={"taken": "2024-05-01T10:00:00"}),
        sample("d", facts={"taken": "2024-05-01T10:00:01"}),
        sample("e", facts={"taken": "2024-05-01T11:00:00"}),
        sample("f", split="test", facts={"taken": "2024-05-01T11:00:01"}),
    ]

    found = {s.digest: bool(s.left_out) for s in parted(given_, [("d", "e")], burst=2)}

    assert found == {"a": True, "d": False, "e": False, "f": False}


def test_what_is_generated_shows_something_new():
    """Near a picture that was not generated it is left out, through others too; near another it stays."""
    made = {"facts": {"generated": True}}
    given_ = [
        sample("a", split="test"),
        *(sample(name, **made) for name in "bcde"),
        sample("f", left_out="x"),
    ]

    found = parted(given_, [("a", "b"), ("b", "c"), ("d", "e"), ("e", "f")], burst=None)

    reasons = {s.digest: s.left_out for s in found}
    assert reasons["b"] == reasons["c"] == "was generated, and is nearly the same picture as a.jpg"
    assert reasons["a"] == reasons["d"] == reasons["e"] == ""
