"""What can be said about a portrait in words; it follows from its parameters."""

from __future__ import annotations

from .portrait import Portrait

ATTRIBUTES = (
    "bald",
    "beard",
    "blond-hair",
    "curly-hair",
    "dark-hair",
    "freckles",
    "glasses",
    "grey-hair",
    "hat",
    "lipstick",
    "long-hair",
    "mouth-open",
    "red-hair",
    "smile",
    "sunglasses",
)


def attributes(portrait: Portrait) -> tuple[str, ...]:
    """The attributes that hold, in the order of ATTRIBUTES."""
    person = portrait.person
    haired = person.style != "bald"
    holds = {
        "bald": not haired,
        "beard": person.beard > 0.6,
        "blond-hair": haired and person.hair == "blond",
        "curly-hair": person.style == "curls",
        "dark-hair": haired and person.hair in ("black", "dark-brown"),
        "freckles": person.freckles,
        "glasses": portrait.glasses in ("round", "square"),
        "grey-hair": haired and person.hair == "grey",
        "hat": bool(portrait.hat),
        "lipstick": person.lipstick,
        "long-hair": person.style == "long",
        "mouth-open": portrait.feels("open") >= 0.25,
        "red-hair": haired and person.hair == "red",
        "smile": portrait.feels("smile") >= 0.5,
        "sunglasses": portrait.glasses == "sun",
    }
    return tuple(name for name in ATTRIBUTES if holds[name])
