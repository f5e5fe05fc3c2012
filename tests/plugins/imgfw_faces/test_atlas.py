"""The atlas and the places in it."""

import numpy as np

from imgfw_faces.atlas import HAIR_WAVES, SIDE, assemble, cloth_place, skin_place, strand_place


def test_places_stay_in_their_own_part():
    """Skin lies above, strands below it, cloth at the bottom, whatever is asked for."""
    atlas = assemble(np.zeros((SIDE, SIDE, 4), np.uint8), "straight")
    wild = np.array([-9.0, 0.5, 9.0])

    skin, strand, cloth = skin_place(wild, 100 * wild), strand_place(wild, wild), cloth_place(wild, wild)

    assert skin[:, 1].max() <= SIDE - 1 < strand[:, 1].min()
    assert strand[:, 1].max() < cloth[:, 1].min()
    assert cloth[:, 1].max() < atlas.shape[0]
    assert max(p[:, 0].max() for p in (skin, strand, cloth)) <= SIDE - 1


def test_every_kind_of_hair_has_its_own_strands():
    """Atlases of different hair differ below the skin only."""
    skin = np.zeros((SIDE, SIDE, 4), np.uint8)

    atlases = [assemble(skin, hair) for hair in HAIR_WAVES]

    assert all((atlas[:SIDE] == 0).all() for atlas in atlases)
    assert not np.array_equal(atlases[0], atlases[1])
