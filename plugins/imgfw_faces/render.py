"""Drawing a portrait: its sheets are lit, projected and composed over the scene."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .atlas import skin_place
from .body import arm_sheet, chest_sheet, clothes_sheets, ear_sheets
from .camera import View, exposed, make_view
from .hair import HIDES_EARS, hair_sheets
from .head import Head, average_head
from .person import Person
from .portrait import Portrait
from .raster import rasterize, sample
from .scene import scene
from .shading import light_up, opaque, together
from .sheet import Material, Sheet, make_sheet
from .skin import paint
from .wear import glasses_sheets, hat_sheets

HEAD_HEIGHT = 236.0
"""From chin to crown (mm)."""

_FINER = 2  # sheets are drawn this much larger and averaged
_HAT_SHADE = {"": 0.0, "beanie": 0.3, "cap": 0.6}  # how dark a hat makes the forehead
_KEPT = 16  # people whose texture is kept; about 2 MB each


def draw(portrait: Portrait, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The picture uint8 (size, size, 3) and its landmarks float32 (68, 2) in pixels."""
    rng = np.random.default_rng(portrait.seed)
    view = _view(portrait, size)
    head = _head(portrait.person).moved(dict(portrait.expression))
    behind = scene(portrait.scene, rng, size, portrait.tilt)
    front, cover = _foreground(portrait, head, view, size)
    picture = behind * (1 - cover) + front
    image = exposed(picture, stops=portrait.stops, blur=portrait.blur, noise=portrait.noise, rng=rng)
    return image, landmarks(portrait, size)


def landmarks(portrait: Portrait, size: int) -> np.ndarray:
    """The landmarks float32 (68, 2) that `draw` gives, without drawing."""
    head = _head(portrait.person).moved(dict(portrait.expression))
    marks, _ = _view(portrait, size).seen(head.landmarks, np.ones(68))
    return marks.astype(np.float32)


def _view(portrait: Portrait, size: int) -> View:
    x, y = portrait.centre
    return make_view(
        portrait.pose,
        tilt=portrait.tilt,
        scale=portrait.size * size / HEAD_HEIGHT,
        centre=(x * size, y * size),
        far=portrait.far,
    )


def _foreground(portrait: Portrait, head: Head, view: View, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Linear light (S, S, 3) of everything but the scene, weighted by its cover (S, S, 1)."""
    fine = size * _FINER
    atlas, _ = _texture(portrait.person)
    lit = [light_up(sheet, view, portrait.light) for sheet in _sheets(portrait, head)]
    corners = together(lit)
    found = rasterize(corners.xy * _FINER, corners.depth, fine, fine)
    seen = opaque(found, corners, atlas).nearest(fine * fine)
    values = seen.between(corners.shading)
    texel = sample(atlas, values[:, 4:6])
    colour = (texel[:, :3] / 255) ** 2 * values[:, :3] + values[:, 3:4] * (texel[:, 3:] / 128)
    canvas = np.zeros((fine * fine, 4), np.float32)
    canvas[seen.pixel, :3] = np.minimum(colour, 3.0)
    canvas[seen.pixel, 3] = 1
    mean = canvas.reshape(size, _FINER, size, _FINER, 4).mean((1, 3))
    return mean[..., :3], mean[..., 3:]


def _sheets(portrait: Portrait, head: Head) -> list[Sheet]:
    person, (cloth, felt) = portrait.person, (np.array(c) for c in portrait.colours)
    neck = np.clip((head.height + 165) / 60, 0, 1)
    place = skin_place(head.angle, head.height)
    shade = 1 - _HAT_SHADE[portrait.hat] * np.clip((head.height - 8) / 34, 0, 1)
    sheets = [make_sheet(head.points, place, material=Material.SKIN, tint=shade[..., None], follow=neck)]
    sheets += _texture(person)[1] if not portrait.hat else hair_sheets(person, under_hat=True)
    sheets += [chest_sheet(person), *clothes_sheets(person, portrait.outfit, cloth)]
    if person.style not in HIDES_EARS:
        sheets += ear_sheets(person)
    if portrait.hat:
        sheets += hat_sheets(person, portrait.hat, felt)
    if portrait.glasses:
        sheets += glasses_sheets(portrait.glasses, head.landmarks)
    if portrait.arm:
        sheets.append(arm_sheet(portrait.arm, cloth))
    return sheets


@lru_cache(maxsize=_KEPT)
def _head(person: Person) -> Head:
    return average_head().moved(dict(person.modes)).scaled(person.wide, person.high)


@lru_cache(maxsize=_KEPT)
def _texture(person: Person) -> tuple[np.ndarray, tuple[Sheet, ...]]:
    """What is costly and the same in all pictures of a person: the atlas and the hair."""
    return paint(person), hair_sheets(person, under_hat=False)
