"""How people look: skin, hair and clothes; and the looks of the one whose album it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .canvas import varied

SKINS = ((240, 208, 182), (226, 184, 150), (204, 156, 118), (164, 114, 80), (122, 82, 58), (88, 60, 46))
HAIRS = (
    (44, 34, 30),
    (72, 50, 36),
    (112, 78, 48),
    (196, 160, 100),
    (150, 148, 146),
    (32, 28, 32),
    (96, 56, 40),
)
CLOTHES = (
    (178, 58, 52), (52, 88, 140), (66, 114, 86), (226, 222, 212), (48, 50, 56), (214, 168, 66),
    (138, 92, 136), (96, 128, 152), (202, 126, 100), (124, 132, 92), (232, 190, 190),
)  # fmt: skip
STYLES = ("short", "long", "bun", "bald", "bob", "cap")
PATTERNS = ("plain", "stripes", "jacket", "dots")


@dataclass(frozen=True)
class Looks:
    """One person.

    skin, hair, cloth, under  colours (3,) of 0..255
    style                     one of STYLES, or "curls"
    pattern                   one of PATTERNS
    wide                      how broad the face is, about 1
    glasses, beard            whether there are any
    """

    skin: np.ndarray
    hair: np.ndarray
    cloth: np.ndarray
    under: np.ndarray
    style: str
    pattern: str
    wide: float
    glasses: bool
    beard: bool


def somebody(rng: np.random.Generator) -> Looks:
    """Anybody but the one whose album it is: nobody else has curls."""
    style = str(rng.choice(STYLES, p=(0.34, 0.26, 0.1, 0.06, 0.16, 0.08)))
    return Looks(
        skin=varied(rng, SKINS, 5),
        hair=varied(rng, HAIRS, 6),
        cloth=varied(rng, CLOTHES, 8),
        under=varied(rng, CLOTHES, 8),
        style=style,
        pattern=str(rng.choice(PATTERNS)),
        wide=float(rng.uniform(0.92, 1.08)),
        glasses=bool(rng.random() < 0.2),
        beard=bool(style in ("short", "bald", "cap") and rng.random() < 0.35),
    )


def myself(rng: np.random.Generator) -> Looks:
    """The one whose album it is: red curls and round glasses, in other clothes every day."""
    return replace(
        somebody(rng),
        skin=np.array((238.0, 204.0, 180.0)),
        hair=np.array((196.0, 84.0, 36.0)),
        style="curls",
        wide=1.0,
        glasses=True,
        beard=False,
    )
