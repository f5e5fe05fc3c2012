"""Hair as a shell of strands around the skull: where it grows, how far it stands off, how far it falls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .atlas import strand_place
from .noise import clouds
from .person import Person
from .sheet import Material, Sheet, make_sheet
from .surface import AXIS_Z, TOP, cranium

HIDES_EARS = ("bob", "long", "curls")


@dataclass(frozen=True)
class Cut:
    """How a style is cut: thickness on top and at the sides, how far it falls, how far it lifts in front."""

    top: float
    side: float
    low: float
    lift: float = 0.0


CUTS = {
    "buzz": Cut(3.0, 2.0, -30),
    "crop": Cut(16, 6, -34),
    "quiff": Cut(19, 5, -34, lift=15),
    "curls": Cut(27, 22, -62),
    "bob": Cut(15, 13, -118),
    "long": Cut(15, 13, -262),
    "bun": Cut(8, 6, -40),
}


_PARTED = ("bob", "long", "crop", "quiff")


@dataclass(frozen=True)
class _Grown:
    """A head of hair: angle, height and lowest height of each place (R, C), whose it is and its cut."""

    angle: np.ndarray
    height: np.ndarray
    edge: np.ndarray
    person: Person
    cut: Cut

    @property
    def hangs(self) -> bool:
        return self.person.fringe or self.person.style in HIDES_EARS


def hairline(angle: np.ndarray, person: Person) -> np.ndarray:
    """Lowest height at which hair grows, for every angle."""
    receding = 9 * person.age if person.beard or person.style in ("buzz", "quiff") else 0.0
    away = np.abs(angle)
    angles = [0, 0.35, 0.62, 0.82, 1.0, 1.1, 1.32, 1.42, 1.72, 1.95, np.pi]
    heights = [63 + receding * 0.4, 64 + receding * 0.7, 60 + receding, 44, 22, -6, -10, 16, 10, -66, -76]
    return np.interp(away, angles, heights)


def hair_sheets(person: Person, *, under_hat: bool) -> tuple[Sheet, ...]:
    """The person's hair; under a hat it lies flat and only shows below it."""
    if person.style == "bald":
        return ()
    cut, rng = CUTS[person.style], np.random.default_rng(person.seed + 1)
    angle, height, down = _grid(cut)
    edge = _edge(angle, person, cut, rng)
    thick = _thickness(_Grown(angle, height, edge, person, cut), rng)
    if under_hat:
        thick = np.minimum(thick, np.interp(height, [20, 50], [30, 1]))
    points = _points(angle, height, thick, person, cut)
    cover = np.clip((height - edge) / (9.0 if person.style != "buzz" else 14.0), -2, 3)
    root = 0.72 + 0.28 * np.clip((height - edge) / 30, 0, 1) if cut.low > -50 else 1.0
    shade = np.clip(1.02 - 0.25 * np.clip((-20 - height) / 160, 0, 1), 0, 1) * root
    tint = (person.hair_colour / 200)[None, None] ** 2.0 * shade[..., None]
    follow = np.clip(1 - (-70 - height) / 190, 0.25, 1)
    place = strand_place((angle + np.pi) / (2 * np.pi), down)
    shell = make_sheet(points, place, material=Material.HAIR, tint=tint, follow=follow, cover=cover)
    return (shell, _bun(person)) if person.style == "bun" and not under_hat else (shell,)


