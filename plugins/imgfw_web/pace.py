"""How fast a host may be asked: what its headers say, and longer and longer waits where it fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TRIES = 5
"""How often one thing is asked for."""
LONGEST = 60.0
"""Seconds at most between two tries that a host says nothing about."""
PATIENCE = 120.0
"""Seconds at most that a host may ask to be waited for; after that it is left alone for this time."""

_PERIODS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def back_off(failed: int) -> float:
    """Seconds to wait after so many failures in a row: 1, 2, 4, ... and never more than `LONGEST`."""
    return min(2.0 ** (failed - 1), LONGEST)


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that `retry-after` asks to wait, given as seconds or as a date; None where it says nothing."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - (now or datetime.now(UTC))).total_seconds())


def limits(headers: Mapping[str, str]) -> dict[str, tuple[int, float, int | None]]:
    """{scope: (requests, seconds they are counted over, requests left)}, as Openverse tells them.

    x-ratelimit-limit-SCOPE: 20/min and x-ratelimit-available-SCOPE: 19; other forms are passed over.
    """
    found = {}
    for name, value in headers.items():
        scope = name.removeprefix("x-ratelimit-limit-")
        rate = re.fullmatch(r"(\d{1,9})/([smhd])[a-z]*", value.strip())
        if scope == name or not rate or not int(rate[1]):
            continue
        left = headers.get(f"x-ratelimit-available-{scope}", "").strip()
        known = int(left) if re.fullmatch(r"-?\d{1,9}", left) else None
        found[scope] = (int(rate[1]), _PERIODS[rate[2]], known)
    return found


@dataclass
class Pace:
    """When one host may be asked again.

    gap    seconds between two requests
    ready  the time from which on it may be asked, on the clock of the caller
    why    what keeps it from being asked at once
    """

    gap: float = 0.0
    ready: float = 0.0
    why: str = ""

    def asked(self, now: float) -> None:
        """It has just been asked."""
        self.ready = max(self.ready, now + self.gap)

    def told(self, headers: Mapping[str, str], now: float) -> None:
        """Take in what the headers say: spread requests over short periods, wait for long ones."""
        for scope, (requests, seconds, left) in limits(headers).items():
            if seconds <= LONGEST:
                self.gap = max(self.gap, seconds / requests)
            if left is not None and left <= 0:
                self.hold(seconds, now, f"its limit of {requests} requests ({scope}) is used up")

    def hold(self, seconds: float, now: float, why: str) -> None:
        """It asked to be left alone for so long."""
        if now + seconds > self.ready:
            self.ready, self.why = now + seconds, why

    def wait(self, now: float) -> float:
        """Seconds until it may be asked."""
        return max(0.0, self.ready - now)
