"""Keras on TensorFlow."""

from __future__ import annotations

import sys

import pytest

from imgfw import CallError
from imgfw_lens.library import see_to_keras

pytestmark = pytest.mark.keras


def test_it_is_imported_and_says_nothing(capfd) -> None:
    """Whatever it finds or misses."""
    see_to_keras("this")

    assert "keras" in sys.modules and capfd.readouterr() == ("", "")


def test_another_backend_is_refused(monkeypatch) -> None:
    """With what to do."""
    monkeypatch.setattr("keras.backend.backend", lambda: "jax")

    with pytest.raises(CallError, match="this takes gradients by TensorFlow, and Keras works with jax; set"):
        see_to_keras("this")
