"""Light on a surface: a key light, the sky and the floor, a rim from behind; all in linear light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .sheet import Material

_WRAP = {  # how far light creeps around an edge, per colour: skin lets red through
    Material.SKIN: (0.50, 0.30, 0.24),
    Material.HAIR: (0.30, 0.30, 0.30),
    Material.CLOTH: (0.25, 0.25, 0.25),
    Material.SHINY: (0.10, 0.10, 0.10),
}


@dataclass(frozen=True)
class Light:
    """Where light comes from.

    side, above  direction of the key light in degrees: to the picture's right, and up
    hard         share of the key light in all light, 0..1
    warm         -1 blue .. 1 orange
    rim          strength of the light from behind
    """

    side: float
    above: float
    hard: float
    warm: float
    rim: float

    @property
    def direction(self) -> np.ndarray:
        """Unit vector (3,) towards the key light."""
        a, b = np.radians([self.side, self.above])
        return np.array([np.sin(a) * np.cos(b), np.sin(b), np.cos(a) * np.cos(b)])

    @property
    def colour(self) -> np.ndarray:
        """Colour (3,) of the key light, about 1."""
        return np.array([1 + 0.10 * self.warm, 1.0, 1 - 0.13 * self.warm])


def diffuse(normals: np.ndarray, light: Light, material: Material) -> np.ndarray:
    """Light float (N, 3) arriving at unit normals (N, 3)."""
    wrap = np.array(_WRAP[material])
    facing = normals @ light.direction
    key = np.clip((facing[:, None] + wrap) / (1 + wrap), 0, None) ** 1.3
    upward = 0.5 + 0.5 * normals[:, 1:2]
    sky = np.array([0.96, 1.0, 1.06]) * upward + np.array([0.62, 0.54, 0.48]) * (1 - upward)
    toward = np.clip(normals[:, 2:3], 0, 1)
    soft = sky * (0.55 + 0.45 * toward)
    edge = light.rim * np.clip(1 - toward, 0, 1) ** 4 * np.clip(0.25 + upward, 0, 1)
    return 1.28 * light.hard * key * light.colour + (1.0 - 0.62 * light.hard) * soft + edge


def gloss(normals: np.ndarray, along: np.ndarray, light: Light, material: Material) -> np.ndarray:
    """Mirror light float (N,); hair shines across its direction `along` (N, 3)."""
    half = light.direction + np.array((0, 0, 1))
    half = half / np.linalg.norm(half)
    if material is Material.HAIR:
        across = 1 - (along @ half + 0.12) ** 2
        return 0.20 * np.clip(across, 0, 1) ** 14 * np.clip(normals[:, 2] + 0.35, 0, 1) * (0.4 + light.hard)
    facing = np.clip(normals @ half, 0, 1)
    if material is Material.SHINY:
        return 0.7 * facing**40 + 0.10 * np.clip(normals[:, 1] * 0.6 + 0.3, 0, 1) ** 3
    if material is Material.CLOTH:
        return 0.0 * facing
    return (0.16 * facing**22 + 0.05 * facing**6) * (0.25 + light.hard)
