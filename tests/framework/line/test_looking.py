"""Looking: only at what is new, and keeping what was seen."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from imgfw import PictureError, Region, Sample
from imgfw.line.looking import Looker
from imgfw.progress import Progress
from imgfw.rowlog import RowLog


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
    logs = {name: RowLog(folder / f"{name}.log") for name in ("digests", "looks", "pictures")}
    return Looker([source], [place], 320, fields.pop("annotators", ()), **logs, **fields)


def look(one: Looker, *samples: Sample, workers: int = 2):
    """The samples after the look, and how many were new."""
    return one.look(samples, workers=workers, progress=Progress())


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

    use = "halves"

    def annotate(self, picture, sample):
        """Two regions."""
        return (Region((0, 0, 3, 4)), Region((3, 0, 6, 4)))


@pytest.mark.parametrize("times", [1, 2])
def test_regions_are_samples_and_are_remembered(tmp_path, times: int):
    """Two regions are two samples, at the first look and from the notes."""
    for _ in range(times):
        samples, _ = look(looker(Files(a=png(1)), tmp_path, annotators=(Halves(),)), A)

    assert [s.number for s in samples] == [0, 1]
    assert samples[1].region.box == (3, 0, 6, 4)
    assert samples[0].group == samples[1].group != ""
