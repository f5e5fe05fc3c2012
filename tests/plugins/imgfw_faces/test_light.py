"""Light and gloss."""

import numpy as np

from imgfw_faces.light import Light, diffuse, gloss
from imgfw_faces.sheet import Material

LIGHT = Light(side=40, above=30, hard=0.6, warm=0.0, rim=0.0)
TOWARDS = LIGHT.direction[None]


def test_the_side_towards_the_light_is_brighter():
    """Turning away from the key light darkens every material."""
    away = TOWARDS * [-1, 1, 1]

    for material in Material:
        assert diffuse(TOWARDS, LIGHT, material).sum() > diffuse(away, LIGHT, material).sum()


def test_light_comes_from_where_it_is_said():
    """Positive side is the picture's right, positive above is up."""
    assert LIGHT.direction[0] > 0.3
    assert LIGHT.direction[1] > 0.3
    np.testing.assert_allclose(np.linalg.norm(LIGHT.direction), 1)


def test_skin_lets_red_through_at_the_edge_of_light():
    """Where light just fades, skin is redder than cloth."""
    edge = np.array([[-LIGHT.direction[2], 0, LIGHT.direction[0]]])
    edge /= np.linalg.norm(edge)

    skin, cloth = diffuse(edge, LIGHT, Material.SKIN)[0], diffuse(edge, LIGHT, Material.CLOTH)[0]

    assert skin[0] / skin[2] > cloth[0] / cloth[2]


def test_warm_light_is_warmer():
    """Raising `warm` gives more red and less blue."""
    warm, cold = Light(40, 30, 0.6, 1.0, 0.0).colour, Light(40, 30, 0.6, -1.0, 0.0).colour

    assert warm[0] > cold[0]
    assert warm[2] < cold[2]


def test_cloth_is_dull_and_hair_shines_across_its_strands():
    """Cloth has no gloss; hair has more where its strands run across the half vector."""
    half = LIGHT.direction + np.array((0, 0, 1))
    half = half[None] / np.linalg.norm(half)
    across = np.cross(half, [[0.0, 1.0, 0.0]])

    assert gloss(half, across, LIGHT, Material.CLOTH).max() == 0
    assert gloss(half, across, LIGHT, Material.HAIR) > gloss(half, half, LIGHT, Material.HAIR)
