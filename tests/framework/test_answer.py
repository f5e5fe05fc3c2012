"""What a bundle says."""

from __future__ import annotations

from imgfw import Answer, Evidence


def test_an_answer_has_nothing_but_its_picture_until_it_is_given():
    """Neither a decision nor evidence, nor a reason why not."""
    answer = Answer("a.jpg")

    assert (answer.number, answer.left_out) == (0, "")
    assert not (answer.probabilities or answer.decided or answer.sets or answer.evidence)


def test_evidence_is_plain():
    """Whose picture, where from, how near and where it is kept."""
    assert vars(Evidence("Ann", "ann/1.jpg", 0.5, "examples/0/000000.jpg")) == {
        "label": "Ann", "uri": "ann/1.jpg", "cosine": 0.5, "picture": "examples/0/000000.jpg",
    }  # fmt: skip
