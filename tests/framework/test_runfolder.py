"""Run folders: new, found, and what stands in them."""

from __future__ import annotations

import csv
import json
from collections import UserDict
from pathlib import Path
from weakref import WeakSet

import numpy as np
import pytest

from imgfw.data import Finding, Sample
from imgfw.errors import CallError, RunError
from imgfw.escapes import unescaped
from imgfw.outcome import Predictions
from imgfw.progress import Progress
from imgfw.runfolder import RunFolder, find_run
from imgfw.tables import sample_of
from imgfw.targets import Target


class Heard(Progress):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        """One line."""
        self.lines.append(text)


@pytest.fixture
def folder(tmp_path) -> RunFolder:
    """A new run folder."""
    return RunFolder.new(tmp_path / "runs", "selfie", Heard())


def test_two_runs_in_one_second_have_two_folders(tmp_path):
    """A run never writes into the folder of another."""
    folders = {RunFolder.new(tmp_path, "selfie", Progress()).path for _ in range(5)}

    assert len(folders) == 5
    assert all(path.is_dir() and path.name.startswith("selfie-") for path in folders)


def test_a_stage_is_told_and_recorded(folder: RunFolder):
    """A line for people, the same line in the log, and a record with state and seconds."""
    with folder.stage("encode") as done:
        done.rows, done.made = 10, 3
        done.notes.append("10 rows")

    record = json.loads((folder.path / "stages.jsonl").read_text())
    assert (record["stage"], record["rows"], record["made"], record["state"]) == ("encode", 10, 3, "made")
    assert folder.progress.lines[0].startswith("encode    10 rows (")
    assert folder.progress.lines[0] in (folder.path / "log.txt").read_text()


@pytest.mark.parametrize(
    ("made", "reused", "state"),
    [(3, 0, "made"), (3, 7, "made"), (0, 7, "reused"), (0, 0, "nothing to make")],
)
def test_a_stage_says_what_is_true(folder: RunFolder, made: int, reused: int, state: str):
    """Only what an earlier run left is reused; what this run made before is neither."""
    with folder.stage("encode") as done:
        done.rows, done.made, done.reused = 10, made, reused

    record = json.loads((folder.path / "stages.jsonl").read_text())
    assert (record["made"], record["reused"], record["state"]) == (made, reused, state)


def test_a_stage_of_one_of_several_candidates_names_it(folder: RunFolder):
    """In the record always, in the line where there is another it could be."""
    for name, alone in (("wide", False), ("wide", True)):
        with folder.stage("fit", name, alone=alone) as done:
            done.notes.append("10 rows")
    with folder.stage("sinks"):
        pass

    records = map(json.loads, (folder.path / "stages.jsonl").read_text().splitlines())
    assert [record["candidate"] for record in records] == ["wide", "wide", ""]
    first, second, _ = folder.progress.lines
    assert first.startswith("fit       wide: 10 rows (") and second.startswith("fit       10 rows (")


def test_a_stage_that_fails_is_not_recorded(folder: RunFolder):
    """The error comes through, and there is no record of a finished stage."""
    with pytest.raises(ValueError, match="oh"), folder.stage("encode"):
        raise ValueError("oh")

    assert not (folder.path / "stages.jsonl").exists()


def test_a_run_that_fails_at_once_leaves_no_folder(folder: RunFolder):
    """It has nothing to show; after the first stage the folder stays."""
    other = RunFolder.new(folder.path.parent, "other", Progress())
    with other.stage("survey"):
        pass

    for each in (folder, other):
        with pytest.raises(ValueError, match="oh"), each.stage("split"):
            raise ValueError("oh")

    assert [path.name for path in folder.path.parent.iterdir()] == [other.path.name]


def test_a_place_that_cannot_be_written_names_the_way_out(tmp_path, monkeypatch):
    """A file, a link that leads nowhere, and a folder that may not be written: --runs is named."""
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "at-all")
    (tmp_path / "nowhere").write_text("")

    for name in ("file", "link"):
        with pytest.raises(RunError, match=r"cannot be made: .*; --runs says where run folders go"):
            RunFolder.new(tmp_path / name, "selfie", Progress())

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    with pytest.raises(RunError, match="Permission denied; --runs says"):
        RunFolder.new(tmp_path / "runs", "selfie", Progress())


