"""What is told of the probability from which on somebody is known."""

from __future__ import annotations

from imgfw.decisions import Decision, FalseAccepts, Stale
from imgfw_faces.knowing import cost, counted, doubt, plain, told

ACCEPTS = FalseAccepts(0.0, 0.0, 0.28, 30, 10, 0.1, 10)


def test_what_strangers_come_to_is_told():
    """And where the people are too few for what was asked, what they tell of."""
    enough = Decision(unknown=0.857, false_accepts=ACCEPTS)
    few = Decision(unknown=0.9, false_accepts=FalseAccepts(0.0, 0.0, 0.43, 15, 5, 0.1, 5))

    known = (
        "unknown below 0.857: 0.000 of 30 pictures of 10 strangers were accepted; of new ones 0.000 to 0.280"
    )
    assert told(enough) == known
    assert told(few).endswith("0.430; 0.1 was asked for, and so few people tell of 0.17 and more")
    assert told(Decision(unknown=0.5)) == "unknown below 0.500"
    assert told(Decision(unknown=0.99996)) == "unknown below 0.99996"
    assert told(Decision()).startswith("everybody is taken for one of them")


def test_what_a_change_costs_is_told():
    """Where anybody is not found any more."""
    assert cost((30, 14, 30)) == (
        "of 30 kept pictures of those who were known before, 30 were found, and 14 are now"
    )
    assert cost((30, 30, 30)) == cost((14, 30, 30)) == cost((0, 0, 0)) == ""


def test_a_threshold_from_before_is_doubted():
    """How many were known then and are now, and why it stays; nothing is claimed of strangers."""
    old = Decision(unknown=0.857, false_accepts=ACCEPTS, stale=Stale(10, 2, "that takes 3 who are known"))

    assert doubt(old) == (
        "the threshold for unknown is from when 10 were known, 2 are now; it says nothing sure about "
        "strangers any more, and was not fitted again: that takes 3 who are known"
    )
    assert told(old) == "unknown below 0.857"
    assert doubt(Decision(unknown=0.857, false_accepts=ACCEPTS)) == ""


def test_one_alone_is_never_known():
    """And it is said what to do."""
    alone = Decision(unknown=0.857, stale=Stale(10, 1, "that takes 3 who are known"))

    assert told(alone) == "everybody is unknown"
    assert "one person alone has probability 1 whoever is seen" in doubt(alone)


def test_one_is_told_as_one():
    """One stranger, one who was known; words with a plural of their own; weights as they are."""
    one = Decision(unknown=0.5, false_accepts=FalseAccepts(0.0, 0.0, 1.0, 1, 1, 0.5, 1))
    stale = Decision(unknown=0.5, stale=Stale(1, 2, "that takes 3 who are known"))

    assert [counted(n, "person", "people") for n in (0, 1, 1200)] == ["0 people", "1 person", "1,200 people"]
    assert [counted(n, "row") for n in (1.0, 7 / 3, 4e6)] == ["1 row", "2.333 rows", "4,000,000 rows"]
    assert "of 1 picture of 1 stranger were accepted" in told(one)
    assert doubt(stale).startswith("the threshold for unknown is from when 1 was known, 2 are now")


def test_documents_always_have_all_of_it():
    """None where there is nothing to say."""
    assert plain(Decision(unknown=0.5)) == {"unknown": 0.5, "false_accepts": None, "stale": None}
