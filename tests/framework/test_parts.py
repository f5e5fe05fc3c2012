"""Parts: components with what they learned, on disk and back."""

from __future__ import annotations

import json

import numpy as np
import pytest

from imgfw.components import Component
from imgfw.errors import DamagedError, FormatError
from imgfw.parts import Part, identity


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