def test_a_full_disk_is_told_when_the_log_is_written(folder: RunFolder):
    """Here the log leads to a device that is always full."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (folder.path / "log.txt").symlink_to("/dev/full")

    with pytest.raises(RunError, match="the disk is full") as told:
        folder.say("x" * 100_000)

    assert str(folder.path) in str(told.value) and "--runs" in str(told.value)


def test_odd_bytes_of_names_are_valid_text_everywhere(folder: RunFolder):
    """Tables, lines, documents and the log are UTF-8, and the name reads back as it was."""
    name = "caf\udce9\\udce9 ü.jpg"

    folder.table("a.csv", ("uri", name), [(name, 3)])
    folder.jsonl("a.jsonl", [{"uri": name}])
    folder.json("a.json", {"uri": name})
    folder.say(name)

    texts = {path.name: path.read_text("utf-8") for path in folder.path.iterdir()}
    assert "caf�" in texts["log.txt"]
    assert [unescaped(cell) for cell in next(csv.reader(texts["a.csv"].splitlines()))] == ["uri", name]
    assert json.loads(texts["a.jsonl"]) == {"uri": name} and json.loads(texts["a.json"])["uri"] == name
    assert all("ü" in text for text in texts.values())


def test_samples_and_findings_are_tables(folder: RunFolder):
    """Names with commas, quotes and line breaks survive; beside each table stands the same exactly."""
    sample = Sample('a,"b"\nc', digest="d", labels={"t": ("x",)}, left_out="broken")

    folder.samples([sample], {"t": Target("t", labels=("x",))})
    folder.findings([Finding("d", "too-small", "drop", "8 pixels", 8.0)], [Sample("a.jpg", digest="d")])

    with (folder.path / "samples.csv").open(newline="") as table:
        row = next(csv.DictReader(table))
    assert (row["uri"], row["t"], row["left_out"]) == ('a,"b"\nc', "x", "broken")
    with (folder.path / "findings.csv").open(newline="") as table:
        row = next(csv.DictReader(table))
    assert (row["uri"], row["reason"]) == ("a.jpg", "8 pixels")
    assert sample_of(json.loads((folder.path / "samples.jsonl").read_text())) == sample
    assert Finding(**json.loads((folder.path / "findings.jsonl").read_text())).score == 8.0


def test_tables_and_lines_are_written_one_by_one(folder: RunFolder):
    """However many there are, few are alive at a time; what goes wrong on the way leaves no file."""
    alive: WeakSet = WeakSet()
    most = []

    class Row(UserDict):
        __hash__ = object.__hash__

        def __iter__(self):
            return iter([1, 2])

    class Record(dict):
        __hash__ = object.__hash__  # type: ignore[assignment]

    def rows(kind: type):
        for _ in range(500):
            alive.add(row := kind())
            most.append(len(alive))
            yield row
            del row
        raise ValueError("oh")

    with pytest.raises(ValueError, match="oh"):
        folder.table("a.csv", ["n"], rows(Row))
    with pytest.raises(ValueError, match="oh"):
        folder.jsonl("a.jsonl", rows(Record))

    assert len(most) == 1000 and max(most) < 5
    assert list(folder.path.iterdir()) == []


def test_predictions_are_a_table_and_arrays(folder: RunFolder):
    """The arrays are those that were predicted."""
    target = Target("t", labels=("x", "y"))
    samples = tuple(Sample(name, digest=name, labels={"t": ("x",)}) for name in "ab")
    given = Predictions(
        samples[1:], {"t": np.array([0])}, {"t": np.array([[0.1, 0.9]], np.float32)}, {"t": np.array([1])}
    )

    folder.predictions({"val": given.take([]), "test": given}, samples, {"t": target})

    assert (folder.path / "predictions.csv").read_text().splitlines()[1] == "b,b,test,x,y,0.1,0.9"
    with np.load(folder.path / "predictions.npz", allow_pickle=False) as arrays:
        assert arrays["test/samples"].tolist() == [1] and len(arrays["val/samples"]) == 0
        assert np.array_equal(arrays["test/t/probabilities"], given.probabilities["t"])


def test_the_environment_names_packages_and_more(folder: RunFolder):
    """Versions are those installed; what the run adds stands beside."""
    folder.environment(seed=7)

    document = json.loads((folder.path / "environment.json").read_text())
    assert document["format"] == 1 and document["seed"] == 7
    assert document["packages"]["numpy"]


def test_latest_is_the_newest_finished_run(folder: RunFolder):
    """An unfinished run is never latest."""
    runs = folder.path.parent
    with pytest.raises(CallError, match="no finished run here"):
        find_run("latest", runs)

    folder.finish()
    RunFolder.new(runs, "other", Progress())

    assert find_run("latest", runs) == folder.path
    assert find_run(runs / "latest", runs / "elsewhere") == folder.path
    with pytest.raises(CallError, match="elsewhere: no finished run here"):
        find_run(runs / "elsewhere" / "latest", runs)


def test_a_run_is_found_by_path_and_by_name(folder: RunFolder):
    """A folder is itself, a name is looked for among the runs, anything else is an error."""
    runs = folder.path.parent

    assert find_run(folder.path, runs) == folder.path
    assert find_run(folder.path.name, runs) == folder.path
    with pytest.raises(CallError, match="expected a run folder, a bundle folder or latest"):
        find_run("nothing", runs)
