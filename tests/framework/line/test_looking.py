"""Looking: only at what is new, and keeping what was seen."""

from __future__ import annotations

import hashlib
import io
import os

import numpy as np
import pytest
from PIL import Image

from imgfw import Picture, PictureError, Region, Sample
from imgfw.errors import FormatError
from imgfw.files import stamp_of
from imgfw.line.looking import Looker
from imgfw.progress import Progress
from imgfw.rowlog import RowLog
from imgfw.stages.survey import expanded


def png(shade: int) -> bytes:
    """The bytes of a plain picture."""
    content = io.BytesIO()
    Image.new("RGB", (6, 4), (shade, 0, 0)).save(content, "PNG")
    return content.getvalue()


class Files:
    """A source of bytes by uri that counts its reads."""

    def __init__(self, **content: bytes) -> None:
        self.content = content
        self.reads: list[str] = []

    def read(self, sample: Sample) -> bytes:
        """The bytes."""
        self.reads.append(sample.uri)
        if sample.uri not in self.content:
            raise PictureError("is gone")
        return self.content[sample.uri]


def looker(source: Files, folder, place: str = "here", **fields) -> Looker:
    """A looker whose notes lie in a folder."""
    logs = {name: RowLog(folder / f"{name}.log") for name in ("digests", "looks", "thumbs", "pictures")}
    return Looker([source], [place], 320, fields.pop("annotators", ()), **logs, **fields)


def look(one: Looker, *samples: Sample, workers: int = 2):
    """The samples after the look, and how many were new."""
    looked = one.look(samples, workers=workers, progress=Progress())
    return list(looked.samples), looked.new


A, B = Sample("a", stamp="1"), Sample("b", stamp="1")


def test_a_second_look_reads_nothing(tmp_path):
    """Known stamps need no reading; facts and digests are those of the first look."""
    source = Files(a=png(1), b=png(2))
    first, new = look(looker(source, tmp_path), A, B)

    second, newer = look(looker(source, tmp_path), A, B)

    assert (new, newer) == (2, 0)
    assert source.reads == ["a", "b"]
    assert second == first
    assert first[0].facts["width"] == 6 and first[0].digest != first[1].digest


def test_a_touched_file_is_read_but_has_the_same_digest(tmp_path):
    """Another stamp is read again, but known content is not new, and the next time not even read."""
    source = Files(a=png(1))
    (before,), _ = look(looker(source, tmp_path), A)

    (after,), new = look(looker(source, tmp_path), Sample("a", stamp="2"))
    look(looker(source, tmp_path), Sample("a", stamp="2"))

    assert (after.digest, after.facts) == (before.digest, before.facts)
    assert new == 0 and source.reads == ["a", "a"]


def test_a_file_of_equal_size_and_time_is_looked_at_again(tmp_path):
    """What was put in a file's place is not taken for it, even with the old time set."""
    file, other = tmp_path / "a.png", tmp_path / "b.png"
    contents = [png(shade).ljust(99, b"\0") for shade in (1, 2)]
    for path, content in zip((file, other), contents, strict=True):
        path.write_bytes(content)
        os.utime(path, ns=(1, 1))
    (before,), _ = look(looker(Files(a=contents[0]), tmp_path), Sample("a", stamp=stamp_of(file)))

    other.replace(file)
    (after,), new = look(looker(Files(a=file.read_bytes()), tmp_path), Sample("a", stamp=stamp_of(file)))

    assert new == 1 and after.digest != before.digest
    assert after.digest == hashlib.sha256(contents[1]).hexdigest()


def test_equal_names_in_two_places_are_two_files(tmp_path):
    """What is known of one folder is not believed of another."""
    (one,), _ = look(looker(Files(a=png(1)), tmp_path), A)

    (two,), new = look(looker(Files(a=png(9)), tmp_path, place="there"), A)

    assert new == 1
    assert one.digest != two.digest


def test_a_broken_picture_is_left_out_and_remembered(tmp_path):
    """Its reason is kept by content: it is not decoded again."""
    source = Files(a=b"no picture")
    (before,), _ = look(looker(source, tmp_path), A)

    (after,), new = look(looker(source, tmp_path), A)

    assert before.left_out and after == before
    assert new == 0


def test_a_vanished_file_is_left_out_but_not_remembered(tmp_path):
    """What could not be read has no content to know it by; it is tried again."""
    (gone,), _ = look(looker(Files(), tmp_path), A)

    (back,), new = look(looker(Files(a=png(1)), tmp_path), A)

    assert gone.left_out == "is gone" and gone.digest == ""
    assert new == 1 and not back.left_out


def test_rows_are_made_while_the_pixels_are_there(tmp_path):
    """The row of a new picture is in the log after one read."""
    source, rows = Files(a=png(7)), RowLog(tmp_path / "rows.log")
    one = looker(source, tmp_path, rows=rows, encode=lambda p: p.image.mean(axis=(0, 1)).astype(np.float32))

    (seen,), _ = look(one, A)

    assert rows.get(seen.id).tolist() == [7, 0, 0]
    assert source.reads == ["a"]


def test_pictures_are_kept_where_asked(tmp_path):
    """Decoded pixels are in the log under the digest, if pixels are to be learned from."""
    kept = looker(Files(a=png(7)), tmp_path, keep_pictures=True)

    (seen,), _ = look(kept, A)

    assert kept.pictures.get(seen.digest).shape == (4, 6, 3)
    plain = looker(Files(b=png(8)), tmp_path)
    (other,), _ = look(plain, B)
    assert other.digest not in plain.pictures


