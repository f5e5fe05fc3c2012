"""Painting."""

import numpy as np

from imgfw_photos.drawn.canvas import Canvas, box, disc, mixed, moved, rgb, smooth, spot, turned, varied


def test_places_are_parts_of_the_shorter_side():
    """So one scene fits every size."""
    for wide, high in ((80, 60), (160, 120)):
        canvas = Canvas(wide, high)
        canvas.fill(box(0.5, 0.5, 1, 1), (255, 0, 0))
        red = canvas.array()[..., 0] > 128
        assert red[high // 2 + 1 :, high // 2 + 1 : high - 1].all() and not red[: high // 2 - 1].any()
        assert (canvas.wide, canvas.high) == (wide / high, 1)


def test_soft_edges_lie_between():
    """Half way at the outline; strength mixes with what was there."""
    canvas = Canvas(60, 60)
    canvas.fill(box(0, 0, 0.5, 1), (200, 200, 200), soft=0.05)
    row = canvas.array()[30, :, 0]

    assert row[10] > 190 and row[50] < 10 and 40 < row[30] < 160
    canvas.fill(canvas.whole, (0, 0, 0), strength=0.5)
    assert 90 < canvas.array()[30, 10, 0] < 110


def test_bodies_are_lit_from_one_side():
    """And from above."""
    canvas = Canvas(60, 60)
    canvas.solid(disc(0.5, 0.5, 0.4), (120, 120, 120), np.random.default_rng(0), shade=0.4, grain=0)

    seen = canvas.array()[..., 0]
    assert seen[30, 12] > seen[30, 47] and seen[12, 30] > seen[47, 30]


def test_what_lies_outside_is_not_painted():
    """Nothing is raised, nothing changes."""
    canvas = Canvas(40, 30)
    canvas.fill(box(5, 5, 6, 6), (255, 0, 0), soft=0.1)
    canvas.solid(box(-3, -3, -2, -2), (255, 0, 0), np.random.default_rng(0))

    assert not canvas.array().any()


def test_lines_strokes_and_blur_leave_their_marks():
    """In the colours that were given."""
    canvas = Canvas(60, 60)
    canvas.line(np.array([[0.0, 0.5], [1.0, 0.5]]), 0.1, (0, 250, 0))
    canvas.strokes(np.array([[0.1, 0.1]]), np.array([[0.2, 0.1]]), 0.05, np.array([[300.0, 0, 0]]))
    sharp = canvas.array()
    canvas.blur(0.05)

    assert sharp[30, 30, 1] == 250 and sharp[6, 8, 0] == 255
    assert canvas.array()[30, 30, 1] < 250


def test_outlines_have_the_shape_they_say():
    """Ellipses, moved and turned, and curves through points."""
    assert np.allclose(spot(np.array([1.0, 2.0]), 0.5).mean(0), [1, 2])
    assert np.allclose(turned(np.array([[1.0, 0.0]]), 90), [[0, 1]])
    assert np.allclose(moved(np.zeros((2, 2)), 1, 2), [[1, 2], [1, 2]])
    assert len(smooth(box(0, 0, 1, 1))) == 24
    assert np.allclose(smooth([[0, 0], [1, 0]], closed=False)[-1], [1, 0])


def test_colours_are_clipped_mixed_and_varied():
    """Within what Pillow takes."""
    assert rgb((-4, 300, 12.7)) == (0, 255, 12)
    assert list(mixed((0, 0, 0), (100, 100, 100), 0.25)) == [25, 25, 25]
    assert 0 < varied(np.random.default_rng(0), ((100, 100, 100),)).mean() < 250
