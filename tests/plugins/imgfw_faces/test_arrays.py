"""Arrays from files that may be damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw_faces.arrays import arrays_in

POINTS = np.arange(136.0).reshape(68, 2)
ENDINGS = ("npy", "npz", "packed.npz")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The same points by ending."""
    found = {ending: tmp_path / f"a.{ending}" for ending in ENDINGS}
    np.save(found["npy"], POINTS)
    np.savez(found["npz"], landmarks=POINTS, box=np.ones(4))
    np.savez_compressed(found["packed.npz"], landmarks=POINTS)
    return found


def test_those_that_are_chosen_are_read(files: dict[str, Path]):
    """By name; a single one has none."""
    assert np.array_equal(arrays_in(files["npy"], list)[""], POINTS)
    assert arrays_in(files["npz"], list).keys() == {"landmarks", "box"}
    assert arrays_in(files["npz"], lambda names: names[:1]).keys() == {"landmarks"}
    assert np.array_equal(arrays_in(files["packed.npz"], list)["landmarks"], POINTS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_whatever_is_damaged_is_told_in_one_way(files: dict[str, Path], ending: str):
    """Cut off or changed anywhere: arrays, or one sentence with the file and what to do."""
    file, told = files[ending], 0
    whole, rng = file.read_bytes(), np.random.default_rng(7)
    damaged = [whole[: int(rng.integers(len(whole)))] for _ in range(60)]
    for place in rng.integers(min(len(whole), 128), size=60).tolist():
        damaged.append(whole[:place] + bytes([whole[place] ^ 21, 0]) + whole[place + 2 :])

    for content in damaged:
        file.write_bytes(content)
        try:
            arrays_in(file, list)
        except ValueError as error:
            told += 1
            assert str(error).startswith(f"{file}: expected arrays of numbers as numpy saves them")
            assert str(error).endswith("; it may be damaged or cut off, so save it again")

    assert told >= 60


def test_what_chooses_may_refuse(files: dict[str, Path]):
    """With its own words."""

    def none(names: list[str]) -> list[str]:
        raise ValueError(f"none of {names}")

    with pytest.raises(ValueError, match=r"^none of \['landmarks', 'box'\]$"):
        arrays_in(files["npz"], none)