class Halves:
    """An annotator that finds the left and the right half."""

    use, several = "halves", "all"

    def annotate(self, picture, sample):
        """Two regions."""
        return (Region((0, 0, 3, 4)), Region((3, 0, 6, 4)))


@pytest.mark.parametrize("times", [1, 2])
def test_regions_are_found_and_remembered(tmp_path, times: int):
    """Two regions of a picture are told, at the first look and from the notes."""
    for _ in range(times):
        looked = looker(Files(a=png(1)), tmp_path, annotators=(Halves(),)).look(
            [A], workers=1, progress=Progress()
        )

    (digest,) = looked.regions
    assert digest == looked.samples[0].digest
    assert [region.box for region in looked.regions[digest]] == [(0, 0, 3, 4), (3, 0, 6, 4)]


def test_the_rows_of_regions_are_made_while_the_pixels_are_there(tmp_path):
    """Each region has a row of its own, under the name that the row store looks for."""
    rows, seen = RowLog(tmp_path / "rows.log"), []

    def encode(picture):
        seen.append(picture.box)
        return np.array(picture.box, np.float32)

    one = looker(Files(a=png(1)), tmp_path, annotators=(Halves(),), rows=rows, encode=encode)
    looked = one.look([A], workers=1, progress=Progress())

    samples = expanded(looked.samples, looked.regions)
    assert [rows.get(s.view).tolist() for s in samples] == [[0, 0, 3, 4], [3, 0, 6, 4]]


def test_what_is_measured_is_known_the_next_time(tmp_path):
    """Figures and hash are facts, the thumbnail lies beside; nothing is measured twice."""
    one = looker(Files(a=png(7)), tmp_path)

    (first,), _ = look(one, A)
    (again,), _ = look(looker(Files(), tmp_path), A)

    assert {"brightness", "sharpness", "hash"} <= first.facts.keys()
    assert again.facts == first.facts
    assert one.thumbs.get(first.digest).dtype == np.uint8


def test_a_lost_thumbnail_is_made_again(tmp_path):
    """One picture is read for it, once; its look stays, and no annotator is asked again."""
    source, annotators = Files(a=png(1), b=png(2)), (Halves(),)
    before, _ = look(looker(source, tmp_path, annotators=annotators), A, B)
    thumbs = RowLog(tmp_path / "thumbs.log")
    _damage(thumbs, before[0].digest)

    after, new = look(looker(source, tmp_path, annotators=(Fails(),)), A, B)
    look(looker(source, tmp_path), A, B)

    assert after == before and new == 0 and source.reads == ["a", "b", "a"]
    assert RowLog(tmp_path / "thumbs.log").get(before[0].digest).shape == (1152,)


def _damage(log: RowLog, key: str) -> None:
    """Change a byte of a record's content, and meet the damage once."""
    content = log.get(key).tobytes()
    log.path.write_bytes(log.path.read_bytes().replace(content, bytes(len(content))))
    with pytest.raises(FormatError, match="taken out"):
        RowLog(log.path).get(key)


def test_what_was_refused_needs_no_thumbnail(tmp_path):
    """Where all thumbnails are gone, what cannot be decoded is not read for one."""
    source = Files(a=b"no picture", b=png(2))
    look(looker(source, tmp_path), A, B)
    (tmp_path / "thumbs.log").unlink()

    (broken, _), _ = look(looker(source, tmp_path), A, B)

    assert broken.left_out and source.reads == ["a", "b", "b"]


def test_a_lost_thumbnail_of_a_drawn_picture_is_made_again(tmp_path):
    """A source that gives pixels is asked for them again."""

    class Drawn(Files):
        def read(self, sample):
            return Picture(np.full((4, 6, 3), 7, np.uint8))

    known = Sample("a", digest="d" * 64)
    (before,), _ = look(looker(Drawn(), tmp_path), known)
    (tmp_path / "thumbs.log").unlink()

    (after,), new = look(looker(Drawn(), tmp_path), known)

    assert after == before and new == 0
    assert known.digest in RowLog(tmp_path / "thumbs.log")


def test_what_a_source_leaves_out_is_not_read(tmp_path):
    """Its reason stays, and nobody asks for its bytes."""
    source = Files(a=png(1))

    (found,), new = look(looker(source, tmp_path), Sample("a", stamp="1", left_out="too few"))

    assert found.left_out == "too few" and new == 0 and source.reads == []


class Fails:
    """An annotator whose library is missing, for a while."""

    use, several = "fails", "all"
    broken = True

    def annotate(self, picture, sample):
        """The whole picture, or a stranger's error."""
        if self.broken:
            raise ImportError("no cv2 here")
        return (Region((0, 0, 6, 4)),)


def test_a_failure_that_may_pass_is_not_remembered(tmp_path):
    """An annotator that cannot work leaves the picture out now; once it can, the picture is used."""
    fails = Fails()
    (first,), _ = look(looker(Files(a=png(1)), tmp_path, annotators=(fails,)), A)
    fails.broken = False

    (second,), new = look(looker(Files(a=png(1)), tmp_path, annotators=(fails,)), A)

    assert "no cv2 here" in first.left_out
    assert not second.left_out and new == 1


def test_a_read_that_fails_is_not_remembered_even_for_known_content(tmp_path):
    """A share that is away for a moment does not cost the picture for good."""
    known = Sample("a", stamp="2", digest="d" * 64)
    (gone,), _ = look(looker(Files(), tmp_path), known)

    (back,), _ = look(looker(Files(a=png(1)), tmp_path), known)

    assert gone.left_out == "is gone" and not back.left_out
