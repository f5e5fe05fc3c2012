"""The teacher at work: its rows are kept, and those of samples it cannot take are left out."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from imgfw import PictureError, Target, Teacher
from imgfw.line.candidate import Candidate
from imgfw.line.shared import parted, surveyed
from imgfw.line.teaching import Taught, teacher_of
from imgfw.runfolder import StageRecord


@pytest.fixture
def begun(lay):
    """A candidate of a recipe with its encoder, and a plan of two rows a training sample."""

    def made(recipe):
        line = lay(recipe)
        samples, targets = surveyed(line, StageRecord("survey"))
        samples, _ = parted(line, samples, StageRecord("split"))
        candidate = Candidate(line, recipe, samples, targets)
        candidate.encode(StageRecord("encode"))
        return candidate, [(sample, 0) for sample in candidate.split("train")]

    return made


def test_without_a_teacher_there_is_none(recipe, begun):
    """A recipe without trainer, and one whose trainer has no teacher."""
    candidate, _ = begun(recipe)

    assert teacher_of(candidate) is None


def test_its_features_are_an_input_of_every_row(recipe, changed, small, begun):
    """In the order of the rows, and kept in the row store: a second look makes none."""
    candidate, planned = begun(changed(recipe, teacher=small["MeanColour"](factor=2.0)))
    teacher = teacher_of(candidate)

    seen = teacher.seen(candidate, planned)
    rows = teacher.given(candidate, seen, candidate.rows(seen, candidate.encoder, learned=True))

    assert seen == planned
    assert set(rows.inputs) == {"features", "teacher"}
    assert np.array_equal(rows.inputs["teacher"], 2 * rows.inputs["features"])
    assert candidate.make_rows(teacher.encoder, planned) == 0


def test_what_it_cannot_take_is_not_learned_from(recipe, changed, small, begun):
    """A sample whose row the teacher cannot make is left out, with the reason."""

    class Choosy(small["MeanColour"]):
        use: str = "choosy"

        def encode(self, picture):
            """Nothing of pictures that are rather red."""
            if picture.image[..., 0].mean() > 128:
                raise PictureError("too red for me")
            return super().encode(picture)

    candidate, planned = begun(changed(recipe, teacher=Choosy()))

    seen = teacher_of(candidate).seen(candidate, planned)

    gone = [sample for sample in candidate.samples if sample.left_out]
    assert 0 < len(seen) < len(planned)
    assert {sample.id for sample, _ in seen}.isdisjoint(sample.id for sample in gone)
    assert all("too red for me" in sample.left_out for sample in gone)


def test_a_bundle_gives_its_predictions_too(recipe, changed, walk, begun, tmp_path):
    """In the order of the recipe's labels; under a key that tells two bundles apart."""
    attempt, _, _ = walk(recipe)
    attempt.bundle.save(tmp_path / "old" / "bundle")
    candidate, planned = begun(recipe)
    trainer = SimpleNamespace(teacher=Teacher(bundle=tmp_path / "old"))
    candidate.recipe = changed(recipe, trainer=trainer)
    target = candidate.targets["colour"]
    turned = changed(target, labels=target.labels[::-1])
    teacher = teacher_of(candidate)

    rows = candidate.rows(planned, candidate.encoder, learned=True)
    given = teacher.given(candidate, teacher.seen(candidate, planned), rows).inputs
    candidate.targets = {"colour": turned}
    other = teacher.given(candidate, planned, rows).inputs

    wanted = attempt.bundle.probabilities(rows.inputs["features"])["colour"]
    assert np.array_equal(given["teacher:colour"], wanted)
    assert np.array_equal(other["teacher:colour"], wanted[:, ::-1])
    assert teacher.key == attempt.bundle.digest


def test_any_order_of_labels_is_brought_to_the_recipes(recipe, begun):
    """Orders that are not their own opposite as well."""
    candidate, planned = begun(recipe)
    rows = candidate.rows(planned[:1], candidate.encoder, learned=True)
    theirs = SimpleNamespace(
        targets={"kind": Target("kind", labels=("a", "b", "c"))},
        probabilities=lambda features: {"kind": np.float32([[0.5, 0.3, 0.2]])},
    )
    candidate.targets = {"kind": Target("kind", labels=("c", "a", "b"))}

    given = Taught(candidate.encoder, theirs).given(candidate, planned[:1], rows).inputs

    assert given["teacher:kind"].tolist() == np.float32([[0.2, 0.5, 0.3]]).tolist()


def test_other_labels_are_told_and_not_used(recipe, changed, walk, begun, tmp_path):
    """A target of the same name with other labels has no predictions of the teacher."""
    attempt, _, _ = walk(recipe)
    attempt.bundle.save(tmp_path / "old")
    candidate, planned = begun(recipe)
    trainer = SimpleNamespace(teacher=Teacher(bundle=tmp_path / "old"))
    candidate.recipe = changed(recipe, trainer=trainer)
    rows = candidate.rows(planned, candidate.encoder, learned=False)
    candidate.targets = {"colour": changed(candidate.targets["colour"], labels=("dark", "light"))}

    given = teacher_of(candidate).given(candidate, planned, rows)

    assert set(given.inputs) == {"features", "teacher"}
    assert "other labels" in (candidate.line.folder.path / "log.txt").read_text()
