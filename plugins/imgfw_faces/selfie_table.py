"""What the table of a selfie data set says of a portrait: 36 attributes, told from its parameters."""

from __future__ import annotations

from imgfw import Target

from .person import TODDLER
from .portrait import Portrait
from .render import landmarks

ONE_OF = {
    "age": ("baby", "child", "teenager", "youth", "middle_age", "senior"),
    "race": ("white", "black", "asian"),
    "face_shape": ("oval_face", "round_face", "heart_face"),
    "hair_colour": ("black_hair", "blond_hair", "brown_hair", "red_hair"),
    "hair_shape": ("curly_hair", "straight_hair", "braid_hair"),
}
"""Groups of attributes of which at most one holds."""

COLUMNS = (
    *("partial_faces", "is_female", *ONE_OF["age"], *ONE_OF["race"], *ONE_OF["face_shape"]),
    *("smiling", "mouth_open", "frowning", "wearing_glasses", "wearing_sunglasses", "wearing_lipstick"),
    *("tongue_out", "duck_face", *ONE_OF["hair_colour"], *ONE_OF["hair_shape"]),
    *("showing_cellphone", "using_earphone", "using_mirror", "braces", "wearing_hat"),
    *("harsh_lighting", "dim_lighting"),
)
"""The 36 attributes in the order in which the UCF selfie data set has them."""

AGES = (0.0, TODDLER, 0.15, 0.35, 0.65, 0.85)
"""Where each age begins, on the scale of `Person.age`."""

_HAIRS = {
    "black": "black_hair",
    "dark-brown": "brown_hair",
    "brown": "brown_hair",
    "light-brown": "brown_hair",
    "blond": "blond_hair",
    "red": "red_hair",
}


def targets() -> tuple[Target, ...]:
    """Popularity, the five groups and the 36 attributes, named like those of the source `selfie-dataset`."""
    return (
        Target("popularity", "number"),
        *(Target(name, "classes", labels) for name, labels in ONE_OF.items()),
        *(Target(name, "multi-label", (name,)) for name in COLUMNS),
    )


def columns(portrait: Portrait) -> dict[str, bool | None]:
    """Whether each of COLUMNS holds; None = unknown.

    Of race nothing is known, for only a tone of skin is drawn. What is never drawn never holds: frowns,
    tongues, braids, telephones, earphones, mirrors and braces.
    """
    person = portrait.person
    chosen = {_age(person.age), _face(dict(person.modes)), *_hair(portrait)}
    marks = landmarks(portrait, 1)
    holds = {
        **{name: name in chosen for group in ONE_OF.values() for name in group},
        **dict.fromkeys(ONE_OF["race"]),
        "partial_faces": bool((marks < 0).any() or (marks > 1).any()),
        "is_female": not person.masculine,
        "smiling": portrait.feels("smile") >= 0.5,
        "mouth_open": portrait.feels("open") >= 0.25,
        "wearing_glasses": portrait.glasses in ("round", "square"),
        "wearing_sunglasses": portrait.glasses == "sun",
        "wearing_lipstick": person.lipstick,
        "duck_face": portrait.feels("pucker") >= 0.5,
        "wearing_hat": bool(portrait.hat),
        "harsh_lighting": portrait.light.hard >= 0.58,
        "dim_lighting": portrait.stops <= -0.5,
    }
    return {name: holds.get(name, False) for name in COLUMNS}


def labels(held: dict[str, bool | None]) -> dict[str, tuple[str, ...]]:
    """The labels of all targets but popularity, {target: names}; what is unknown is absent."""
    known = {name: value for name, value in held.items() if value is not None}
    found: dict[str, tuple[str, ...]] = {name: (name,) if value else () for name, value in known.items()}
    for group, names in ONE_OF.items():
        if chosen := tuple(name for name in names if held[name]):
            found[group] = chosen
    return found


def _age(age: float) -> str:
    return [name for name, begins in zip(ONE_OF["age"], AGES, strict=True) if begins <= age][-1]


def _face(modes: dict[str, float]) -> str:
    if modes["cheek-full"] - modes["face-long"] > 1.2:
        return "round_face"
    return "heart_face" if modes["jaw-width"] < -0.9 else "oval_face"


def _hair(portrait: Portrait) -> tuple[str, ...]:
    """Colour and shape of the hair; neither for the bald."""
    person = portrait.person
    if person.style == "bald":
        return ()
    shape = "curly_hair" if person.style == "curls" else "straight_hair" if person.waves == "straight" else ""
    return _HAIRS.get(person.hair, ""), shape
