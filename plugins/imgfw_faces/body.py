"""What the head sits on: ears, chest and shoulders, and the arm that holds the phone."""

from __future__ import annotations

import numpy as np

from .atlas import cloth_place, skin_place
from .person import Person
from .sheet import Material, Sheet, make_sheet, tube

OUTFITS = ("tee", "v-neck", "hoodie", "turtleneck", "striped")
"""Kinds of clothes."""

_HEIGHTS = np.array([-122.0, -138, -150, -162, -174, -188, -206, -236, -290, -370, -760])
_WIDTHS = np.array([50.0, 61, 75, 100, 134, 172, 203, 222, 226, 216, 206])
_DEPTHS = np.array([44.0, 48, 54, 62, 70, 77, 84, 92, 100, 102, 98])
_CENTRES = np.array([-88.0, -88, -88, -88, -88, -86, -84, -80, -74, -70, -70])


def ear_sheets(person: Person) -> tuple[Sheet, Sheet]:
    """Both ears."""
    turn, out = np.meshgrid(np.linspace(0, 2 * np.pi, 21), np.linspace(0.02, 1, 9))
    lobe = 1 - 0.28 * np.clip(-np.cos(turn), 0, 1)
    up = 30 * out * np.cos(turn) + 1.5
    back = 15 + 16 * out * np.sin(turn) * lobe - 4 * np.clip(-np.cos(turn), 0, 1) * out
    rim = 5.5 * np.exp(-(((out - 0.82) / 0.15) ** 2)) - 5.0 * np.exp(-((out / 0.5) ** 2))
    shade = 0.95 - 0.5 * np.exp(-((out / 0.45) ** 2)) - 0.2 * np.exp(-(((out - 0.62) / 0.1) ** 2))
    tint = shade[..., None] * np.array([1.0, 0.86, 0.82])
    place = np.broadcast_to(skin_place(np.array(0.75), np.array(-52.0)), (*turn.shape, 2)) + np.stack(
        [4 * np.sin(turn), 4 * out], -1
    )
    sheets = []
    for side in (-1.0, 1.0):
        point = np.stack(
            [side * (74 + 0.42 * back + 0.9 * rim), up - 14 - 0.12 * back, -58 - 0.9 * back + 0.4 * rim], -1
        )
        point = point * [person.wide, person.high, person.wide]
        point = point if side < 0 else point[:, ::-1]
        sheets.append(make_sheet(point, place, material=Material.SKIN, tint=tint))
    return sheets[0], sheets[1]


def chest_sheet(person: Person) -> Sheet:
    """The bare neck and chest that show above the clothes."""
    angle, height = _ring(41, np.linspace(-122, -290, 24))
    place = skin_place(0.6 * angle, -152 + 0.05 * (height + 150))
    shadow = np.clip(0.80 + 0.25 * (-140 - height) / 40, 0.80, 1.05)
    return make_sheet(
        _torso(angle, height, person, 0.0),
        place,
        material=Material.SKIN,
        tint=1.28 * shadow[..., None],
        follow=0.0,
    )


def clothes_sheets(person: Person, outfit: str, colour: np.ndarray) -> tuple[Sheet, ...]:
    """Clothes in a linear colour (3,)."""
    top = -122.0 if outfit == "turtleneck" else -138.0
    angle, height = _ring(57, np.concatenate([np.linspace(top, -260, 34), np.linspace(-270, -700, 8)]))
    hem = _neckline(angle, outfit)
    cover = (hem - height) / 6
    tint = (
        np.broadcast_to(colour, (*angle.shape, 3))
        * (1 - 0.3 * np.exp(-(((hem - height) / 5) ** 2)))[..., None]
    )
    if outfit == "striped":
        band = (np.sin(height / 5.5) > 0.2)[..., None]
        tint = np.where(band, tint, np.array([0.72, 0.7, 0.66]))
    points = _torso(angle, height, person, 4.0)
    folds = 1.6 * np.sin(angle * 9 + height / 21) * np.clip((-190 - height) / 40, 0, 1)
    points = points + folds[..., None] * np.stack([np.sin(angle), 0 * angle, np.cos(angle)], -1)
    place = cloth_place((angle + np.pi) / (2 * np.pi), (height - top) / (-700 - top))
    shirt = make_sheet(points, place, material=Material.CLOTH, tint=tint, follow=0.0, cover=cover)
    return (shirt, _hood(colour)) if outfit == "hoodie" else (shirt,)


def arm_sheet(side: float, colour: np.ndarray) -> Sheet:
    """The arm stretched out towards the phone; side -1 is the picture's left."""
    path = np.array(
        [[196, -240, -80], [228, -280, -10], [225, -315, 90], [180, -312, 190], [140, -286, 290]], float
    )
    t = np.linspace(0, 4, 22)
    smooth = np.stack([np.interp(t, range(5), path[:, i]) for i in range(3)], 1) * [side, 1, 1]
    points = tube(smooth, np.linspace(52, 40, 22), 20)
    place = cloth_place(np.full(points.shape[:2], 0.5), np.full(points.shape[:2], 0.5))
    return make_sheet(points, place, material=Material.CLOTH, tint=colour * 0.92, follow=0.0)


def _ring(columns: int, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    angle, height = np.meshgrid(np.linspace(-np.pi, np.pi, columns), heights)
    return angle, height


def _torso(angle: np.ndarray, height: np.ndarray, person: Person, away: float) -> np.ndarray:
    build = 0.90 + 0.10 * np.clip(dict(person.modes)["jaw-width"], -1, 1.2)
    down = -height
    wide = np.interp(down, -_HEIGHTS, _WIDTHS) * np.interp(down, [150, 220], [1.0, build]) + away
    deep = np.interp(down, -_HEIGHTS, _DEPTHS) * np.interp(down, [150, 260], [1.0, build]) + away
    middle = np.interp(down, -_HEIGHTS, _CENTRES)
    x = wide * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.9
    return np.stack([x, height, middle + deep * np.cos(angle)], -1)


def _neckline(angle: np.ndarray, outfit: str) -> np.ndarray:
    away = np.abs(angle)
    if outfit == "turtleneck":
        return np.full_like(angle, -124.0)
    if outfit == "v-neck":
        return np.interp(away, [0, 0.75, 1.6, np.pi], [-226, -172, -152, -145])
    if outfit == "hoodie":
        return np.interp(away, [0, 1.0, np.pi], [-166, -160, -148])
    return np.interp(away, [0, 0.5, 1.1, 1.7, np.pi], [-184, -178, -162, -152, -145])


def _hood(colour: np.ndarray) -> Sheet:
    turn = np.linspace(-np.pi, np.pi, 45)
    front = 0.5 + 0.5 * np.cos(turn)
    path = np.stack([86 * np.sin(turn), -146 - 34 * front**2, -92 + 74 * np.cos(turn)], 1)
    points = tube(path, 17 + 9 * (1 - front), 14)
    place = cloth_place(np.full(points.shape[:2], 0.3), np.full(points.shape[:2], 0.5))
    return make_sheet(points, place, material=Material.CLOTH, tint=colour * 0.9, follow=0.0)
