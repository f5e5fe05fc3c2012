"""Landmarks in a file beside each picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw_faces.marks_file import beside, pts, read

POINTS = np.arange(10.0).reshape(5, 2) + 0.5
LINES = "\n".join(f"{x} {y}" for x, y in POINTS)


def test_it_is_called_like_the_picture(tmp_path: Path):
    """With its ending or behind it."""
    (tmp_path / "a.pts").touch()
    (tmp_path / "b.jpg.npz").touch()

    assert beside(tmp_path / "a.jpg") == tmp_path / "a.pts"
    assert beside(tmp_path / "b.jpg") == tmp_path / "b.jpg.npz"
    assert beside(tmp_path / "c.jpg") is None


def test_every_format_gives_the_points(tmp_path: Path):
    """pts, npy, and npz with one array or one of several called landmarks."""
    (tmp_path / "a.pts").write_text(f"version: 1\nn_points: 5\n{{\n{LINES}\n}}\n")
    np.save(tmp_path / "a.npy", POINTS)
    np.savez(tmp_path / "a.npz", landmarks=POINTS, box=np.ones(4))
    np.savez(tmp_path / "b.npz", anything=np.stack([POINTS, POINTS + 1]))

    for name, count in (("a.pts", 1), ("a.npy", 1), ("a.npz", 1), ("b.npz", 2)):
        found = read(tmp_path / name)
        assert len(found) == count
        assert np.array_equal(found[0], POINTS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("n_points: 5\n{\n1 2\n3 x\n}\n", "a.pts:4: expected a line with x and y, got '3 x'"),
        ("n_points: 5\n{\n1 2\n}\n", "a.pts: n_points says 5, 1 points follow"),
        ("{\n1 2\n}\n", "a.pts: expected 5, 68, 468 or 478 points as x and y, got 1 points"),
        ("1 2\n3 4\n", "a.pts: expected points between a line { and a line }"),
    ],
)
def test_what_is_wrong_in_a_pts_is_told(tmp_path: Path, text, told):
    """With file and line."""
    (tmp_path / "a.pts").write_text(text)

    with pytest.raises(ValueError) as error:
        read(tmp_path / "a.pts")

    assert told in str(error.value)


def test_arrays_that_are_none_are_refused(tmp_path: Path):
    """Cut off, of another kind, or pickled."""
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY")
    np.savez(tmp_path / "b.npz", one=POINTS, two=POINTS)
    np.save(tmp_path / "c.npy", np.array([{"no": 1}], dtype=object), allow_pickle=True)

    for name, told in (
        ("a.npy", "a.npy: "),
        ("b.npz", 'one called "landmarks", got one, two'),
        ("c.npy", "c"),
    ):
        with pytest.raises(ValueError, match=told):
            read(tmp_path / name)


def test_what_is_written_is_read(tmp_path):
    """As iBUG writes it, to a thousandth of a pixel."""
    text = pts(np.array([[0, 1], [2.5, 3], [4, 5], [1 / 3, 0], [9, 9]], np.float32))
    (tmp_path / "a.pts").write_text(text)

    assert text.startswith("version: 1\nn_points: 5\n{\n0.000 1.000\n2.500 3.000\n")
    assert read(tmp_path / "a.pts")[0][3].tolist() == pytest.approx([0.333, 0])
