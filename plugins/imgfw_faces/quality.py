"""Whether a selfie is good or bad, told from its parameters alone, and so known exactly."""

from __future__ import annotations

from .portrait import Portrait

GOOD_FROM = 0.6
"""A score from here on is good."""

_WEIGHT = 0.75  # of a fault that is fully there


def severities(portrait: Portrait) -> dict[str, float]:
    """How bad each fault is: 0 not there, 1 fully there."""
    x, y = portrait.centre
    # being off centre costs more when the head is large, because then it is cut
    away = max(abs(x - 0.5), abs(y - 0.47) / 0.8)
    return {
        "far": _ramp(-portrait.size, -0.54, -0.30),
        "close": _ramp(portrait.size, 0.84, 1.26),
        "cut": _ramp(away, 0.09, 0.34),
        "dark": _ramp(-portrait.stops, 0.5, 2.2),
        "bright": _ramp(portrait.stops, 0.45, 1.4),
        "blurred": _ramp(portrait.blur, 0.006, 0.024),
        "tilted": _ramp(abs(portrait.tilt), 9, 33),
        "noisy": _ramp(portrait.noise, 6, 23),
        "turned": _ramp(abs(portrait.pose[0]), 22, 48),
    }


def score(portrait: Portrait) -> float:
    """0 hopeless .. 1 flawless; a smile helps a little."""
    loss = _WEIGHT * sum(severities(portrait).values())
    return min(1.0, max(0.0, 0.95 - loss + 0.05 * min(portrait.feels("smile"), 1.0)))


def verdict(portrait: Portrait) -> str:
    """ "good" or "bad"."""
    return "good" if score(portrait) >= GOOD_FROM else "bad"


def _ramp(value: float, fine: float, bad: float) -> float:
    return min(1.0, max(0.0, (value - fine) / (bad - fine)))
