"""What all stages of a run share: splits, logs."""

from __future__ import annotations

from imgfw import Sample
from imgfw.line.line import of_split
from imgfw.progress import Progress


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


def test_a_line_can_be_told_of_through_another_progress(recipe, lay):
    """Its stages are recorded in the same folder."""
    line = lay(recipe)
    other = line.telling(progress := Progress())

    with other.folder.stage("fit"):
        pass

    assert other.folder.progress is progress and other.folder.path == line.folder.path
    assert [stage["stage"] for stage in line.folder.stages] == ["fit"]
    assert "fit" in (line.folder.path / "log.txt").read_text()
