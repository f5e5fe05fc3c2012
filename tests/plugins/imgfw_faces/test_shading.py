"""Sheets lit and seen by the camera."""

import numpy as np

from imgfw_faces.camera import make_view
from imgfw_faces.head import average_head
from imgfw_faces.light import Light
from imgfw_faces.raster import rasterize
from imgfw_faces.shading import light_up, opaque, together
from imgfw_faces.sheet import Material, make_sheet

VIEW = make_view((0.0, 0.0, 0.0), tilt=0.0, scale=0.3, centre=(48.0, 48.0), far=600.0)
LIGHT = Light(side=40, above=20, hard=0.6, warm=0.0, rim=0.0)


def _skin(**change):
    return make_sheet(average_head().points, np.zeros(2), **({"material": Material.SKIN} | change))


def test_the_back_of_the_head_is_not_drawn():
    """Of skin only the triangles that face the camera are left; hair keeps both sides."""
    head, hair = light_up(_skin(), VIEW, LIGHT), light_up(_skin(material=Material.HAIR), VIEW, LIGHT)

    assert 0.3 < len(head.xy) / len(hair.xy) < 0.8


def test_the_side_towards_the_light_is_lit():
    """With light from the right, the right half of the face is brighter."""
    head = light_up(_skin(), VIEW, LIGHT)

    middle = head.xy[:, :, 0].mean(1)
    brightness = head.shading[:, :, :3].mean((1, 2))
    assert brightness[middle > 55].mean() > 1.15 * brightness[middle < 41].mean()


def test_a_sheet_ends_where_its_cover_ends():
    """What has no cover leaves no fragments."""
    cover = np.where(average_head().height > 0, 5.0, -5.0)
    corners = light_up(_skin(cover=cover), VIEW, LIGHT)
    atlas = np.full((4, 4, 4), 128, np.uint8)

    found = opaque(rasterize(corners.xy, corners.depth, 96, 96), corners, atlas)

    rows = found.pixel // 96
    lowest = VIEW.seen(np.array([[0.0, -8.0, 18.0]]), np.ones(1))[0][0, 1]
    assert len(rows) > 100
    assert rows.max() <= lowest + 2


def test_parts_put_together_keep_all_triangles():
    """The count of the whole is the sum of the parts."""
    one, two = light_up(_skin(), VIEW, LIGHT), light_up(_skin(tint=0.5), VIEW, LIGHT)

    assert len(together([one, two]).depth) == len(one.depth) + len(two.depth)
