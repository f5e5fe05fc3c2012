"""Many files: in order, kept as they come, and only what is new is looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import Target, predicting
from imgfw.bundle import Bundle
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.parts import Part
from imgfw.predicting import predicted
from imgfw.progress import Progress

TARGETS = {"colour": Target("colour", labels=("blue", "red"))}
MEANS = np.array([[0, 0, 200], [200, 0, 0]], np.float32)
OLD = 1_600_000_000


@pytest.fixture
def bundle(small) -> Bundle:
    """Blue from red, by the nearest mean."""
    return _bundle(small)


def _bundle(small) -> Bundle:
    backbone, head = small["MeanColour"](), small["Means"](name="colour", targets=("colour",))
    fitted = head.restore({"means": MEANS, "target": b"colour"})
    encoder = Encoder(320, (), (), Part(backbone, backbone))
    return Bundle(encoder, {"colour": Part(head, fitted)}, TARGETS, {"colour": Decision()})


@pytest.fixture
def library(tmp_path) -> list[Path]:
    """Sixty pictures of long ago, red and blue by turns, a broken one in the middle."""
    folder = tmp_path / "library"
    folder.mkdir()
    for number in range(60):
        _draw(folder / f"{number:03}.png", number)
    _write(folder / "030.png", b"no picture")
    return sorted(folder.iterdir())


def _draw(path: Path, number: int) -> None:
    Image.new("RGB", (5, 5), (200 * (number % 2), number, 200 * (1 - number % 2))).save(path, "BMP")
    os.utime(path, (OLD, OLD))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    os.utime(path, (OLD, OLD))


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The names of the files that are opened from now on."""
    names: list[str] = []
    read = predicting.read_file
    monkeypatch.setattr(predicting, "read_file", lambda path: names.append(path.name) or read(path))
    return names


@pytest.fixture
def decoded(monkeypatch) -> list[str]:
    """The files that are decoded from now on."""
    names: list[str] = []
    pictures = Encoder.pictures

    def seen(encoder, content, uri=""):
        names.append(Path(uri).name)
        return pictures(encoder, content, uri)

    monkeypatch.setattr(Encoder, "pictures", seen)
    return names


def _same(one, two) -> bool:
    told = [
        (a.uri, a.number, a.left_out, dict(a.decided), {t: p.tolist() for t, p in a.probabilities.items()})
        for a in one
    ]
    return told == [
        (a.uri, a.number, a.left_out, dict(a.decided), {t: p.tolist() for t, p in a.probabilities.items()})
        for a in two
    ]


def test_predictions_are_those_of_the_bundle_in_order(bundle: Bundle, library):
    """With what each file was; the second time, from what is kept, to the bit."""
    for _ in range(2):
        found = list(predicted(bundle, library, workers=3))

        assert [each.uri for each in found] == list(map(str, library))
        for each, path in zip(found, library, strict=True):
            assert _same(each.answers, bundle.answers(path))
            assert (each.size, each.modified_ns) == (path.stat().st_size, OLD * 10**9)
            assert len(each.digest) == 64


def test_the_second_time_no_file_is_opened(bundle: Bundle, library, opened):
    """Not even the broken one; a new and a changed file are."""
    list(predicted(bundle, library))
    assert len(opened) == 60
    opened.clear()

    again = list(predicted(bundle, library))
    assert opened == []
    assert again[30].answers[0].left_out

    _draw(library[0].with_name("new.png"), 3)
    _write(library[5], library[6].read_bytes())
    os.utime(library[5], (OLD, OLD + 1))
    found = list(predicted(bundle, [*library, library[0].with_name("new.png")]))
    assert sorted(opened) == ["005.png", "new.png"]
    assert found[5].answers[0].decided == {"colour": "blue"}


def test_a_moved_picture_is_read_but_not_decoded(bundle: Bundle, library, decoded):
    """Its content is known."""
    list(predicted(bundle, library))
    decoded.clear()
    moved = library[1].rename(library[1].with_name("moved.png"))

    (found,) = predicted(bundle, [moved])

    assert decoded == [] and found.answers[0].decided == {"colour": "red"}
    assert found.answers[0].uri == str(moved)


def test_a_file_of_just_now_is_read_again(bundle: Bundle, library, opened):
    """It may have changed within the same tick."""
    os.utime(library[3])
    for _ in range(2):
        list(predicted(bundle, library[3:5]))

    assert sorted(opened) == ["003.png", "003.png", "004.png"]


