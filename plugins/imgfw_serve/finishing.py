"""Let the workers look at pictures, and wait for that: not for ever, and not for somebody who has gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from .refusals import busy
from .workers import Workers

Result = TypeVar("Result")


async def finished(
    workers: Workers, jobs: Sequence[Callable[[], Result]], request: Request, seconds: float
) -> list[Result]:
    """The results, in order; what has not begun when this ends is not begun any more.

    seconds  from when the last of them has begun; while one of them waits, from when any job at all ended
    Raises RefusedError where there is no room for them, or they take longer, ClientDisconnect where nobody
    waits for them any more.
    """
    begun: list[float] = []

    def noted(job: Callable[[], Result]) -> Result:
        begun.append(time.monotonic())
        return job()

    futures = workers.submit([partial(noted, job) for job in jobs])
    since = time.monotonic()
    together = asyncio.gather(*map(asyncio.wrap_future, futures))
    gone = asyncio.ensure_future(_gone(request))
    either: set[asyncio.Future[Any]] = {together, gone}
    try:
        while True:
            waits = len(begun) < len(jobs)
            last = max(since, *begun, *([workers.moved] if waits else []))
            left = last + seconds - time.monotonic()
            if left <= 0:
                raise busy(_why(waits, seconds))
            done, _ = await asyncio.wait(either, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if together in done:
                return together.result()
            if gone in done:
                raise ClientDisconnect
    finally:
        gone.cancel()
        together.cancel()
        for future in futures:
            future.cancel()


def _why(waits: bool, seconds: float) -> str:
    if waits:
        return f"no picture was finished for {seconds:g} s; ask again later"
    return f"the answer took longer than {seconds:g} s; ask again, for fewer pictures at a time"


async def _gone(request: Request) -> None:
    """Ends when the one who asked has gone; the body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
