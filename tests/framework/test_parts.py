"""Parts: components with what they learned, on disk and back."""

from __future__ import annotations

import json
import re
from typing import ClassVar, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import NeuralHead, Trainer, Transform
from imgfw.components import Component
from imgfw.errors import ComponentError, DamagedError, FormatError
from imgfw.parts import Part, file_of, identity


@pytest.fixture
def fitted(small) -> Part:
    """A transform that learned something."""
    transform = small["LessMean"]()
    return Part(transform, transform.restore({"mean": np.array([1, 2, 3], np.float32)}))


def test_a_part_reads_back_as_it_was(fitted: Part, small, tmp_path):
    """Component, state and digest come back."""
    fitted.save(tmp_path / "part")

    again = Part.load(tmp_path / "part", small["find"])

    assert again.component == fitted.component
    assert again.fitted.mean.tolist() == [1, 2, 3]
    assert again.digest == fitted.digest


def test_a_damaged_file_is_refused(fitted: Part, small, tmp_path):
    """One byte changed in an array is noticed, and the file is named."""
    fitted.save(tmp_path / "part")
    file = tmp_path / "part" / "mean.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(bytes(content))

    with pytest.raises(DamagedError, match=r"mean\.npy: damaged"):
        Part.load(tmp_path / "part", small["find"])


@pytest.mark.parametrize("file", ["part.json", "mean.npy"])
def test_a_missing_file_is_damage(fitted: Part, small, tmp_path, file: str):
    """A file that has gone is told by name, as one that has changed."""
    fitted.save(tmp_path / "part")
    (tmp_path / "part" / file).unlink()

    with pytest.raises(DamagedError, match=file):
        Part.load(tmp_path / "part", small["find"])


def test_a_record_that_says_too_little_is_damage(fitted: Part, small, tmp_path):
    """What is no record of a part is not guessed at."""
    fitted.save(tmp_path / "part")
    (tmp_path / "part" / "part.json").write_text('{"format": 1}')

    with pytest.raises(DamagedError, match=r"part\.json"):
        Part.load(tmp_path / "part", small["find"])


@pytest.mark.parametrize(
    ("field", "value", "reason"), [("format", 99, "newer than this"), ("revision", 7, "made by revision 7")]
)
def test_what_cannot_be_restored_is_refused_by_name(fitted: Part, small, tmp_path, field, value, reason):
    """A newer format and another revision say so instead of guessing."""
    fitted.save(tmp_path / "part")
    record = json.loads((tmp_path / "part" / "part.json").read_text())
    (tmp_path / "part" / "part.json").write_text(json.dumps(record | {field: value}))

    with pytest.raises(FormatError, match=reason):
        Part.load(tmp_path / "part", small["find"])


class Holds:
    """A Fitted that learned nothing but this state."""

    def __init__(self, state) -> None:
        self.held = state

    def state(self):
        """As it was given."""
        return self.held


class Anything(Transform):
    """A transform that restores whatever there is."""

    use: Literal["anything"] = "anything"

    def restore(self, state):
        """As it came."""
        return Holds(state)


ODD_NAMES = [
    "a/b", "../up", "/root", "a\\b", "C:x", "", ".", "..", ".hidden", "end.", "part.json", "a\nb", "a\0b",
    "con", "NUL", "com1.txt", "Weights", "weights", "WEIGHTS", "0-weights", "weights.npy", "ü", "日本語",
    "x" * 300, "caf\udce9", "*?", "a:b", "--", "1",
]  # fmt: skip


def test_no_name_in_a_state_breaks_a_path(tmp_path):
    """Odd names of arrays and of bytes lie side by side in one plain folder and come back, in order."""
    state = {name: np.full(2, place, np.int32) for place, name in enumerate(ODD_NAMES)}
    state |= {f"{name}!": f"{place}".encode() for place, name in enumerate(ODD_NAMES)}
    state |= {"plain": b"bytes", "plain.npy": b"no array", "means": np.zeros((1, 2), np.float32)}

    Part(Anything(), Holds(state)).save(tmp_path / "part")
    again = Part.load(tmp_path / "part", lambda kind, name: Anything).fitted.state()

    assert list(again) == list(state)
    assert all(type(again[name]) is type(state[name]) for name in state)
    assert all(np.array_equal(again[name], state[name]) for name in state)
    files = [path.name for path in (tmp_path / "part").iterdir()]
    assert len({name.lower() for name in files}) == len(files) == len(state) + 1
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


@given(st.lists(st.text(max_size=12) | st.sampled_from(ODD_NAMES), unique=True, max_size=30), st.data())
def test_files_of_a_state_are_apart_on_every_file_system(names: list[str], data):
    """No two are equal but for case, none is the record, and each is a plain short name."""
    values = [data.draw(st.sampled_from([b"", np.zeros(1)])) for _ in names]
    files = [
        file_of(name, value, place) for place, (name, value) in enumerate(zip(names, values, strict=True))
    ]

    assert len({file.lower() for file in files} | {"part.json"}) == len(files) + 1
    assert all(re.fullmatch(r"[a-z0-9_][a-z0-9._-]{0,89}", file) and not file.endswith(".") for file in files)
    assert [file.endswith(".npy") for file in files] == [not isinstance(value, bytes) for value in values]


