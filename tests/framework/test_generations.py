"""Bundles that change: the next generation takes over in one step."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imgfw import Picture, Target, generations
from imgfw.bundle import Bundle, read
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.errors import CallError
from imgfw.examples import made
from imgfw.generations import changing, succeed
from imgfw.parts import Part


@pytest.fixture
def bundle(small) -> Bundle:
    """Red and blue, with an example of each."""
    backbone, head = small["MeanColour"](), small["Known"](name="colour", targets=("colour",), examples=1)
    rows = np.float32([[0, 0, 200], [200, 0, 0]])
    fitted = head.restore({"about": b'["colour", "blue", "red"]', "means": rows, "rows": np.ones(2)})
    picture = Picture(np.zeros((4, 4, 3), np.uint8))
    examples = made("blue", ["b"], rows[:1], [picture]).with_those(made("red", ["r"], rows[1:], [picture]))
    targets = {"colour": Target("colour", labels=("blue", "red"))}
    encoder = Encoder(320, (), (), Part(backbone, backbone))
    heads, decisions = {"colour": Part(head, fitted)}, {"colour": Decision()}
    return Bundle(encoder, heads, targets, decisions, examples={"colour": examples})


def grown(bundle: Bundle) -> Bundle:
    """With green, of the next generation."""
    part = bundle.heads["colour"]
    fitted = part.fitted.add("green", np.float32([[0, 200, 0]]))
    return replace(
        bundle,
        heads={"colour": Part(part.component, fitted)},
        targets={"colour": Target("colour", labels=("blue", "red", "green"))},
        generation=bundle.generation + 1,
    )


def test_the_next_generation_is_what_is_read(bundle: Bundle, small, tmp_path: Path):
    """Nothing that only the one before had stays; the encoder is not written again."""
    folder = tmp_path / "bundle"
    bundle.save(folder)
    backbone = (folder / "backbone" / "part.json").stat()
    before = (backbone.st_ino, backbone.st_mtime_ns)

    succeed(folder, grown(bundle), "green: 1 picture added")
    succeed(folder, grown(grown(bundle)), "green: 1 picture added")

    again = read(folder, small["find"])
    assert (again.generation, again.targets["colour"].labels) == (3, ("blue", "red", "green"))
    assert again.digest == grown(grown(bundle)).digest
    assert again.examples["colour"].uris == ("b", "r")
    assert sorted(path.name for path in folder.iterdir()) == ["backbone", "bundle.json", "generation-3"]
    since = (folder / "backbone" / "part.json").stat()
    assert (since.st_ino, since.st_mtime_ns) == before


def test_the_scores_of_its_run_say_that_they_are_from_before(bundle: Bundle, tmp_path: Path):
    """Every change is told; all else in them stays."""
    (tmp_path / "scores.json").write_text('{"format": 1, "best": "colour/share"}')
    bundle.save(tmp_path / "bundle")

    succeed(tmp_path / "bundle", grown(bundle), "green: 1 picture added")
    succeed(tmp_path / "bundle", grown(grown(bundle)), "red: removed")

    assert json.loads((tmp_path / "scores.json").read_text()) == {
        "format": 1,
        "best": "colour/share",
        "since": ["generation 2: green: 1 picture added", "generation 3: red: removed"],
    }


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("call", range(1, 13))
def test_a_kill_at_any_moment_loses_nothing(bundle: Bundle, small, tmp_path: Path, monkeypatch, call: int):
    """Whatever call to the disk is the last: this generation or the next is read, and can be changed."""
    folder, calls = tmp_path / "bundle", []
    bundle.save(folder)

    def counted(real):
        def calling(*args, **kwargs):
            calls.append(real)
            if len(calls) == call:
                raise Killed
            return real(*args, **kwargs)

        return calling

    with monkeypatch.context() as patched:
        for where, name in ((os, "replace"), (os, "fsync"), (Path, "write_bytes"), (Path, "mkdir")):
            patched.setattr(where, name, counted(getattr(where, name)))
        patched.setattr(generations.shutil, "rmtree", counted(generations.shutil.rmtree))
        with pytest.raises(Killed):
            succeed(folder, grown(bundle), "green: 1 picture added")

    found = read(folder, small["find"])
    assert found.digest in (bundle.digest, grown(bundle).digest)
    assert found.examples["colour"].uris == ("b", "r")
    succeed(folder, grown(found), "green: 1 picture added")
    assert read(folder, small["find"]).generation == found.generation + 1


def test_what_a_kill_left_is_done_by_the_next_call(bundle: Bundle, small, tmp_path: Path, monkeypatch):
    """Nothing of who was removed stays, whatever that call is about and even if it fails; it is told of."""
    folder = tmp_path / "bundle"
    bundle.save(folder)
    (tmp_path / "scores.json").write_text('{"format": 1}')

    def killed(path, content):
        path.with_name(f".{path.name}.12345678").write_text("draft")
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(generations, "write_whole", killed)  # that of the scores
        with pytest.raises(Killed), changing(folder):
            succeed(folder, grown(bundle), "green: 1 picture added")
    (folder / ".bundle.json.12345678").write_text("draft")
    (folder / "generation-3" / "heads").mkdir(parents=True)
    assert (folder / "heads").is_dir()

    with pytest.raises(CallError), changing(folder):
        raise CallError("nobody of that name")

    assert sorted(path.name for path in folder.iterdir()) == [
        ".lock",
        "backbone",
        "bundle.json",
        "generation-2",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "scores.json"]
    since = json.loads((tmp_path / "scores.json").read_text())["since"]
    assert since == ["generation 2: changed; that was interrupted"]
    assert read(folder, small["find"]).digest == grown(bundle).digest


def test_a_folder_without_a_bundle_is_refused(tmp_path: Path):
    """It stays as it is."""
    with pytest.raises(CallError, match="no bundle here"), changing(tmp_path):
        pass

    assert list(tmp_path.iterdir()) == []


def test_who_reads_while_it_changes_reads_again(bundle: Bundle, small, tmp_path: Path, monkeypatch):
    """Files that were there when bundle.json was read are gone when they are asked for."""
    folder, original = tmp_path / "bundle", Part.load.__func__
    bundle.save(folder)

    def slow(cls, place, find):
        if place.parent.name == "heads" and not (folder / "generation-2").exists():
            succeed(folder, grown(bundle), "green: 1 picture added")
        return original(cls, place, find)

    monkeypatch.setattr(Part, "load", classmethod(slow))

    assert read(folder, small["find"]).generation == 2


def test_one_at_a_time(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever comes second waits a while, is told to try again, and may when the first is done."""
    monkeypatch.setattr(generations, "WAIT", 0.2)
    bundle.save(tmp_path / "bundle")

    with changing(tmp_path / "bundle"):
        second = changing(tmp_path / "bundle")
        with pytest.raises(CallError, match="is being changed by another process; try again"):
            second.__enter__()

    with changing(tmp_path / "bundle"):
        pass