def _grid(cut: Cut) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Angles, heights and shares of the way down, (R, C) each."""
    crown = TOP - (TOP - 35) * (1 - np.cos(np.linspace(0.03, np.pi / 2, 17)))
    falls = np.linspace(35, cut.low - 14, max(8, int((35 - cut.low) / 7)))[1:]
    rows = np.concatenate([crown, falls])
    half = np.concatenate([np.linspace(0, 1.5, 33)[1:], np.linspace(1.5, np.pi, 15)[1:]])
    columns = np.concatenate([-half[::-1], [0.0], half])
    angle, height = np.meshgrid(columns, rows)
    walked = np.cumsum(
        np.concatenate([[0], np.hypot(np.diff(rows), np.gradient(cranium(0 * rows, rows))[1:])])
    )
    return angle, height, np.broadcast_to((walked / walked[-1])[:, None], angle.shape)


def _edge(angle: np.ndarray, person: Person, cut: Cut, rng: np.random.Generator) -> np.ndarray:
    """Height at which the hair ends, for every angle."""
    grown = hairline(angle, person) - 2.0
    locks = np.interp(angle, np.linspace(-np.pi, np.pi, 90), rng.normal(0, 1, 90))
    if person.style in ("bob", "long"):
        opening = 1.0 + 0.05 * locks
        falls = cut.low + (9 if person.style == "long" else 4) * locks
        grown = np.where(np.abs(angle) > opening, falls, grown)
    if person.style == "curls":
        grown = np.where(np.abs(angle) > 1.12, -48 + 7 * locks, grown)
    if person.fringe:
        middle = np.clip((1.02 - np.abs(angle)) / 0.2, 0, 1)
        swept = 35 + 14 * np.abs(angle - 0.5 * person.parting) + 4.5 * locks
        grown = np.where(middle > 0, np.minimum(grown, swept * middle + grown * (1 - middle)), grown)
    return grown


def _thickness(grown: _Grown, rng: np.random.Generator) -> np.ndarray:
    """How far the shell stands off the skull, (R, C)."""
    return np.maximum(_volume(grown, rng) * _closeness(grown), 1.5)


def _volume(grown: _Grown, rng: np.random.Generator) -> np.ndarray:
    """Thickness away from all edges: the cut, with lumps, waves, a lifted front and a parting."""
    angle, height, person, cut = grown.angle, grown.height, grown.person, grown.cut
    upward = np.clip((height - 20) / 70, 0, 1)
    rows, columns = angle.shape
    lumps = clouds(rng, rows, columns, (26, 50) if person.style == "curls" else (9, 30))
    thick = cut.side + (cut.top - cut.side) * upward
    thick = thick + lumps * {"buzz": 0.1, "curls": 3.2}.get(person.style, 1.5)
    if person.waves == "wavy" and person.style != "buzz":
        thick = thick + 2.2 * np.sin(height / 8.5 + 3 * np.sin(2.0 * angle))
    front = np.clip(1 - np.abs(angle) / 0.9, 0, 1)
    thick = thick + cut.lift * front**0.6 * np.clip((height - 55) / 25, 0, 1)
    if person.style in _PARTED and not person.fringe:
        across = np.sin(angle) * cranium(angle, height)
        line = np.exp(-(((across - 22 * person.parting) / 6) ** 2)) * (np.cos(angle) > -0.2)
        thick = thick - 0.45 * cut.top * line * upward
    return thick


def _closeness(grown: _Grown) -> np.ndarray:
    """Share of the thickness left near edges: hair that grows there lies flat, what hangs does not."""
    taper = np.clip((grown.height - grown.edge) / 22, 0.0, 1) ** 0.6
    away = np.abs(grown.angle)
    if not grown.hangs:
        return taper
    in_front = np.clip((1.05 - away) / 0.2, 0, 1) * (0.5 if grown.person.fringe else 1.0)
    # along the cheek it lies close, and fills out behind it
    fuller = 0.35 + 0.65 * np.clip((away - 0.98) / 0.45, 0, 1)
    cheek = np.where((grown.height < 40) & (away > 0.9), fuller, 1.0)
    return (1 - (1 - taper) * in_front) * cheek


def _points(angle: np.ndarray, height: np.ndarray, thick: np.ndarray, person: Person, cut: Cut) -> np.ndarray:
    upward = np.clip((height - 25) / (TOP - 25), 0, 1)
    radius = cranium(angle, height) + thick * np.sqrt(1 - 0.85 * upward**2)
    if cut.low < -100:  # what hangs does not follow the nape in
        hanging = np.clip(-height / 40, 0, 1)
        free = cranium(angle, np.zeros_like(height)) + thick
        radius = radius * (1 - hanging) + free * hanging * (1 + 0.10 * np.clip(-height / 150, 0, 1))
    x, z = radius * np.sin(angle), AXIS_Z + radius * np.cos(angle)
    lying = np.clip((-95 - height) / 75, 0, 1) * np.clip((2.5 - np.abs(angle)) / 0.5, 0, 1)
    z = z + 62 * lying
    spread = np.sign(angle) * (58 + 50 * (np.abs(angle) - 1.0))  # over shoulders and chest it lies flat
    x = x + (spread - x) * lying
    return np.stack([x * person.wide, (height + thick * upward) * person.high, z * person.wide], -1)


def _bun(person: Person) -> Sheet:
    turn, rise = np.meshgrid(np.linspace(-np.pi, np.pi, 31), np.linspace(0.05, np.pi - 0.05, 17))
    wobble = 1 + 0.05 * np.sin(5 * rise + 2 * turn)
    x, y = 33 * np.sin(rise) * np.sin(turn), 28 * np.cos(rise)
    z = 31 * np.sin(rise) * np.cos(turn)
    points = np.stack([x * wobble, 128 + y * wobble, -96 + z * wobble], -1)
    tint = (person.hair_colour / 200) ** 2.0
    place = strand_place((turn + np.pi) / (2 * np.pi), rise / np.pi)
    return make_sheet(points, place, material=Material.HAIR, tint=tint)
