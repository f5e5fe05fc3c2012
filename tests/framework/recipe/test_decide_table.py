"""The table [decide]."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from imgfw.recipe.decide_table import DecideTable


def table(**given: Any) -> DecideTable:
    """The table with these keys."""
    return DecideTable.model_validate_json(json.dumps(given))


def test_by_default_nothing_is_fitted() -> None:
    """A threshold of a half, and that is all."""
    assert table() == DecideTable(threshold=0.5)
    assert table().fits == ()


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"threshold": 0.1, "unknown": 0.6}, ()),
        ({"calibrate": True}, ("calibrate",)),
        ({"aim": "f1"}, ("aim",)),
        ({"aim": "precision", "at_least": 0.9, "coverage": 0.9}, ("aim", "coverage")),
        ({"aim": "recall", "at_least": 1}, ("aim",)),
        ({"false_accepts": 0.01}, ("false_accepts",)),
    ],
)
def test_what_is_fitted_is_known(given: dict[str, Any], fits: tuple[str, ...]) -> None:
    """By the keys that ask for it."""
    assert table(**given).fits == fits


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"aim": "precision"}, 'at_least with aim = "precision" or "recall", and only there'),
        ({"aim": "recall"}, 'got aim = "recall" without at_least'),
        ({"aim": "f1", "at_least": 0.9}, 'got aim = "f1" with at_least'),
        ({"at_least": 0.9}, 'got aim = "fixed" with at_least'),
        ({"unknown": 0.5, "false_accepts": 0.1}, "either unknown or false_accepts, got both"),
        ({"aim": "accuracy"}, "'fixed', 'f1', 'precision' or 'recall'"),
        ({"aim": "recall", "at_least": 0}, "greater than 0"),
        ({"aim": "recall", "at_least": 1.1}, "less than or equal to 1"),
        ({"coverage": 1}, "less than 1"),
        ({"coverage": 0}, "greater than 0"),
        ({"false_accepts": 0}, "greater than 0"),
        ({"false_accepts": 1}, "less than 1"),
        ({"unknown": 1.5}, "less than or equal to 1"),
        ({"threshold": -0.1}, "greater than or equal to 0"),
        ({"calibrate": 1}, "boolean"),
        ({"calibrated": True}, "Extra inputs"),
    ],
)
def test_what_makes_no_sense_is_refused(given: dict[str, Any], why: str) -> None:
    """Keys that need or exclude each other, and numbers out of bounds."""
    with pytest.raises(ValidationError, match=why):
        table(**given)
