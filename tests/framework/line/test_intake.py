"""Intake: listed, looked at once, merged, expanded; near-duplicates found once."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from imgfw import Region, similar
from imgfw.errors import FormatError


class Halves:
    """An annotator that finds the left and the right half."""

    use, kind, revision, at_predict = "halves", "annotator", 1, False

    def annotate(self, picture, sample):
        """Two regions."""
        return (Region((0, 0, 4, 8)), Region((4, 0, 8, 8)))

    def files_read(self):
        """None."""
        return ()

    def model_dump(self, mode):
        """No parameters."""
        return {"use": self.use}


def test_every_region_of_a_picture_is_a_sample(recipe, lay):
    """Two faces a picture are two samples of one group each; none is taken for a copy of another."""
    intake = replace(lay(recipe).intake, annotators=(Halves(),))

    samples = intake.samples(intake.look(intake.listed()))

    assert len(samples) == 120 and len({s.id for s in samples}) == 120
    assert {s.number for s in samples} == {0, 1} and not any(s.copies for s in samples)
    assert all(s.group == s.digest for s in samples)
    assert len({s.view for s in samples}) == 120


def test_near_duplicates_are_searched_once_for_a_set(recipe, lay, monkeypatch):
    """The pairs are kept under the hashes; another set is searched anew."""
    calls = []

    def search(hashes, thumb_of, *, workers):
        calls.append(len(hashes))
        assert thumb_of(0).dtype == "uint8"
        return [(0, 1)]

    monkeypatch.setattr(similar, "near_duplicates", search)
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))

    first, again = intake.near(samples), lay(recipe).intake.near(samples[::-1])
    intake.near(samples[:30])

    assert calls == [60, 30]
    assert first == again == ((samples[0].digest, samples[1].digest),)


@pytest.mark.parametrize("damage", ["{", "gone"])
def test_damaged_pairs_are_found_again(recipe, lay, tmp_path, damage):
    """A broken file of pairs costs a search, no more."""
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))
    before = intake.near(samples)
    (file,) = (tmp_path / "store" / "near").glob("*/pairs.json")
    file.write_text(damage)

    assert intake.near(samples) == before
    assert json.loads(file.read_text()) == [list(pair) for pair in before]


@pytest.mark.parametrize("lost", ["one", "all"])
def test_lost_thumbnails_do_not_break_a_set(recipe, lay, tmp_path, lost):
    """The run that meets a damaged one says so; the next one makes it again and finds the same pairs."""
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))
    before = intake.near(samples)
    shutil.rmtree(tmp_path / "store" / "near")
    (thumbs,) = (tmp_path / "store" / "thumbs").glob("*.log")
    if lost == "all":
        thumbs.unlink()
    else:
        content = bytearray(thumbs.read_bytes())
        content[len(content) // 2] ^= 1
        thumbs.write_bytes(content)
        with pytest.raises(FormatError, match="run the recipe again"):
            lay(recipe).intake.near(samples)

    intake = lay(recipe).intake
    again = intake.samples(intake.look(intake.listed()))

    assert again == samples and intake.near(again) == before
