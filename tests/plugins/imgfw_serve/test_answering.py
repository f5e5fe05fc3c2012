"""What the bundle says of uploads."""

from __future__ import annotations

import struct
import zlib

import pytest

import imgfw
from imgfw_serve.answering import answered, is_lenient, reason
from imgfw_serve.bodies import Upload


@pytest.fixture(scope="module")
def bundle(trained) -> imgfw.Bundle:
    """The bundle of the run."""
    return imgfw.load(trained.bundle, plugins=trained.plugins)


def test_an_upload_is_answered_as_its_file_would_be(bundle, tools, tmp_path):
    """As `imgfw predict --json` has it; only the name is the one that came with it."""
    (tmp_path / "a.png").write_bytes(tools.png())

    (answer,) = bundle.predict(tmp_path / "a.png")

    expected = {**imgfw.record_of(bundle, answer), "file": "../a.png"}
    assert answered(bundle, Upload("../a.png", tools.png()), None) == [expected]


def test_no_annotator_hears_the_name(bundle, tools, monkeypatch):
    """It might look beside a file of that name."""
    heard = []
    ask = imgfw.Bundle.answer

    def watched(self: imgfw.Bundle, content: bytes, uri: str = "") -> list[imgfw.Answer]:
        heard.append(uri)
        return ask(self, content, uri)

    monkeypatch.setattr(imgfw.Bundle, "answer", watched)
    answered(bundle, Upload("/etc/passwd", tools.png()), None)

    assert heard == [""]


def test_a_picture_of_too_many_pixels_is_left_out(bundle, tools):
    """By its header; one at the limit is not."""
    (large,) = answered(bundle, Upload("a", tools.png(size=11)), 120)
    (small,) = answered(bundle, Upload("a", tools.png(size=11)), 121)

    assert large["left_out"] == "is too large: 121 pixels; at most 120"
    assert "left_out" not in small


def test_a_bomb_is_left_out_by_its_header(bundle):
    """A file of a few bytes that says that it is huge."""
    size = struct.pack(">II", 40_000, 40_000) + b"\x08\x02\0\0\0"
    chunk = b"IHDR" + size
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    bomb += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))

    (found,) = answered(bundle, Upload("bomb.png", bomb), None)

    assert found["left_out"] == "is too large: 40000 x 40000 pixels; at most 128 million"


def test_odd_files_are_answered_as_predict_does(bundle, assets):
    """Broken, odd and hostile ones, of all kinds."""
    files = sorted(path for path in (assets / "nasty").rglob("*") if path.is_file())[::5]

    for path in files:
        expected = [{**imgfw.record_of(bundle, each), "file": path.name} for each in bundle.answers(path)]
        assert answered(bundle, Upload(path.name, path.read_bytes()), None) == expected


def test_the_reason_is_told_where_there_is_no_answer_at_all():
    """One answer is enough for none."""
    left = {"file": "a.png", "region": 0, "left_out": "is cut off"}

    assert reason([left, {**left, "file": ""}]) == "a.png: is cut off; the picture: is cut off"
    assert reason([left, {"file": "b.png", "region": 0}]) == ""


@pytest.mark.parametrize(
    ("prefer", "lenient"),
    [
        ([], False),
        (["handling=strict"], False),
        (["x-handling=lenient"], False),
        (["handling=lenient"], True),
        (["respond-async, Handling=Lenient; a=b"], True),
        (["wait=10", 'handling="lenient"'], True),
    ],
)
def test_lenient_handling_is_asked_for_by_its_header(prefer: list[str], lenient: bool):
    """As RFC 7240 writes it, among others, in one header or several."""
    assert is_lenient(prefer) is lenient
