"""Intake: listed, looked at once, merged, expanded; near-duplicates found once."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from imgfw import Region, fingerprint, images, similar
from imgfw.errors import FormatError


class Halves:
    """An annotator that finds the left and the right half."""

    use, kind, revision, at_predict, several = "halves", "annotator", 1, False, "all"

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

    def search(hashes, thumb_of, *, workers, progress):
        calls.append(len(hashes))
        assert progress is intake.progress and thumb_of(0).dtype == "uint8"
        return [(0, 1)]

    monkeypatch.setattr(similar, "near_duplicates", search)
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))

    first, again = intake.near(samples), lay(recipe).intake.near(samples[::-1])
    intake.near(samples[:30])

    assert calls == [60, 30]
    assert first == again == ((samples[0].digest, samples[1].digest),)


@pytest.fixture
def searched(monkeypatch):
    """The sets that are searched, call by call; no pair is found."""
    calls: list[tuple[str, ...]] = []

    def search(hashes, thumb_of, **options):
        calls.append(tuple(hashes))
        return []

    monkeypatch.setattr(similar, "near_duplicates", search)
    return calls


def test_another_set_of_equal_size_is_searched_anew(recipe, lay, searched):
    """The pairs are kept under what the pictures are, not how many."""
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))

    for some in (samples[:30], samples[30:], samples[:29] + samples[59:], samples[:30]):
        intake.near(some)

    assert [len(hashes) for hashes in searched] == [30, 30, 30]


def test_another_digest_or_hash_is_another_set(recipe, lay, searched):
    """Each of the two alone."""
    intake = lay(recipe).intake
    one, *rest = sorted(intake.samples(intake.look(intake.listed())), key=lambda sample: sample.digest)

    intake.near([one, *rest])
    intake.near([replace(one, digest="0" * 64), *rest])
    intake.near([replace(one, facts={**one.facts, "hash": "0123456789abcdef"}), *rest])

    assert len(searched) == 3


@pytest.mark.parametrize("module", [similar, fingerprint, images])
def test_pairs_of_another_revision_are_not_used(recipe, lay, searched, monkeypatch, module):
    """Of the search, the fingerprints, or the decoder before them."""
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))
    intake.near(samples)

    monkeypatch.setattr(module, "REVISION", module.REVISION + 1)
    intake.near(samples)

    assert len(searched) == 2


def test_pairs_of_another_decoding_size_are_not_used(recipe, lay, searched):
    """Pictures decoded otherwise have other thumbnails, even where their hashes are equal."""
    intake = lay(recipe).intake
    samples = intake.samples(intake.look(intake.listed()))

    intake.near(samples)
    replace(intake, side=32).near(samples)

    assert intake.side != 32 and len(searched) == 2


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
