"""The limits of a server."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from imgfw_serve.limits import Limits


def test_a_request_of_the_largest_size_has_room():
    """Its pictures may wait, its bytes be held, several times over."""
    limits = Limits()

    assert limits.files <= limits.queue and 4 * limits.body <= limits.held


def test_limits_stay_as_they_are():
    """While a server runs."""
    with pytest.raises(FrozenInstanceError):
        Limits().body = 1  # type: ignore[misc]
