"""Which pictures a model has learned from."""

from __future__ import annotations

import pytest

from imgfw.data import Sample
from imgfw.errors import FormatError, RunError
from imgfw.lineage import Lineage, certified, inherited


def sample(letter: str, split: str, left_out: str = "") -> Sample:
    """One in a split; digests of other letters differ from the first digit on."""
    return Sample(f"{letter}.jpg", digest=letter * 64, split=split, left_out=left_out)


LEARNED = Lineage.of(
    [sample("a", "train"), sample("b", "val"), sample("c", "test"), sample("d", "train", "bad")]
)


def test_it_is_of_what_was_used():
    """Train and val by name; nothing of test or of what was left out."""
    assert LEARNED.train == {"a" * 16}
    assert LEARNED.val == {"b" * 16}


def test_it_is_kept_in_a_bundle_and_found_from_any_file_there(tmp_path):
    """From the run folder, the bundle, and what is inside; other files belong to none."""
    bundle = tmp_path / "run" / "bundle"
    (bundle / "backbone").mkdir(parents=True)
    (bundle / "bundle.json").write_text("{}")
    (tmp_path / "weights.h5").write_text("")
    LEARNED.save(bundle)

    for file in (tmp_path / "run", bundle, bundle / "backbone" / "network.keras"):
        assert inherited([file, tmp_path / "weights.h5"]) == {bundle: LEARNED}
    assert inherited([tmp_path / "weights.h5"]) == {}


def test_what_is_made_of_several_has_learned_from_all():
    """A union."""
    other = Lineage(frozenset("x"), frozenset("y"))

    assert LEARNED | other == Lineage(LEARNED.train | {"x"}, LEARNED.val | {"y"})


def test_a_bundle_that_says_nothing_is_of_nothing_and_a_damaged_one_is_told(tmp_path):
    """Bundles made before have no such file."""
    assert Lineage.load(tmp_path) == Lineage()
    (tmp_path / "learned.json").write_text('{"train": 3}')
    with pytest.raises(FormatError, match=r"learned.json: damaged"):
        Lineage.load(tmp_path)


@pytest.mark.parametrize("letter", ["a", "b"])
def test_a_test_picture_that_was_learned_from_or_chosen_by_ends_the_run(tmp_path, letter):
    """By name, with how many there are, and what to do."""
    samples = [sample(letter, "test"), sample("e", "test"), sample("f", "train")]

    with pytest.raises(
        RunError, match=rf"run has learned from 1 of the 2 samples of test, such as {letter}.jpg.*seed"
    ):
        certified({tmp_path / "run": LEARNED}, samples)


def test_a_val_picture_that_was_learned_from_is_a_warning(tmp_path):
    """One that an earlier model was chosen by as well serves as before; what is left out does no harm."""
    used = [
        sample("b", "val"),
        sample("e", "test"),
        sample("a", "test", "too dark"),
        sample("g", "val", "bad"),
    ]

    assert certified({tmp_path: LEARNED}, used) == []
    (warning,) = certified({tmp_path: LEARNED}, [*used, sample("a", "val")])
    assert "1 of the 2 samples of val, such as a.jpg" in warning


def test_it_may_stand_in_a_folder_that_is_no_bundle(tmp_path):
    """What else has learned, such as a generator, says so where it lies."""
    LEARNED.save(tmp_path)

    assert inherited([tmp_path / "graph.tflite"]) == {tmp_path: LEARNED}
