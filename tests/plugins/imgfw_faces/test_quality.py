"""What makes a selfie good."""

from dataclasses import replace

import numpy as np
import pytest

from imgfw_faces.person import make_person
from imgfw_faces.portrait import FAULTS, make_portrait
from imgfw_faces.quality import GOOD_FROM, score, severities, verdict

FLAWLESS = replace(
    make_portrait(make_person(1, 0), np.random.default_rng(0)),
    expression=(),
    pose=(0.0, 0.0, 0.0),
    tilt=0.0,
    size=0.65,
    centre=(0.5, 0.47),
    stops=0.0,
    blur=0.0,
    noise=1.0,
)
WORSE = {
    "far": [{"size": v} for v in (0.6, 0.5, 0.4, 0.3)],
    "close": [{"size": v} for v in (0.8, 0.95, 1.1, 1.3)],
    "cut": [{"centre": (v, 0.47)} for v in (0.55, 0.65, 0.75, 0.9)],
    "dark": [{"stops": v} for v in (-0.3, -0.9, -1.5, -2.3)],
    "bright": [{"stops": v} for v in (0.3, 0.7, 1.1, 1.5)],
    "blurred": [{"blur": v} for v in (0.004, 0.01, 0.016, 0.03)],
    "tilted": [{"tilt": v} for v in (-5.0, -15.0, -25.0, -40.0)],
    "noisy": [{"noise": v} for v in (4.0, 10.0, 16.0, 25.0)],
    "turned": [{"pose": (v, 0.0, 0.0)} for v in (-15.0, -30.0, -40.0, -50.0)],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_grows_never_raises_the_score(fault):
    """From not there to gross, the score falls from good to bad and only this fault is named."""
    portraits = [replace(FLAWLESS, **change) for change in WORSE[fault]]

    scores = [score(portrait) for portrait in portraits]

    assert scores == sorted(scores, reverse=True)
    assert verdict(portraits[0]) == "good"
    assert verdict(portraits[-1]) == "bad"
    assert [name for name, much in severities(portraits[-1]).items() if much] == [fault]


def test_a_smile_helps_a_little():
    """Two pictures alike but for a smile differ by at most a twentieth."""
    smiling = replace(FLAWLESS, expression=(("smile", 1.0),))

    assert 0 < score(smiling) - score(FLAWLESS) <= 0.05 + 1e-9


def test_the_verdict_is_the_score_cut_at_one_place():
    """Good begins at GOOD_FROM."""
    portraits = [make_portrait(make_person(1, n), np.random.default_rng(n)) for n in range(60)]

    for portrait in portraits:
        assert (verdict(portrait) == "good") == (score(portrait) >= GOOD_FROM)