def test_a_fresh_look_opens_every_file(bundle: Bundle, library, opened, decoded):
    """And what it says takes the place of what was kept."""
    list(predicted(bundle, library[:4]))
    changed = library[1]
    changed.write_bytes(library[2].read_bytes())  # as large as before, and then its time is set back
    os.utime(changed, (OLD, OLD))

    assert next(predicted(bundle, [changed])).answers[0].decided == {"colour": "red"}
    opened.clear(), decoded.clear()
    assert next(predicted(bundle, [changed], fresh=True)).answers[0].decided == {"colour": "blue"}
    assert opened == decoded == ["001.png"]
    assert next(predicted(bundle, [changed])).answers[0].decided == {"colour": "blue"}


def test_what_may_pass_is_not_kept(bundle: Bundle, library, monkeypatch):
    """Memory that was short once, and a file that could not be read."""
    with monkeypatch.context() as patch:
        patch.setattr("imgfw.images.opened", _out_of_memory)
        (short,) = predicted(bundle, library[:1])
        (gone,) = predicted(bundle, [library[0].with_name("gone.png")])
    assert short.answers[0].left_out == "does not fit into memory"
    assert gone.answers[0].left_out == "cannot be read: No such file or directory"
    assert (gone.digest, gone.size, gone.modified_ns) == ("", 0, 0)

    (again,) = predicted(bundle, library[:1])

    assert again.answers[0].decided == {"colour": "blue"}


def _out_of_memory(content: bytes):
    raise MemoryError


def test_where_an_annotator_looks_beside_nothing_is_kept(bundle: Bundle, small, library, decoded):
    """Each look asks it again."""
    halves = small["Halves"](at_predict=True)
    both = replace(bundle, encoder=replace(bundle.encoder, annotators=(Part(halves, halves),)))

    for _ in range(2):
        (found,) = predicted(both, library[:1])
        assert [answer.number for answer in found.answers] == [0, 1]

    assert decoded == ["000.png", "000.png"]


def test_who_stops_early_keeps_what_was_said(bundle: Bundle, library, opened):
    """Only the rest is looked at then."""
    some = predicted(bundle, library, workers=1)
    for _ in range(10):
        next(some)
    some.close()
    opened.clear()

    list(predicted(bundle, library))

    assert set(opened).isdisjoint(path.name for path in library[:10])
    assert len(opened) == 50


class Told(Progress):
    """What was said to people."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        """One line."""
        self.lines.append(text)


def test_where_nothing_can_be_kept_that_is_told(bundle: Bundle, library, tmp_path, monkeypatch):
    """And the pictures are looked at."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "file" / "cache"))
    told = Told()

    found = list(predicted(bundle, library[:2], progress=told))

    assert [each.answers[0].decided["colour"] for each in found] == ["blue", "red"]
    (line,) = told.lines
    assert "is not kept" in line and "IMGFW_CACHE" in line


def test_no_files_are_no_predictions(bundle: Bundle):
    """Nothing is made of nothing."""
    assert list(predicted(bundle, [])) == []


CHILD = r"""
import os, sys, time
from pathlib import Path
from imgfw import load, predicting
from imgfw.encoder import Encoder

pictures, predicting.SECONDS = Encoder.pictures, -1

def tell(what, path):
    os.write(1, f"{what} {Path(path).name}\n".encode())

def slowly(encoder, content, uri=""):
    tell("looked", uri)
    time.sleep(0.01)
    return pictures(encoder, content, uri)

Encoder.pictures = slowly
bundle = load(sys.argv[1], plugins=sys.argv[2])
for each in predicting.predicted(bundle, sorted(Path(sys.argv[3]).iterdir()), workers=2):
    tell("said", each.uri)
assert not {"tensorflow", "keras"} & set(sys.modules)
"""


def test_what_was_said_survives_a_kill(bundle: Bundle, library, tmp_path, small_plugin):
    """Killed time after time it goes on where it was; here everything is kept at once."""
    bundle.save(tmp_path / "bundle")
    call = [sys.executable, "-c", CHILD, tmp_path / "bundle", small_plugin, library[0].parent]
    said: set[str] = set()
    for turn in range(3):
        with subprocess.Popen(list(map(str, call)), stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            before = set(said)
            for line in child.stdout:
                what, _, name = line.strip().partition(" ")
                assert what == "said" or name not in before
                said |= {name} if what == "said" else set()
                if turn < 2 and len(said) >= 20 * (turn + 1):
                    child.kill()

    assert child.returncode == 0 and len(said) == 60
    kept, anew = predicted(bundle, library), bundle.predict(library)
    assert all(_same(each.answers, [answer]) for each, answer in zip(kept, anew, strict=True))
