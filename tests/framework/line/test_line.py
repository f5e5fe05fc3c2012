"""What all stages of a run share: splits, logs."""

from __future__ import annotations

from imgfw import Sample
from imgfw.line.line import of_split


def test_a_split_is_its_usable_samples_by_content():
    """Left out samples belong to none, and the order is that of the ids."""
    samples = [Sample(n, digest=n, split="val") for n in "ba"] + [
        Sample("c", digest="c", split="val", left_out="x")
    ]

    assert [s.id for s in of_split(samples, "val")] == ["a", "b"]


def test_a_log_is_opened_once(recipe, lay):
    """Whoever asks for the same kind and key has the same log; what one writes the other sees."""
    line = lay(recipe)

    line.log("notes", "k").put_json({"a": 1})

    assert line.log("notes", "k") is line.log("notes", "k")
    assert lay(recipe).log("notes", "k").get_json("a") == 1
    assert "a" not in line.log("notes", "other")
