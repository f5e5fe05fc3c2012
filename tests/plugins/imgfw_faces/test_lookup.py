"""Lookup tables of poses."""

import numpy as np
import pytest

from imgfw_faces.drape import PIVOT, drape
from imgfw_faces.fitting import Fit
from imgfw_faces.lookup import FINE, LEFT, TOP, Pose, cells_of, cells_under, lookup, seen_at
from imgfw_faces.pose import rotation
from imgfw_faces.shapes import FEELINGS, SHAPES

FRONT = Fit(0.8, rotation(0, 0, 0), np.array([100.0, 90.0]), np.zeros((68, 2)))


@pytest.mark.parametrize("yaw", [0, 22, -40, 55, 75])
@pytest.mark.parametrize("pitch", [0, 20])
def test_a_turned_drape_tears_no_hole(yaw, pitch):
    """Its rim stays where it is, and every cell within it shows some part."""
    cloth = drape(SHAPES[0])

    count = [len(seen_at(cloth, rotation(*pose, 0)).pixel) for pose in ((0, 0), (yaw, pitch))]

    assert count[1] >= count[0] > 20_000


def test_a_photo_in_the_same_pose_moves_nothing():
    """All moves are exactly 0."""
    assert not lookup(Pose(0)).moves(FRONT).any()


@pytest.mark.parametrize("mark", [30, 36, 45, 48, 54])
def test_cells_know_where_the_photo_shows_what_they_show(mark):
    """At a landmark's new place the move leads back to the landmark in the photo."""
    table = lookup(Pose(22))
    there = table.landmarks[mark] @ table.turn.T
    column, row = ((there[0] - LEFT) * FINE, (TOP - there[1]) * FINE)

    move = table.moves(FRONT)[:, int(row), int(column)]

    pixel = FRONT.place(PIVOT[None])[0] + 0.8 * there[:2] * [1, -1]
    np.testing.assert_allclose(pixel + move, FRONT.place(table.landmarks[[mark]] + PIVOT)[0], atol=2.5)


def test_moves_turn_with_a_leaning_head():
    """They have the same lengths."""
    leaning = Fit(0.8, rotation(0, 0, 30), FRONT.shift, FRONT.residuals)

    one, other = (np.linalg.norm(lookup(Pose(40)).moves(fit), axis=0) for fit in (FRONT, leaning))

    np.testing.assert_allclose(one, other, atol=1e-3)


def test_pixels_and_cells_belong_together():
    """The pivot's pixel lies at the pivot's cell, however the head leans; a pixel is 1 / scale mm."""
    fit = Fit(2.0, rotation(10, 0, 25), np.array([100.0, 90.0]), np.zeros((68, 2)))
    pivot = fit.place(PIVOT[None])[0] - 0.5

    to_cell, rows = cells_of(fit, (20, 10, 300, 200))

    there = to_cell @ [*(pivot - [20, 10]), 1] + [0, rows.start]
    np.testing.assert_allclose(there, FINE * np.array([-LEFT, TOP]) - 0.5, atol=1e-9)
    assert np.linalg.norm(to_cell[:, 0]) == pytest.approx(FINE / 2)


@pytest.mark.parametrize("roll", [0, 40, -130])
def test_moves_of_some_rows_are_those_of_all(roll):
    """All corners of the window lie on them, as far as the table reaches."""
    fit = Fit(2.0, rotation(10, 0, roll), np.array([100.0, 90.0]), np.zeros((68, 2)))

    to_cell, rows = cells_of(fit, (20, 10, 300, 200))

    down = (to_cell @ [(0, 280, 280, 0), (0, 0, 190, 190), (1, 1, 1, 1)])[1]
    assert -1 <= down.min() < 3 and rows.stop - rows.start - 4 < down.max() <= rows.stop - rows.start
    np.testing.assert_allclose(
        lookup(Pose(40)).moves(fit, rows), lookup(Pose(40)).moves(fit)[:, rows], atol=1e-4
    )


def test_a_face_that_moves_moves_nothing_but_itself():
    """A smile lifts the corners of the mouth and leaves the brows."""
    smile = Pose(0, shown=SHAPES[0].feeling(FEELINGS[0]))
    corner, brow = (cells_under(lookup(Pose(0)).landmarks[[mark]])[0] for mark in (54, 24))

    moves = lookup(smile).moves(FRONT).reshape(2, -1)

    assert np.linalg.norm(moves[:, corner]) > 1
    assert np.linalg.norm(moves[:, brow]) < 0.2


def test_tables_are_kept():
    """The same pose has the same table."""
    assert lookup(Pose(40, 10, SHAPES[2])) is lookup(Pose(40, 10, SHAPES[2]))