@pytest.mark.parametrize(
    ("name", "value", "file"),
    [
        ("means", np.zeros(1), "means.npy"),
        ("graph.tflite", b"", "graph.tflite"),
        ("network.keras", b"", "network.keras"),
        ("width.a/b", np.zeros(1), "7-width-a-b.npy"),
        ("part.json", b"", "7-part-json.bin"),
        ("Größe", b"", "7-gr-e.bin"),
    ],
)
def test_files_are_called_after_what_they_hold(name: str, value, file: str):
    """By the name itself where that is safe, else readably."""
    assert file_of(name, value, 7) == file


@pytest.mark.parametrize("files", [{"mean.npy": "ab"}, ["mean.npy"], [{"name": "mean"}], 3])
def test_a_record_of_odd_files_is_damage(fitted: Part, small, tmp_path, files):
    """What does not say which file holds what is not guessed at."""
    fitted.save(tmp_path / "part")
    record = json.loads((tmp_path / "part" / "part.json").read_text())
    (tmp_path / "part" / "part.json").write_text(json.dumps(record | {"files": files}))

    with pytest.raises(DamagedError, match=r"part\.json: damaged"):
        Part.load(tmp_path / "part", small["find"])


def test_a_part_reads_no_file_beside_its_folder(fitted: Part, small, tmp_path):
    """A path in the record leads nowhere else."""
    fitted.save(tmp_path / "part")
    (tmp_path / "part" / "mean.npy").rename(tmp_path / "mean.npy")
    record = (tmp_path / "part" / "part.json").read_text()
    (tmp_path / "part" / "part.json").write_text(record.replace('"mean.npy"', '"../mean.npy"'))

    with pytest.raises(DamagedError, match=r"part/mean\.npy: damaged"):
        Part.load(tmp_path / "part", small["find"])


class Coach(Trainer):
    """A trainer that cannot be built without a parameter."""

    use: Literal["coach"] = "coach"
    epochs: int

    @classmethod
    def restore(cls, component, state):
        """Whatever there is."""
        return Holds({"by": cls.component_name().encode(), **state})


class Layers(NeuralHead):
    """A head of that trainer."""

    use: Literal["layers"] = "layers"
    trainer: ClassVar[str] = "coach"


def test_a_trainer_restores_whatever_parameters_it_needs(tmp_path):
    """A bundle keeps no trainer: its class alone restores what has no graph."""
    found = {"trainer": Coach, "head": Layers}
    Part(Layers(), Holds({"network.keras": b"n"})).save(tmp_path / "part")

    again = Part.load(tmp_path / "part", lambda kind, name: found[kind])

    assert again.fitted.state() == {"by": b"coach", "network.keras": b"n"}


def test_a_trainer_that_cannot_restore_is_told_by_name(tmp_path):
    """A network without a graph needs it."""

    class Idle(Trainer):
        use: Literal["coach"] = "coach"

    found = {"trainer": Idle, "head": Layers}
    Part(Layers(), Holds({"network.keras": b"n"})).save(tmp_path / "part")

    with pytest.raises(ComponentError, match="trainer/coach does not define `restore`"):
        Part.load(tmp_path / "part", lambda kind, name: found[kind])


def test_the_digest_tells_parameters_and_state(small):
    """Another parameter or another state is another part; a graph stands for its network file."""
    darker = small["Darker"]

    class Holds:
        def __init__(self, **state) -> None:
            self.held = state

        def state(self):
            return self.held

    def digest(by: int = 1, **state) -> str:
        return Part(darker(by=by), Holds(**state)).digest

    assert digest() == digest()
    assert digest() != digest(by=2)
    assert digest(a=b"1") != digest(a=b"2")
    one = {"graph.tflite": b"g", "network.keras": b"1"}
    assert digest(**one) == digest(**one | {"network.keras": b"2"})
    assert digest(**one) != digest(**one | {"graph.tflite": b"h"})


def test_identity_is_by_content_of_files_not_by_place(small, tmp_path):
    """The same weights in another place are the same component; other weights are not."""

    class Weighted(Component):
        kind = "backbone"
        use: str = "weighted"
        weights: str

        def files_read(self):
            from pathlib import Path

            return (Path(self.weights),)

    for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name).write_bytes(content)
    a, b, c = (identity(Weighted(weights=str(tmp_path / name))) for name in "abc")

    assert a == b
    assert a != c


def test_identity_of_a_folder_is_the_content_of_what_was_read_in_it(tmp_path):
    """A copied run folder is the same; a name that is no path of it stays what it is."""

    class Continued(Component):
        kind = "backbone"
        use: str = "continued"
        weights: str
        name: str

        def files_read(self):
            from pathlib import Path

            return (Path(self.weights) / "inside" / "network",)

    for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name / "inside").mkdir(parents=True)
        (tmp_path / name / "inside" / "network").write_bytes(content)
    a, b, c = (identity(Continued(weights=str(tmp_path / name), name=name)) for name in "abc")

    assert a["parameters"]["weights"] == b["parameters"]["weights"] != c["parameters"]["weights"]
    assert [each["parameters"]["name"] for each in (a, b, c)] == ["a", "b", "c"]
